// SPDX-License-Identifier: Apache-2.0
#include "api/retention_answers.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/retention_json.h"
#include "core/calendar.h"
#include "workers/retention.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kLookedAt = 2'000;
constexpr std::uint32_t kListedAtMost = 1'000;

class RetentionQuestion {
 public:
  RetentionQuestion(Archive& archive, const UseCoordinator& with_coordinator, const std::string& agency_maintenance, const nlohmann::json& params)
      : archive_(archive), with_coordinator_(with_coordinator), agency_maintenance_(agency_maintenance), params_(params) {}

  Result<std::string> List() const;
  Result<std::string> Show() const;
  Result<std::string> Act(RetentionActKind kind) const;
  Result<std::string> Propose() const;
  Result<std::string> ListDisposals() const;
  Result<std::string> ShowDisposal() const;
  Result<std::string> Withdraw() const;
  Result<std::string> Confirm() const;
  Result<std::string> Certificates() const;

 private:
  std::string Text(const char* name) const {
    const auto found = params_.find(name);
    if (found == params_.end()) return std::string();
    return found->is_string() ? found->get<std::string>() : found->is_number_unsigned() ? found->dump() : std::string();
  }
  // `otherwise` where it is not said; kInvalidArgument where it is no number.
  Result<std::uint64_t> Number(const char* name, std::uint64_t otherwise) const {
    const std::string text = Text(name);
    if (text.empty()) return otherwise;
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec == std::errc() && end.ptr == text.data() + text.size()) return number;
    return Status(StatusCode::kInvalidArgument, std::string(name) + " is no number");
  }
  Result<std::uint32_t> Limit() const {
    const Result<std::uint64_t> limit = Number("limit", 100);
    if (!limit) return limit.status();
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(*limit, 1, kListedAtMost));
  }
  KeyReader Read() const { return ReadFrom(archive_.meta()); }
  Result<std::vector<std::string>> Gone(const DisposalProposal& proposal) const;
  Result<std::string> Answered(std::uint64_t number) const;
  Result<std::string> DisposeOf(Coordinator& at, std::uint64_t number, const std::vector<DisposalOrder>& orders) const;

  Archive& archive_;
  const UseCoordinator& with_coordinator_;
  const std::string& agency_maintenance_;
  const nlohmann::json& params_;
};

Result<std::string> RetentionQuestion::List() const {
  const std::string due = Text("due");
  if (!due.empty() && (due.size() != 10 || !ParseVietnamTime(due))) {
    return Status(StatusCode::kInvalidArgument, "list what is to be kept: due is a day, YYYY-MM-DD");
  }
  const Result<std::uint32_t> limit = Limit();
  if (!limit) return limit.status();
  std::vector<RetentionStanding> standings;
  const Result<std::vector<DossierSummary>> dossiers = archive_.ListDossiers(Text("after"), kLookedAt);
  if (!dossiers) return dossiers.status();
  std::string next;
  for (const DossierSummary& dossier : *dossiers) {
    Result<RetentionStanding> standing = StandingOf(archive_, Read(), dossier.code, agency_maintenance_);
    if (!standing && standing.status().code() == StatusCode::kNotFound) continue;  // just disposed of
    if (!standing) return standing.status();
    next = dossier.code;
    if (!due.empty() && (standing->due_on.empty() || standing->due_on > due)) continue;
    standings.push_back(std::move(*standing));
    if (standings.size() == *limit) break;
  }
  const bool at_the_end = dossiers->size() < kLookedAt && (dossiers->empty() || next == dossiers->back().code);
  return StandingsJson(standings, at_the_end ? "" : next, TodayInVietnam());
}

Result<std::string> RetentionQuestion::Show() const {
  const std::string code = Text("dossier");
  const Result<RetentionStanding> standing = StandingOf(archive_, Read(), code, agency_maintenance_);
  if (standing) return StandingJson(*standing, TodayInVietnam());
  if (standing.status().code() != StatusCode::kNotFound) return standing.status();
  const Result<std::optional<DisposalCertificate>> certificate = ReadCertificate(Read(), code);
  if (!certificate) return certificate.status();
  if (*certificate) return CertificateJson(**certificate);
  return standing.status();
}

