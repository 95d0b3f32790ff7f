// SPDX-License-Identifier: Apache-2.0
//
// Keeping and disposal as JSON (docs/API.md). Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/retention_records.h"
#include "workers/retention.h"

namespace sohoa {

// One entry of `retention list`. `today`: ISO 8601, for "kept_because".
std::string StandingJson(const RetentionStanding& standing, const std::string& today);
// {"dossiers": [...], "next": the code to go on behind, or null}
std::string StandingsJson(const std::vector<RetentionStanding>& standings, const std::string& next, const std::string& today);
std::string ProposalJson(const DisposalProposal& proposal, const std::vector<std::string>& gone);
std::string ProposalsJson(const std::vector<DisposalProposal>& proposals);
std::string CertificateJson(const DisposalCertificate& certificate);
std::string CertificatesJson(const std::vector<DisposalCertificate>& certificates);

}  // namespace sohoa
