// SPDX-License-Identifier: Apache-2.0
//
// The list of drivers: one line each.
#include <string_view>

#include "scanners/file_scanner.h"
#include "scanners/folder_scanner.h"
#include "scanners/sane_scanner.h"
#include "scanners/scanner.h"

namespace sohoa {

Result<std::unique_ptr<Scanner>> OpenScanner(const std::string& uri) {
  const std::size_t colon = uri.find(':');
  const std::string scheme = uri.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : uri.substr(colon + 1);
  if (!rest.empty()) {
    if (scheme == "file") return NewFileScanner(rest);
    if (scheme == "folder") return NewFolderScanner(rest);
    if (scheme == "sane") return NewSaneScanner(rest);
  }
  return Status(StatusCode::kInvalidArgument,
                "open scanner \"" + uri + "\": say file:PATH, folder:DIR or sane:NAME");
}

Result<std::vector<ScannerDescription>> ListScanners(ScannerReach reach) {
  return ListSaneScanners(reach);
}

}  // namespace sohoa
