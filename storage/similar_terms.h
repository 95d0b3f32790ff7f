// SPDX-License-Identifier: Apache-2.0
//
// Which terms of the dictionary a reader may have made out of a word: one letter more, less,
// other or swapped, or letters that look alike in print ("rn" and "m", "l" and "1").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

// Of folded keys. Digits are never taken for other digits: a number is right or wrong.
bool AreSimilarTerms(std::string_view a, std::string_view b);

// At most `limit` terms of the index similar to `folded`, without itself, look-alikes first.
Result<std::vector<std::string>> SimilarTerms(MetaReader& moment, std::string_view folded,
                                              std::size_t limit);

}  // namespace sohoa
