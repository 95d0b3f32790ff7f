// SPDX-License-Identifier: Apache-2.0
//
// Where a package takes a dossier from: an archive, or the server that holds it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/sha256.h"
#include "documents/agency_defaults.h"
#include "storage/archive.h"

namespace sohoa {

struct DossierRecords {
  std::vector<std::string> versions;  // encoded dossiers as the archive has them, from version 1 on
  std::string history;                // storage/dossier_history.h
  std::string retention;              // what people decided on keeping it (storage/retention_records.h); empty = nothing
  AgencyDefaults agency;              // what the agency says of itself
};

class PackageSource {
 public:
  virtual ~PackageSource() = default;
  // kNotFound: there is no such dossier, or it is not visible yet.
  virtual Result<DossierRecords> Records(const std::string& dossier) = 0;
  // Bytes of a blob in order, until `sink` returns false. kNotFound.
  virtual Status Fetch(const Sha256& blob, const std::function<bool(std::string_view bytes)>& sink) = 0;
};

// One archive, which must outlive it.
class ArchiveSource : public PackageSource {
 public:
  ArchiveSource(Archive& archive, AgencyDefaults agency) : archive_(archive), agency_(std::move(agency)) {}
  Result<DossierRecords> Records(const std::string& dossier) override;
  Status Fetch(const Sha256& blob, const std::function<bool(std::string_view bytes)>& sink) override;

 private:
  Archive& archive_;
  const AgencyDefaults agency_;
};

// Version `version` as it is stored. kNotFound.
Result<std::string> StoredDossierRecord(Archive& archive, const std::string& dossier, std::uint32_t version);

// What was decided on keeping it, as it is stored; empty where nothing was.
Result<std::string> StoredRetention(Archive& archive, const std::string& dossier);

}  // namespace sohoa
