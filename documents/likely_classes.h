// SPDX-License-Identifier: Apache-2.0
//
// The classes that a document may be of, for a person to choose from where the program is not sure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/page.h"

namespace sohoa {

struct LikelyClass {
  std::string code;        // "KH"; "other" for papers of none of the classes
  double probability = 0;  // of the classifier of texts alone (class_model.h)
};

// The likeliest first, at most so many. `pages`: the document's own, in order. Pure.
std::vector<LikelyClass> LikelyClasses(const std::vector<const PageRecord*>& pages, std::size_t most);

}  // namespace sohoa
