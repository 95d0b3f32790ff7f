// SPDX-License-Identifier: Apache-2.0
#include "samples/markup.h"

namespace sohoa {
namespace {

constexpr std::string_view kOpenHand = "⟦";
constexpr std::string_view kCloseHand = "⟧";

}  // namespace

std::vector<TextRun> ParseMarkup(std::string_view markup) {
  std::vector<TextRun> runs;
  TextRun current;
  const auto flush = [&] {
    if (!current.text.empty()) runs.push_back(current);
    current.text.clear();
  };
  for (std::size_t i = 0; i < markup.size();) {
    const std::string_view rest = markup.substr(i);
    if (rest.starts_with("**")) {
      flush();
      current.bold = !current.bold;
      i += 2;
    } else if (rest.starts_with("*")) {
      flush();
      current.italic = !current.italic;
      i += 1;
    } else if (rest.starts_with(kOpenHand) || rest.starts_with(kCloseHand)) {
      flush();
      current.hand = rest.starts_with(kOpenHand);
      i += kOpenHand.size();
    } else {
      current.text += markup[i++];
    }
  }
  flush();
  return runs;
}

std::string PlainText(std::string_view markup) {
  std::string text;
  for (const TextRun& run : ParseMarkup(markup)) text += run.text;
  return text;
}

}  // namespace sohoa
