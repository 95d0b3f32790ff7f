// SPDX-License-Identifier: Apache-2.0
//
// What a PDF says of itself before it is drawn: how many pages, how large, and at which
// resolution the scan on a page was made. On qpdf; nothing is drawn and no script is run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "imaging/page_imaging.h"

namespace sohoa {

// kUnsupported: needs a password; kBadInput: not a PDF any more; kResourceLimit.
Result<std::uint32_t> CountPdfPages(std::string_view bytes, const std::string& name, const ImagingLimits& limits);

struct PdfPageFacts {
  double width_points = 595;  // 1/72 inch, as displayed
  double height_points = 842;
  // Of the largest image on the page, when it covers most of it; 0 where there is none.
  double scan_dpi = 0;
  bool bitonal_scan = false;  // that image has one bit a pixel
};
Result<PdfPageFacts> ReadPdfPageFacts(std::string_view bytes, const std::string& name, std::uint32_t index);

}  // namespace sohoa
