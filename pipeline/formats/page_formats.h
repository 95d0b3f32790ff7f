// SPDX-License-Identifier: Apache-2.0
//
// PageText in the forms others read: plain text, hOCR 1.2, ALTO 4. Pure functions; the
// output is UTF-8, NFC, and well-formed whatever the words hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sohoa {

struct NamedPage {
  std::string original_name;  // file the page came from
  std::uint32_t number = 1;   // within the output, from 1
  const PageRecord* record = nullptr;
};

// Only print unless `all_ink`; pages separated by form feed.
std::string FormatText(const std::vector<NamedPage>& pages, bool all_ink);

// Every word, stamps and handwriting marked as such.
// hOCR 1.2 (http://kba.github.io/hocr-spec/1.2/): `x_wconf` 0..100, and of our own `x_ink`
// (stamp, handwriting) where the ink is not print.
std::string FormatHocr(const std::vector<NamedPage>& pages);
// ALTO 4.4 (https://www.loc.gov/standards/alto/), in pixels of the displayed page. Words that
// are not print and words in a table's cell carry a tag that says so.
std::string FormatAlto(const std::vector<NamedPage>& pages);

// BCP 47 tag of what an OCR model reads: "vie+eng" -> "vi".
std::string LanguageTag(std::string_view model);

}  // namespace sohoa
