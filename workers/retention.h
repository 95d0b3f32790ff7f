// SPDX-License-Identifier: Apache-2.0
//
// How long a dossier is to be kept and why, and what people decide on that: periods, legal holds,
// proposals of disposal (docs/RETENTION.md). What changes something fills a batch and is for the one
// thread that commits; `read` is the store with what that batch holds already.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/status.h"
#include "storage/archive.h"
#include "storage/dossier_disposal.h"
#include "storage/retention_records.h"

namespace sohoa {

struct RetentionStanding {
  std::string dossier;
  std::uint32_t version = 0;
  std::string maintenance;    // code of the period; empty = none is known
  std::string source;         // "person" "procedure" "agency"; empty with it
  std::uint32_t years = 0;    // 0 where it is kept for good, or no period is known
  std::string closed_on;      // ISO 8601
  std::string closed_source;  // "person", or "handed_in": the day of the last hand-in
  std::string due_on;         // the first day on which it need not be kept; empty = never
  RetentionRecord decision;   // with the holds in force
};

// `agency_maintenance`: the period of dossiers whose procedure gives none; may be empty. kNotFound.
Result<RetentionStanding> StandingOf(Archive& archive, const KeyReader& read, const std::string& code, const std::string& agency_maintenance);
// Why it cannot go on that day (ISO 8601); empty = it may.
std::string WhyKept(const RetentionStanding& standing, const std::string& day);
// Today in Vietnam.
std::string TodayInVietnam();

enum class RetentionActKind : std::uint8_t { kSet, kHold, kRelease };
struct RetentionAct {
  RetentionActKind kind = RetentionActKind::kSet;
  std::string dossier;
  std::string maintenance;  // kSet; empty = as the procedure has it
  std::uint32_t years = 0;  // kSet, code 07
  std::string closed_on;    // kSet; empty = the day of the last hand-in
  std::uint32_t hold = 0;   // kRelease
  std::string reason;
  std::string by;
};
// Texts in NFC. kInvalidArgument: something is missing or cannot be.
Status PrepareAct(RetentionAct& act);
// With an event and an audit record. kNotFound: no such dossier or hold.
Status StageAct(Archive& archive, const RetentionAct& act, MetaBatch& batch);

struct DisposalRequest {
  std::vector<std::string> dossiers;
  std::string reason;
  std::string by;
  std::string agency_maintenance;
};
inline constexpr std::size_t kMostProposed = 1'000;
// The list as it stands now. kConflict names the first dossier that has to be kept.
Result<DisposalProposal> PrepareProposal(Archive& archive, const DisposalRequest& request);
// Gives it the next number.
Status StageProposal(Archive& archive, DisposalProposal& proposal, MetaBatch& batch);
Status StageWithdrawal(Archive& archive, std::uint64_t number, const std::string& by, MetaBatch& batch);

// One dossier of a proposal, confirmed.
struct DisposalOrder {
  DossierContents contents;
  std::uint64_t proposal = 0;
  std::string by;
  std::string agency_maintenance;
};
// Of blobs that only disposed dossiers named.
struct RemovedBlobs {
  std::uint64_t removed = 0;
  std::uint64_t waiting = 0;  // somebody is just storing the same bytes
  bool postponed = false;     // a backup is being made
  bool more = false;
};

// The certificate that stays. kConflict: the person proposed it, the proposal was withdrawn, the dossier is under hold,
// is not due or has changed since. kNotFound.
Result<DisposalCertificate> CheckDisposal(Archive& archive, const KeyReader& read, const DisposalOrder& order);

}  // namespace sohoa
