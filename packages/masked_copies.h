// SPDX-License-Identifier: Apache-2.0
//
// Copies of a dossier's documents without personal data (documents/personal_data.h), for who must not
// see it: hidden in the picture of the page and in its text at once. The archive keeps what it has.
// What stands in a picture and was not read, such as handwriting, is not found: a person looks at a
// copy before it is handed out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

enum class CopyFormat { kPdf, kAlto, kHocr };

struct MaskedCopiesRequest {
  std::string dossier;
  CopyFormat format = CopyFormat::kPdf;
  std::filesystem::path folder;  // made where it is not there
};

struct MaskedCopiesReport {
  std::vector<std::filesystem::path> files;  // a PDF for each document, a text file for each page
  std::uint64_t pages = 0;
  std::uint64_t words = 0;     // that were hidden
  std::uint64_t barcodes = 0;
};

// Of the newest version. `imaging` opens layers of pages. `progress`: pages. kNotFound, kCancelled;
// kCorruption: a page's record is damaged, or the text of a PDF is not the one that was written.
Result<MaskedCopiesReport> WriteMaskedCopies(PackageSource& source, PageImaging& imaging, const MaskedCopiesRequest& request,
                                             const PackageProgress& progress);

}  // namespace sohoa
