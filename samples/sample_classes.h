// SPDX-License-Identifier: Apache-2.0
//
// The classes of papers that can be drawn from a seed: all of the first tier. A further one is
// a function in papers/ and a line in sample_classes.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "samples/papers/sample_papers.h"
#include "samples/sample_pages.h"

namespace sohoa {

struct SampleClass {
  using Official = OfficialPaper (*)(SampleContent&);
  using Form = FormPaper (*)(SampleContent&);
  using Card = CardPaper (*)(SampleContent&);

  std::string_view code;  // "QĐ", "D03", "other"
  std::string_view file;  // "quyet-dinh", for names of files
  std::variant<Official, Form, Card> paper;
};

const std::vector<SampleClass>& SampleClasses();
// nullptr for a code that is not among them.
const SampleClass* FindSampleClass(std::string_view code);

// Draws one paper of the class; `paper_seed` decides what it says, options.seed how it was
// scanned. As with DrawSample, the truth that comes back has no pages.
Result<SampleTruth> DrawClass(const SampleClass& one, std::uint64_t paper_seed,
                              const DrawOptions& options, const SamplePageSink& sink);

}  // namespace sohoa
