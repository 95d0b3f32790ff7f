// SPDX-License-Identifier: Apache-2.0
//
// Names of places that no list has ("huyện Cẩm Sơn"): the head prints them in capitals, where a mark is lost
// first, and the text says them again. Plain values; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "documents/fields/fields.h"

namespace sohoa {

// Behind the levels of an organ's name, but for provinces: "Cẩm Sơn" of "UBND huyện Cẩm Sơn".
std::vector<std::string> PlaceNamesIn(const std::string& organ);

struct PlaceSpelling {
  std::string name;     // as the document has it most often
  bool opposed = false;  // it has it with other marks as often as this way, or more often
};
// Of a place's name as it was read.
PlaceSpelling SpellingInDocument(const FieldContext& context, const std::string& name);

}  // namespace sohoa
