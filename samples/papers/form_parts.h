// SPDX-License-Identifier: Apache-2.0
//
// Parts that forms and certificates of several kinds have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "samples/content/sample_content.h"
#include "samples/form_paper.h"

namespace sohoa {

std::string OnlyDigits(std::string_view text);
// A name as it is printed: in capitals as often as not.
std::string Capitals(SampleContent& content, const std::string& name);
// "037 190 123 456" of some, the digits alone of most.
std::string GroupedNumber(SampleContent& content, const std::string& digits);
// The head of a paper that an agency gives out: organ, place and date.
void IssuedBy(FormPaper& form, const SampleAgency& agency, const SampleDay& day);
void Numbered(FormPaper& form, const std::string& number, const std::string& notation);
// Signature and seal; `over` stands above them.
void SignedFor(SampleContent& content, FormPaper& form, const SampleSigning& signing, const std::string& over = {});
// A sum in figures and in words.
void Sum(FormPaper& form, const std::string& figures_label, const std::string& words_label, std::int64_t amount);

}  // namespace sohoa
