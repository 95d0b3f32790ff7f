// SPDX-License-Identifier: Apache-2.0
//
// PageText in the forms others read: plain text, hOCR 1.2, ALTO 4. Pure functions; the
// output is UTF-8, NFC, and well-formed whatever the words hold.
#pragma once

#include <string>
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
std::string FormatHocr(const std::vector<NamedPage>& pages);
std::string FormatAlto(const std::vector<NamedPage>& pages);

}  // namespace sohoa
