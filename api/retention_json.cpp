// SPDX-License-Identifier: Apache-2.0
#include "api/retention_json.h"

#include <nlohmann/json.hpp>

#include "core/calendar.h"
#include "documents/archive_code_lists.h"

namespace sohoa {
namespace {

using KeepingJson = nlohmann::ordered_json;

std::string DumpKeeping(const KeepingJson& json) { return json.dump(-1, ' ', false, KeepingJson::error_handler_t::replace); }

KeepingJson TextOrNull(const std::string& text) { return text.empty() ? KeepingJson(nullptr) : KeepingJson(text); }

KeepingJson PeriodJson(const std::string& maintenance, std::uint32_t years) {
  if (maintenance.empty()) return nullptr;
  KeepingJson json = {{"code", maintenance}, {"label", MeaningOf(MaintenanceCodes(), maintenance)}};
  json["years"] = years == 0 ? KeepingJson(nullptr) : KeepingJson(years);
  return json;
}

KeepingJson Entry(const RetentionStanding& standing, const std::string& today) {
  KeepingJson json = {{"dossier", standing.dossier}, {"version", standing.version}};
  json["period"] = PeriodJson(standing.maintenance, standing.years);
  json["source"] = TextOrNull(standing.source);
  json["closed_on"] = standing.closed_on;
  json["closed_source"] = standing.closed_source;
  json["due_on"] = TextOrNull(standing.due_on);
  json["kept_because"] = TextOrNull(WhyKept(standing, today));
  if (standing.decision.at_unix_ms != 0) {
    json["decision"] = {{"by", standing.decision.by}, {"reason", standing.decision.reason}, {"at", FormatVietnamTime(standing.decision.at_unix_ms)}};
  }
  json["holds"] = KeepingJson::array();
  for (const LegalHold& hold : standing.decision.holds) {
    json["holds"].push_back({{"number", hold.number}, {"by", hold.by}, {"reason", hold.reason}, {"since", FormatVietnamTime(hold.since_unix_ms)}});
  }
  return json;
}

KeepingJson ItemJson(const DisposalItem& item) {
  KeepingJson json = {{"dossier", item.dossier}, {"version", item.version}};
  json["period"] = PeriodJson(item.maintenance, item.years);
  json["closed_on"] = item.closed_on;
  json["due_on"] = item.due_on;
  return json;
}

KeepingJson HeadOf(const DisposalProposal& proposal) {
  KeepingJson json = {{"number", proposal.number},
                      {"dossiers", proposal.items.size()},
                      {"reason", proposal.reason},
                      {"proposed_by", proposal.by},
                      {"proposed_at", FormatVietnamTime(proposal.at_unix_ms)}};
  if (proposal.withdrawn_at_unix_ms != 0) {
    json["withdrawn_by"] = proposal.withdrawn_by;
    json["withdrawn_at"] = FormatVietnamTime(proposal.withdrawn_at_unix_ms);
  }
  return json;
}

KeepingJson Certificate(const DisposalCertificate& certificate) {
  KeepingJson json = ItemJson(certificate.item);
  json["procedure"] = TextOrNull(certificate.procedure);
  json["agency"] = TextOrNull(certificate.agency);
  json["documents"] = certificate.documents;
  json["pages"] = certificate.pages;
  json["blobs"] = certificate.blobs;
  json["bytes"] = certificate.bytes;
  json["contents_sha256"] = certificate.contents.Hex();
  json["proposal"] = certificate.proposal;
  json["reason"] = certificate.reason;
  json["proposed_by"] = certificate.proposed_by;
  json["proposed_at"] = FormatVietnamTime(certificate.proposed_at_unix_ms);
  json["confirmed_by"] = certificate.confirmed_by;
  json["confirmed_at"] = FormatVietnamTime(certificate.confirmed_at_unix_ms);
  return json;
}

}  // namespace

std::string StandingJson(const RetentionStanding& standing, const std::string& today) { return DumpKeeping(Entry(standing, today)); }

std::string StandingsJson(const std::vector<RetentionStanding>& standings, const std::string& next, const std::string& today) {
  KeepingJson json = {{"dossiers", KeepingJson::array()}, {"next", TextOrNull(next)}};
  for (const RetentionStanding& standing : standings) json["dossiers"].push_back(Entry(standing, today));
  return DumpKeeping(json);
}

std::string ProposalJson(const DisposalProposal& proposal, const std::vector<std::string>& gone) {
  KeepingJson json = HeadOf(proposal);
  json["items"] = KeepingJson::array();
  for (const DisposalItem& item : proposal.items) json["items"].push_back(ItemJson(item));
  json["disposed"] = gone;
  return DumpKeeping(json);
}

std::string ProposalsJson(const std::vector<DisposalProposal>& proposals) {
  KeepingJson json = {{"disposals", KeepingJson::array()}};
  for (const DisposalProposal& proposal : proposals) json["disposals"].push_back(HeadOf(proposal));
  return DumpKeeping(json);
}

std::string CertificateJson(const DisposalCertificate& certificate) { return DumpKeeping(Certificate(certificate)); }

std::string CertificatesJson(const std::vector<DisposalCertificate>& certificates) {
  KeepingJson json = {{"certificates", KeepingJson::array()}};
  for (const DisposalCertificate& certificate : certificates) json["certificates"].push_back(Certificate(certificate));
  return DumpKeeping(json);
}

}  // namespace sohoa
