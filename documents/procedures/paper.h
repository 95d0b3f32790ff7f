// SPDX-License-Identifier: Apache-2.0
//
// Paper: a document as completeness looks at it: what its head says, whether it can be read,
// whether its class is beyond doubt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/page.h"
#include "documents/procedures/procedure.h"

namespace sohoa {

struct Paper {
  const Document* document = nullptr;
  std::vector<const PageRecord*> pages;
  std::string title;               // folded words of its title, its subject and the head of its first page
  std::vector<std::string> lines;  // each line of that head with the two that follow
  bool class_is_sure = false;
  bool illegible = false;
};

// `pages` are the document's own, in order.
Paper DescribePaper(const Document& document, std::vector<const PageRecord*> pages);

// True for a value that needs no person to look at it (any more).
bool IsSettled(ReviewState state);
// The normalized value of a field that is settled and was read; empty else.
std::string SettledValue(const Document& document, std::string_view code);

// How well a paper fits what is asked for. Larger is better; 0: not at all.
struct PaperFit {
  double weight = 0;
  bool sure = false;  // needs no person to look at it
};
PaperFit FitOf(const PaperPattern& pattern, const Paper& paper);
PaperFit FitOf(const RequiredPaper& required, const Paper& paper);  // the best of its alternatives

enum class Validity { kValid, kExpired, kUnknown };
// Whether it still counted on a day (ISO 8601): by the end that is printed on it, and by
// `valid_months` since its issue.
Validity ValidityOn(const Document& document, std::uint32_t valid_months, std::string_view day);
// `months` later; the last day of a shorter month.
std::string AddMonths(std::string_view day, std::uint32_t months);

}  // namespace sohoa
