// SPDX-License-Identifier: Apache-2.0
//
// Searchable PDF/A: the displayed page as an image, its words as invisible text exactly over
// their ink (ISO 19005-2 level B; Circular 05/2025/TT-BNV art. 8). Written with qpdf; pages
// are streamed one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/page.h"
#include "core/result.h"
#include "pipeline/stage.h"

namespace sohoa {

struct PdfOptions {
  int pdfa_part = 2;  // 1 = PDF/A-1b (for validators that know no other), 2 = PDF/A-2b
  std::string title;
  std::int64_t created_unix_ms = 0;
};

// Writes `pages` to `path`. Equal input gives equal bytes.
Status WriteSearchablePdf(const std::vector<const PageRecord*>& pages, const LayerSource& layers,
                          const PdfOptions& options, const std::filesystem::path& path,
                          const StageContext& context);

// Opens a written file again and compares it with what it was made of: page count and sizes,
// an image on each page, text that gives back every printed word, PDF/A marks, no encryption,
// no active content. kCorruption says what differs.
Status VerifySearchablePdf(const std::filesystem::path& path,
                           const std::vector<const PageRecord*>& pages, const PdfOptions& options);

}  // namespace sohoa
