// SPDX-License-Identifier: Apache-2.0
//
// What the classifier of texts (class_model.h) looks at: words and pairs of words of titles, head, body and
// beginnings of lines, letters of the titles, and how the page is laid out, each as the number of a place in a
// table. What trains the model (training/train_classes.cpp) and what applies it take papers apart by this alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/page.h"
#include "documents/page_head.h"
#include "documents/text_lines.h"

namespace sohoa {

inline constexpr std::uint32_t kClassFeaturePlaces = 1u << 16;

struct ClassFeature {
  std::uint32_t place = 0;  // 0 .. kClassFeaturePlaces - 1
  float value = 0;          // over 0
};

// By place, each place once. `lines` and `head` are those of the document's first page.
std::vector<ClassFeature> ClassFeaturesOf(const PageRecord& first, const std::vector<TextLine>& lines, const PageHead& head,
                                          std::size_t pages);

}  // namespace sohoa
