// SPDX-License-Identifier: Apache-2.0
#include "workers/retention.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/archive_code_lists.h"
#include "documents/retention_period.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostReason = 4'000;
constexpr std::uint32_t kMostYears = 500;

Status Refused(StatusCode code, const std::string& what, const std::string& why) { return Status(code, what + ": " + why); }

// The day on which its last original came: of the first version that has all of them.
Result<std::string> LastHandIn(Archive& archive, const Dossier& newest) {
  std::int64_t at = newest.committed_unix_ms;
  for (std::uint32_t version = newest.version - 1; version > 0; --version) {
    const Result<Dossier> before = archive.GetDossier(newest.head.code, version);
    if (!before) return before.status();
    if (before->originals.size() != newest.originals.size()) break;
    at = before->committed_unix_ms;
  }
  return FormatVietnamTime(at).substr(0, 10);
}

Status PrepareTexts(const std::string& what, std::string& reason, std::string& by) {
  for (std::string* text : {&reason, &by}) {
    if (text->size() > kMostReason) return Refused(StatusCode::kInvalidArgument, what, "a text of more than " + std::to_string(kMostReason) + " bytes");
    *text = ToNfc(*text);
  }
  if (by.empty()) return Refused(StatusCode::kInvalidArgument, what, "say who decides");
  if (reason.empty()) return Refused(StatusCode::kInvalidArgument, what, "say why");
  return {};
}

// A name is the same person's however it is written.
std::string PersonKey(const std::string& by) {
  std::string key;
  for (const char each : ToLower(ToNfc(by))) {
    if (each != ' ' && each != '\t') key += each;
  }
  return key;
}

Status StageRetentionEvent(Archive& archive, const std::string& kind, const std::string& dossier, const std::string& detail,
                           const std::string& content, MetaBatch& batch) {
  ArchiveEvent event;
  event.kind = kind;
  event.dossier = dossier;
  event.detail = detail;
  return StageJournal(archive.meta(), std::move(event), content, batch);
}

std::string DetailOfPeriod(const RetentionAct& act) {
  if (act.maintenance.empty() && act.closed_on.empty()) return "as the procedure has it";
  std::string detail = act.maintenance.empty() ? "as the procedure has it" : "code " + act.maintenance;
  if (act.years > 0) detail += ", " + std::to_string(act.years) + " years";
  if (!act.closed_on.empty()) detail += ", closed on " + act.closed_on;
  return detail;
}

DisposalItem ItemOf(const RetentionStanding& standing) {
  return {standing.dossier, standing.version, standing.maintenance, standing.maintenance == "07" ? standing.years : 0, standing.closed_on, standing.due_on};
}

}  // namespace

std::string TodayInVietnam() { return FormatVietnamTime(NowUnixMs()).substr(0, 10); }

Result<RetentionStanding> StandingOf(Archive& archive, const KeyReader& read, const std::string& code, const std::string& agency_maintenance) {
  const Result<Dossier> dossier = archive.GetDossier(code);
  if (!dossier) return dossier.status();
  Result<RetentionRecord> record = ReadRetention(read, code);
  if (!record) return record.status();
  RetentionStanding standing;
  standing.dossier = code;
  standing.version = dossier->version;
  standing.decision = std::move(*record);
  const std::pair<std::string, const char*> said[] = {{standing.decision.maintenance, "person"},
                                                      {dossier->completeness.procedure.maintenance, "procedure"},
                                                      {agency_maintenance, "agency"}};
  for (const auto& [maintenance, source] : said) {
    if (maintenance.empty() || !standing.maintenance.empty()) continue;
    standing.maintenance = maintenance;
    standing.source = source;
  }
  standing.closed_on = standing.decision.closed_on;
  standing.closed_source = "person";
  if (standing.closed_on.empty()) {
    const Result<std::string> day = LastHandIn(archive, *dossier);
    if (!day) return day.status();
    standing.closed_on = *day;
    standing.closed_source = "handed_in";
  }
  const std::optional<RetentionPeriod> period = PeriodOf(standing.maintenance, standing.decision.years);
  if (!period) return standing;
  standing.years = period->years;
  standing.due_on = FirstDayNotKept(standing.closed_on, *period);
  return standing;
}

