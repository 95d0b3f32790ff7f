// SPDX-License-Identifier: Apache-2.0
//
// Sample texts are written with **bold**, *italic* and ⟦handwriting⟧ marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct TextRun {
  std::string text;
  bool bold = false;
  bool italic = false;
  bool hand = false;
};

std::vector<TextRun> ParseMarkup(std::string_view markup);
// The text without marks; handwriting without its brackets.
std::string PlainText(std::string_view markup);

}  // namespace sohoa