Result<std::string> RetentionQuestion::Act(RetentionActKind kind) const {
  RetentionAct act;
  act.kind = kind;
  act.dossier = Text("dossier");
  act.maintenance = Text("maintenance");
  act.closed_on = Text("closed_on");
  act.reason = Text("reason");
  act.by = Text("by");
  const Result<std::uint64_t> years = Number("years", 0);
  const Result<std::uint64_t> hold = Number("hold", 0);
  if (!years || !hold) return years ? hold.status() : years.status();
  act.years = static_cast<std::uint32_t>(std::min<std::uint64_t>(*years, 1'000'000));
  act.hold = static_cast<std::uint32_t>(std::min<std::uint64_t>(*hold, ~std::uint32_t{0}));
  if (const Status prepared = PrepareAct(act); !prepared.ok()) return prepared;
  return with_coordinator_([&](Coordinator& at) -> Result<std::string> {
    const Status done = at.RunChange([&](MetaBatch& batch) { return StageAct(archive_, act, batch); });
    if (!done.ok()) return done;
    return Show();
  });
}

Result<std::string> RetentionQuestion::Propose() const {
  DisposalRequest request{{}, Text("reason"), Text("by"), agency_maintenance_};
  std::istringstream codes(Text("dossiers"));
  for (std::string code; codes >> code;) request.dossiers.push_back(code);
  Result<DisposalProposal> proposal = PrepareProposal(archive_, request);
  if (!proposal) return proposal.status();
  return with_coordinator_([&](Coordinator& at) -> Result<std::string> {
    const Status done = at.RunChange([&](MetaBatch& batch) { return StageProposal(archive_, *proposal, batch); });
    if (!done.ok()) return done;
    return ProposalJson(*proposal, {});
  });
}

Result<std::string> RetentionQuestion::ListDisposals() const {
  const Result<std::uint64_t> after = Number("after", 0);
  const Result<std::uint32_t> limit = Limit();
  if (!after || !limit) return after ? limit.status() : after.status();
  const Result<std::vector<DisposalProposal>> proposals = ListProposals(archive_.meta(), *after, *limit);
  if (!proposals) return proposals.status();
  return ProposalsJson(*proposals);
}

// Those of its list that went by it.
Result<std::vector<std::string>> RetentionQuestion::Gone(const DisposalProposal& proposal) const {
  std::vector<std::string> gone;
  for (const DisposalItem& item : proposal.items) {
    const Result<std::optional<DisposalCertificate>> certificate = ReadCertificate(Read(), item.dossier);
    if (!certificate) return certificate.status();
    if (*certificate && (*certificate)->proposal == proposal.number) gone.push_back(item.dossier);
  }
  return gone;
}

Result<std::string> RetentionQuestion::Answered(std::uint64_t number) const {
  const Result<DisposalProposal> proposal = ReadProposal(Read(), number);
  if (!proposal) return proposal.status();
  const Result<std::vector<std::string>> gone = Gone(*proposal);
  if (!gone) return gone.status();
  return ProposalJson(*proposal, *gone);
}

Result<std::string> RetentionQuestion::ShowDisposal() const {
  const Result<std::uint64_t> number = Number("number", 0);
  return number ? Answered(*number) : Result<std::string>(number.status());
}

Result<std::string> RetentionQuestion::Withdraw() const {
  const Result<std::uint64_t> number = Number("number", 0);
  if (!number) return number.status();
  return with_coordinator_([&](Coordinator& at) -> Result<std::string> {
    const Status done = at.RunChange([&](MetaBatch& batch) { return StageWithdrawal(archive_, *number, Text("by"), batch); });
    return done.ok() ? Answered(*number) : Result<std::string>(done);
  });
}

