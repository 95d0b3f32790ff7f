// SPDX-License-Identifier: Apache-2.0
#include "pipeline/formats/page_formats.h"

namespace sohoa {

std::string FormatText(const std::vector<NamedPage>& pages, bool all_ink) {
  std::string out;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i > 0) out += '\f';
    out += PlainText(pages[i].record->text, all_ink);
  }
  return out;
}

std::string LanguageTag(std::string_view model) {
  const std::string_view first = model.substr(0, model.find('+'));
  if (first.empty() || first == "vie" || first == "Vietnamese" || first == "script/Vietnamese") return "vi";
  if (first == "eng") return "en";
  // Tesseract's names have neither; our own models, which have versions, read Vietnamese.
  if (first.find_first_of(" .") != std::string_view::npos || first.starts_with("sohoa")) return "vi";
  return std::string(first);
}

}  // namespace sohoa
