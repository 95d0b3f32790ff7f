// SPDX-License-Identifier: Apache-2.0
//
// Phrases that everybody writes alike: names of bodies that papers go to, words of levels of administration,
// formulae of subjects. A fax costs them a mark of a letter ("Thường trực Tình ủy", "Công thông tin điện tử");
// whole phrases that differ in marks alone can only be what they always are. Pure function.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The text with the marks of such phrases put right; letters, capitals and everything else as they were read.
std::string WithSetPhrases(std::string_view text);

}  // namespace sohoa
