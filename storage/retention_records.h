// SPDX-License-Identifier: Apache-2.0
//
// What is written down about keeping dossiers and disposing of them: decisions and legal holds,
// proposals, and the certificate that stays of a dossier that is gone. Encoding is of
// archive_records.proto; equal values give equal bytes.
//
// Reasons and names are what people wrote: never in a log or an event.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/meta_store.h"

namespace sohoa {

// Stops a disposal for as long as it is in force, whatever the schedule says.
struct LegalHold {
  std::uint32_t number = 0;  // from 1, within the dossier; never used again
  std::string reason;
  std::string by;
  std::int64_t since_unix_ms = 0;
  bool operator==(const LegalHold&) const = default;
};

struct RetentionRecord {
  std::string maintenance;      // code of Circular 05/2025/TT-BNV; empty = as the procedure or the agency has it
  std::uint32_t years = 0;      // of code 07
  std::string closed_on;        // ISO 8601; empty = the day of the last hand-in
  std::string reason;
  std::string by;
  std::int64_t at_unix_ms = 0;  // 0 = nobody decided on the period
  std::vector<LegalHold> holds;
  std::uint32_t last_hold = 0;
  bool operator==(const RetentionRecord&) const = default;
};

// One line of a list of what is to go.
struct DisposalItem {
  std::string dossier;
  std::uint32_t version = 0;  // the newest then
  std::string maintenance;
  std::uint32_t years = 0;
  std::string closed_on;
  std::string due_on;  // the first day on which it need not be kept
  bool operator==(const DisposalItem&) const = default;
};

struct DisposalProposal {
  std::uint64_t number = 0;  // from 1
  std::vector<DisposalItem> items;
  std::string reason;
  std::string by;
  std::int64_t at_unix_ms = 0;
  std::string withdrawn_by;
  std::int64_t withdrawn_at_unix_ms = 0;  // 0 = it stands
  bool operator==(const DisposalProposal&) const = default;
};

// Says nothing of whom the dossier was about.
struct DisposalCertificate {
  DisposalItem item;
  std::string procedure;
  std::string agency;
  std::uint32_t documents = 0;
  std::uint32_t pages = 0;
  std::uint64_t blobs = 0;  // that it named; others may name them still
  std::uint64_t bytes = 0;
  Sha256 contents;  // of its DossierContents::statement
  std::uint64_t proposal = 0;
  std::string reason;
  std::string proposed_by;
  std::int64_t proposed_at_unix_ms = 0;
  std::string confirmed_by;
  std::int64_t confirmed_at_unix_ms = 0;
  bool operator==(const DisposalCertificate&) const = default;
};

std::string EncodeRetention(const RetentionRecord& record);
std::optional<RetentionRecord> DecodeRetention(std::string_view bytes);
std::string EncodeProposal(const DisposalProposal& proposal);
std::optional<DisposalProposal> DecodeProposal(std::string_view bytes);
std::string EncodeCertificate(const DisposalCertificate& certificate);
std::optional<DisposalCertificate> DecodeCertificate(std::string_view bytes);

// Reads of a store, or of a store with what a batch is about to write.
using KeyReader = std::function<Result<std::optional<std::string>>(std::string_view key)>;
KeyReader ReadFrom(MetaReader& store);
KeyReader ReadFrom(MetaReader& store, const MetaBatch& batch);

// An empty one where nobody decided anything. kCorruption.
Result<RetentionRecord> ReadRetention(const KeyReader& read, std::string_view code);
// kNotFound.
Result<DisposalProposal> ReadProposal(const KeyReader& read, std::uint64_t number);
// None for a dossier that was not disposed of.
Result<std::optional<DisposalCertificate>> ReadCertificate(const KeyReader& read, std::string_view code);

// In order of number; the newest last.
Result<std::vector<DisposalProposal>> ListProposals(MetaReader& store, std::uint64_t after, std::uint32_t limit);
// In order of code.
Result<std::vector<DisposalCertificate>> ListCertificates(MetaReader& store, const std::string& after, std::uint32_t limit);

}  // namespace sohoa
