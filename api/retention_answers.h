// SPDX-License-Identifier: Apache-2.0
//
// The questions of QueryService on keeping and disposal. All params are text.
//
//   retention_list     {"due": YYYY-MM-DD or none, "after", "limit"} -> StandingsJson; looks at some thousand dossiers
//                      a time, so that one answer may be short or empty and still have a "next"
//   retention_show     {"dossier"} -> StandingJson, or CertificateJson of one that is gone
//   retention_set      {"dossier", "maintenance", "years", "closed_on", "reason", "by"} -> StandingJson
//   retention_hold     {"dossier", "reason", "by"} -> StandingJson
//   retention_release  {"dossier", "hold", "reason", "by"} -> StandingJson
//   retention_reclaim  {} -> {}: Archive::Reclaim(), which takes its time
//   disposal_propose   {"dossiers": codes with blanks between them, "reason", "by"} -> ProposalJson
//   disposal_list      {"after", "limit"} -> ProposalsJson
//   disposal_show      {"number"} -> ProposalJson
//   disposal_withdraw  {"number", "by"} -> ProposalJson
//   disposal_confirm   {"number", "by"} -> {"number", "disposed", "blobs_removed", "blobs_waiting"}. First all of the
//                      list is checked; then each dossier goes in one write. Asked again, it goes on with what is left.
//   disposal_certificates {"after", "limit"} -> CertificatesJson
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/archive.h"
#include "workers/coordinator.h"

namespace sohoa {

using UseCoordinator = std::function<Result<std::string>(const std::function<Result<std::string>(Coordinator&)>& use)>;

bool IsRetentionQuestion(std::string_view method);
// `agency_maintenance`: the period of dossiers whose procedure gives none.
Result<std::string> AnswerRetention(Archive& archive, const UseCoordinator& with_coordinator, const std::string& agency_maintenance,
                                    std::string_view method, std::string_view params_json,
                                    const std::function<bool(std::uint64_t, std::uint64_t)>& progress);

}  // namespace sohoa
