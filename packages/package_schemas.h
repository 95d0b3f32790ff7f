// SPDX-License-Identifier: Apache-2.0
//
// What goes into every package, whatever the dossier: XML schemas, and words for who finds it.
#pragma once

#include <string>
#include <vector>

namespace sohoa {

struct SupplementFile {
  std::string path;  // in the package: below schemas/ or documentation/
  std::string bytes;
  std::string mime;
};

std::vector<SupplementFile> SipSupplements();
std::vector<SupplementFile> AipSupplements();
// Words and the structure of the records, for a package of another kind; paths are below documentation/.
std::vector<SupplementFile> RecordDescriptions();

}  // namespace sohoa
