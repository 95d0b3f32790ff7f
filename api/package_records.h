// SPDX-License-Identifier: Apache-2.0
//
// The records that packages are made of, over the questions of QueryService: both ends.
//
//   package_head {"dossier"} -> {"versions": N, "agency": {...}, "retention": base64}
//   package_part {"dossier", "version", "offset"} -> {"bytes": base64, "size"}: a piece of the record of a
//                version; of version 0: of its history
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "documents/agency_defaults.h"
#include "packages/package_source.h"
#include "storage/archive.h"

namespace sohoa {

Result<std::string> PackageHeadJson(Archive& archive, const std::string& dossier, const AgencyDefaults& agency);
Result<std::string> PackagePartJson(Archive& archive, const std::string& dossier, std::uint32_t version, std::uint64_t offset);

// A source that asks.
class AskedSource : public PackageSource {
 public:
  using AskFunction = std::function<Result<std::string>(std::string_view method, std::string_view params_json)>;
  using FetchFunction = std::function<Status(const Sha256& blob, const std::function<bool(std::string_view)>& sink)>;
  AskedSource(AskFunction ask, FetchFunction fetch) : ask_(std::move(ask)), fetch_(std::move(fetch)) {}

  Result<DossierRecords> Records(const std::string& dossier) override;
  Status Fetch(const Sha256& blob, const std::function<bool(std::string_view bytes)>& sink) override { return fetch_(blob, sink); }

 private:
  Result<std::string> Whole(const std::string& dossier, std::uint32_t version);

  const AskFunction ask_;
  const FetchFunction fetch_;
};

}  // namespace sohoa