Result<std::string> RetentionQuestion::DisposeOf(Coordinator& at, std::uint64_t number, const std::vector<DisposalOrder>& orders) const {
  nlohmann::ordered_json answer = {{"number", number}, {"disposed", nlohmann::ordered_json::array()}};
  Status refused;
  for (const DisposalOrder& order : orders) {
    refused = at.Dispose(order);
    if (!refused.ok()) break;
    answer["disposed"].push_back(order.contents.code);
  }
  const Result<RemovedBlobs> removed = at.RemoveDisposedBlobs();
  if (!refused.ok()) {
    return Annotate(refused, "confirm disposal " + std::to_string(number) + ": " + std::to_string(answer["disposed"].size()) + " of " +
                                 std::to_string(orders.size()) + " dossiers are gone");
  }
  // They go at a later try.
  answer["blobs_removed"] = removed ? removed->removed : 0;
  answer["blobs_waiting"] = !removed || removed->postponed || removed->waiting > 0;
  return answer.dump();
}

Result<std::string> RetentionQuestion::Confirm() const {
  const Result<std::uint64_t> number = Number("number", 0);
  if (!number) return number.status();
  const Result<DisposalProposal> proposal = ReadProposal(Read(), *number);
  if (!proposal) return proposal.status();
  const Result<std::vector<std::string>> gone = Gone(*proposal);
  if (!gone) return gone.status();
  std::vector<std::string> left;
  for (const DisposalItem& item : proposal->items) {
    if (std::find(gone->begin(), gone->end(), item.dossier) == gone->end()) left.push_back(item.dossier);
  }
  Result<std::vector<DossierContents>> contents = ReadContents(archive_, left);
  if (!contents) return contents.status();
  std::vector<DisposalOrder> orders;
  for (DossierContents& each : *contents) {
    orders.push_back({std::move(each), *number, Text("by"), agency_maintenance_});
    const Result<DisposalCertificate> may_go = CheckDisposal(archive_, Read(), orders.back());
    if (!may_go) return Annotate(may_go.status(), "confirm disposal " + std::to_string(*number) + ": nothing was done");
  }
  return with_coordinator_([&](Coordinator& at) { return DisposeOf(at, *number, orders); });
}

Result<std::string> RetentionQuestion::Certificates() const {
  const Result<std::uint32_t> limit = Limit();
  if (!limit) return limit.status();
  const Result<std::vector<DisposalCertificate>> certificates = ListCertificates(archive_.meta(), Text("after"), *limit);
  if (!certificates) return certificates.status();
  return CertificatesJson(*certificates);
}

}  // namespace

bool IsRetentionQuestion(std::string_view method) { return method.starts_with("retention_") || method.starts_with("disposal_"); }

Result<std::string> AnswerRetention(Archive& archive, const UseCoordinator& with_coordinator, const std::string& agency_maintenance,
                                    std::string_view method, std::string_view params_json,
                                    const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const nlohmann::json params = nlohmann::json::parse(params_json, nullptr, false);
  const RetentionQuestion question(archive, with_coordinator, agency_maintenance, params);
  if (method == "retention_list") return question.List();
  if (method == "retention_show") return question.Show();
  if (method == "retention_set") return question.Act(RetentionActKind::kSet);
  if (method == "retention_hold") return question.Act(RetentionActKind::kHold);
  if (method == "retention_release") return question.Act(RetentionActKind::kRelease);
  if (method == "disposal_propose") return question.Propose();
  if (method == "disposal_list") return question.ListDisposals();
  if (method == "disposal_show") return question.ShowDisposal();
  if (method == "disposal_withdraw") return question.Withdraw();
  if (method == "disposal_confirm") return question.Confirm();
  if (method == "disposal_certificates") return question.Certificates();
  if (method == "retention_reclaim") {
    const Status reclaimed = archive.Reclaim(progress);
    return reclaimed.ok() ? Result<std::string>(std::string("{}")) : Result<std::string>(reclaimed);
  }
  return Status(StatusCode::kInvalidArgument, "no such method: " + std::string(method));
}

}  // namespace sohoa
