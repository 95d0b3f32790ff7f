// SPDX-License-Identifier: Apache-2.0
//
// The sample dossier that ships in samples/dossier, and papers of one's own, as files with
// their truth beside them: dossier/NAME.EXT, truth/NAME.json, truth/NAME-PAGE.txt.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "samples/sample_pages.h"

namespace sohoa {

// Gets each file as it is ready: its path below the output folder, and its bytes.
using SampleFileSink = std::function<Status(const std::string& path, const std::string& bytes)>;

struct DossierOptions {
  std::uint64_t seed = 1;
  int dpi = 200;
  // For all files; when absent, each has its own, as a day at a counter gives them.
  std::optional<Degradation> degradation;
  std::optional<SampleKind> only;
};

// A plan as PDF, a decision as TIFF, a letter and a declaration as JPEG, a receipt as PNG, a
// blank page as JPEG.
Status WriteSampleDossier(const DossierOptions& options, const SampleFileSink& sink);

// A text of one's own, as text.pdf.
Status WriteTextPaper(std::string_view text, SampleKind layout, const DossierOptions& options,
                      const SampleFileSink& sink);

}  // namespace sohoa