std::string WhyKept(const RetentionStanding& standing, const std::string& day) {
  if (!standing.decision.holds.empty()) return "it is under legal hold " + std::to_string(standing.decision.holds.front().number);
  if (standing.maintenance == "01") return "it is kept for good";
  if (standing.due_on.empty()) return "how long it is to be kept is not known; set it";
  if (day < standing.due_on) return "it is to be kept until the day before " + standing.due_on;
  return std::string();
}

Status PrepareAct(RetentionAct& act) {
  const std::string what = "keep dossier " + act.dossier;
  if (const Status texts = PrepareTexts(what, act.reason, act.by); !texts.ok()) return texts;
  if (act.kind != RetentionActKind::kSet) return {};
  if (!act.maintenance.empty() && !IsMaintenanceCode(act.maintenance)) {
    return Refused(StatusCode::kInvalidArgument, what, "\"" + act.maintenance + "\" is no code of a period; 01 to 07 are");
  }
  if ((act.maintenance == "07") != (act.years > 0) || act.years > kMostYears) {
    return Refused(StatusCode::kInvalidArgument, what, "code 07 goes with a number of years up to 500, and no other code does");
  }
  const bool is_day = act.closed_on.size() == 10 && ParseVietnamTime(act.closed_on).has_value();
  if (!act.closed_on.empty() && (!is_day || act.closed_on > TodayInVietnam())) {
    return Refused(StatusCode::kInvalidArgument, what, "the day on which it was closed is YYYY-MM-DD and not in the future");
  }
  return {};
}

Status StageAct(Archive& archive, const RetentionAct& act, MetaBatch& batch) {
  const KeyReader read = ReadFrom(archive.meta(), batch);
  const Result<std::optional<std::string>> there = read(NewestKey(act.dossier));
  if (!there) return there.status();
  if (!*there) return Refused(StatusCode::kNotFound, "keep dossier " + act.dossier, "there is none, or it is not visible yet");
  Result<RetentionRecord> record = ReadRetention(read, act.dossier);
  if (!record) return record.status();
  std::string kind = "retention.set";
  std::string detail = DetailOfPeriod(act);
  if (act.kind == RetentionActKind::kSet) {
    record->maintenance = act.maintenance;
    record->years = act.years;
    record->closed_on = act.closed_on;
    record->reason = act.reason;
    record->by = act.by;
    record->at_unix_ms = NowUnixMs();
  } else if (act.kind == RetentionActKind::kHold) {
    record->holds.push_back({++record->last_hold, act.reason, act.by, NowUnixMs()});
    kind = "hold.placed";
    detail = "hold " + std::to_string(record->last_hold);
  } else {
    const auto erased = std::erase_if(record->holds, [&act](const LegalHold& hold) { return hold.number == act.hold; });
    if (erased == 0) return Refused(StatusCode::kNotFound, "release dossier " + act.dossier, "no hold " + std::to_string(act.hold) + " is in force");
    kind = "hold.released";
    detail = "hold " + std::to_string(act.hold);
  }
  std::string encoded = EncodeRetention(*record);
  // What is gone of the record stays provable: the audit record has who released it and why.
  const std::string content = encoded + "\n" + act.by + "\n" + act.reason;
  if (const Status staged = StageRetentionEvent(archive, kind, act.dossier, detail, content, batch); !staged.ok()) return staged;
  batch.Put(RetentionKey(act.dossier), std::move(encoded));
  return {};
}

Result<DisposalProposal> PrepareProposal(Archive& archive, const DisposalRequest& request) {
  DisposalProposal proposal;
  proposal.reason = request.reason;
  proposal.by = request.by;
  proposal.at_unix_ms = NowUnixMs();
  if (const Status texts = PrepareTexts("propose a disposal", proposal.reason, proposal.by); !texts.ok()) return texts;
  if (request.dossiers.empty() || request.dossiers.size() > kMostProposed) {
    return Refused(StatusCode::kInvalidArgument, "propose a disposal", "a list has 1 to " + std::to_string(kMostProposed) + " dossiers");
  }
  const std::set<std::string> codes(request.dossiers.begin(), request.dossiers.end());
  for (const std::string& code : codes) {
    const Result<RetentionStanding> standing = StandingOf(archive, ReadFrom(archive.meta()), code, request.agency_maintenance);
    if (!standing) return standing.status();
    if (const std::string kept = WhyKept(*standing, TodayInVietnam()); !kept.empty()) {
      return Refused(StatusCode::kConflict, "propose to dispose of dossier " + code, kept);
    }
    proposal.items.push_back(ItemOf(*standing));
  }
  return proposal;
}

