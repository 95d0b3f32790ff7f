// SPDX-License-Identifier: Apache-2.0
//
// Printed labels of a form in a line of text.
#pragma once

#include <cstddef>
#include <vector>

#include "core/document.h"
#include "documents/fields/form_rules.h"
#include "documents/folded_text.h"

namespace sohoa {

// Offsets into the line, in code points.
struct FormLabel {
  const FormRule* rule = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;    // behind the colon, or the label's translation
  bool closed = false;    // a colon or a translation says that it is a label
  std::size_t words = 0;  // length of the label itself
};

// The labels of a line from left to right; of labels over each other the longer one is meant. Of
// labels of the same words that of a field in `found` comes last: a declaration has "Họ, chữ đệm,
// tên" of the one who asks, then of the one it is about.
std::vector<FormLabel> FindLabels(const FoldedText& text, const std::vector<FormRule>& rules,
                                  const std::vector<FieldValue>& found = {});

}  // namespace sohoa
