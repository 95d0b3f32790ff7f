// SPDX-License-Identifier: Apache-2.0
//
// What the codes of a completeness say to people, in Vietnamese and English: the reason, and
// what to do.
#pragma once

#include <string_view>

namespace sohoa {

struct ReasonWords {
  std::string_view code;
  std::string_view vietnamese;
  std::string_view to_do_vietnamese;
  std::string_view english;
  std::string_view to_do_english;
};

// Of PaperCheck::reason and Completeness::unchecked_reason. Empty words for a code that is not
// known.
const ReasonWords& WordsOfReason(std::string_view code);

}  // namespace sohoa