Status StageProposal(Archive& archive, DisposalProposal& proposal, MetaBatch& batch) {
  const KeyReader read = ReadFrom(archive.meta(), batch);
  const Result<std::optional<std::string>> last = read(kLastProposalKey);
  if (!last) return last.status();
  proposal.number = (*last ? ReadBigEndian64(**last).value_or(0) : 0) + 1;
  const std::string encoded = EncodeProposal(proposal);
  for (const DisposalItem& item : proposal.items) {
    const Status staged = StageRetentionEvent(archive, "disposal.proposed", item.dossier, "proposal " + std::to_string(proposal.number), encoded, batch);
    if (!staged.ok()) return staged;
  }
  batch.Put(std::string(kLastProposalKey), BigEndian64(proposal.number));
  batch.Put(ProposalKey(proposal.number), encoded);
  return {};
}

Status StageWithdrawal(Archive& archive, std::uint64_t number, const std::string& by, MetaBatch& batch) {
  const std::string what = "withdraw disposal " + std::to_string(number);
  if (by.empty() || by.size() > kMostReason) return Refused(StatusCode::kInvalidArgument, what, "say who decides");
  const KeyReader read = ReadFrom(archive.meta(), batch);
  Result<DisposalProposal> proposal = ReadProposal(read, number);
  if (!proposal) return proposal.status();
  if (proposal->withdrawn_at_unix_ms != 0) return {};
  proposal->withdrawn_by = ToNfc(by);
  proposal->withdrawn_at_unix_ms = NowUnixMs();
  const std::string encoded = EncodeProposal(*proposal);
  for (const DisposalItem& item : proposal->items) {
    const Result<std::optional<DisposalCertificate>> gone = ReadCertificate(read, item.dossier);
    if (!gone) return gone.status();
    if (*gone) continue;
    const Status staged = StageRetentionEvent(archive, "disposal.withdrawn", item.dossier, "proposal " + std::to_string(number), encoded, batch);
    if (!staged.ok()) return staged;
  }
  batch.Put(ProposalKey(number), encoded);
  return {};
}

Result<DisposalCertificate> CheckDisposal(Archive& archive, const KeyReader& read, const DisposalOrder& order) {
  const std::string& code = order.contents.code;
  const std::string what = "dispose of dossier " + code;
  const Result<DisposalProposal> proposal = ReadProposal(read, order.proposal);
  if (!proposal) return proposal.status();
  if (order.by.empty()) return Refused(StatusCode::kInvalidArgument, what, "say who confirms");
  if (PersonKey(order.by) == PersonKey(proposal->by)) {
    return Refused(StatusCode::kConflict, what, "who proposed it cannot confirm it; another person has to");
  }
  if (proposal->withdrawn_at_unix_ms != 0) return Refused(StatusCode::kConflict, what, "the proposal was withdrawn");
  const auto item = std::find_if(proposal->items.begin(), proposal->items.end(), [&code](const DisposalItem& each) { return each.dossier == code; });
  if (item == proposal->items.end()) return Refused(StatusCode::kConflict, what, "it is not on the list of proposal " + std::to_string(order.proposal));
  const Result<RetentionStanding> standing = StandingOf(archive, read, code, order.agency_maintenance);
  if (!standing) return standing.status();
  if (const std::string kept = WhyKept(*standing, TodayInVietnam()); !kept.empty()) return Refused(StatusCode::kConflict, what, kept);
  if (ItemOf(*standing) != *item || order.contents.version != item->version) {
    return Refused(StatusCode::kConflict, what, "it, or how long it is to be kept, has changed since it was proposed; propose it anew");
  }
  return DisposalCertificate{*item, order.contents.procedure, order.contents.agency, order.contents.documents, order.contents.pages,
                             order.contents.blobs.size(), order.contents.bytes, Sha256::Of(order.contents.statement), proposal->number,
                             proposal->reason, proposal->by, proposal->at_unix_ms, ToNfc(order.by), NowUnixMs()};
}

}  // namespace sohoa
