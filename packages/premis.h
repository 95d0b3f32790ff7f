// SPDX-License-Identifier: Apache-2.0
//
// PREMIS 3 of an AIP: what is kept, what happened to it, who did it. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "packages/package_folder.h"
#include "packages/package_names.h"
#include "storage/dossier_history.h"

namespace sohoa {

// Of the dossier as a whole: the intellectual entity and its history.
struct DossierPreservation {
  const Dossier* dossier = nullptr;  // the newest version
  const DossierHistory* history = nullptr;
  std::string agency;  // name, or identifier; "" = not known
  std::string software_version;
  std::int64_t packed_unix_ms = 0;
  std::vector<std::string> representations;  // "rep1", "rep2"
};
std::string WriteDossierPremis(const DossierPreservation& preservation, const PackageIds& ids);

// Of one representation: its files, and how they came about.
struct RepresentationPreservation {
  std::string name;  // "rep1"
  std::vector<PackagedFile> files;
  std::string event;  // PREMIS type of what made them
  std::string detail;
  std::int64_t made_unix_ms = 0;
  std::vector<std::string> made_by;  // "render/3", "recognise/1 lines sohoa 3"
  std::string software_version;
};
std::string WriteRepresentationPremis(const RepresentationPreservation& preservation, const PackageIds& ids);

// The PREMIS type of an archive's event: "ingestion" of "dossier.committed"; its own kind where there is none.
std::string PremisEventType(const std::string& kind);

}  // namespace sohoa
