// SPDX-License-Identifier: Apache-2.0
//
// Values of the archive's own keys, to bytes and back (archive_records.proto). Equal values
// give equal bytes; damaged bytes give none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/sha256.h"
#include "storage/archive.h"

namespace sohoa {

// One link of the audit chain.
struct AuditRecord {
  std::uint64_t sequence = 0;
  std::int64_t at_unix_ms = 0;
  std::string actor;
  std::string action;
  std::string object;
  Sha256 content;   // of what the action wrote
  Sha256 previous;  // of the encoded record before; zeros in the first
  std::string trace;
  std::string purpose = {};  // what for; empty where it is the archive's own doing
  std::string client = {};   // the address that it came from; empty = this host
};

struct AuditHead {
  std::uint64_t sequence = 0;
  Sha256 sha256;  // of the encoded record with that sequence
};

// Where a document or a page stands.
struct ArchivePlace {
  std::string dossier;
  std::uint32_t version = 0;
  std::uint32_t position = 0;  // in Dossier.documents or Dossier.pages, from 0
};

// What a dossier uses a blob for: "original", "page record", "page layer", "pdf".
struct BlobReference {
  std::string what;
  std::string object;  // page or document id, or the original's place
};

std::string EncodeEvent(const ArchiveEvent& event);
std::optional<ArchiveEvent> DecodeEvent(std::string_view bytes);
std::string EncodeAuditRecord(const AuditRecord& record);
std::optional<AuditRecord> DecodeAuditRecord(std::string_view bytes);
std::string EncodeAuditHead(const AuditHead& head);
std::optional<AuditHead> DecodeAuditHead(std::string_view bytes);
std::string EncodeSummary(const DossierSummary& summary);
std::optional<DossierSummary> DecodeSummary(std::string_view bytes);
std::string EncodePlace(const ArchivePlace& place);
std::optional<ArchivePlace> DecodePlace(std::string_view bytes);
std::string EncodeReference(const BlobReference& reference);
std::optional<BlobReference> DecodeReference(std::string_view bytes);

}  // namespace sohoa
