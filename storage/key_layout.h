// SPDX-License-Identifier: Apache-2.0
//
// Every key of the archive's stores, in one place (docs/STORAGE.md shows them with their
// values). Numbers are big-endian, so that byte order is number order; strings are escaped
// and end in two bytes that occur in none, so that no string's keys lie among another's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/sha256.h"

namespace sohoa {

// MetaStore.
inline constexpr std::string_view kFormatKey = "!/format";  // of every store
inline constexpr std::string_view kIdentityKey = "!/archive";  // 32 hexadecimal digits, of one archive and its copies
inline constexpr std::string_view kDossierPrefix = "d/";    // code, version -> Dossier
inline constexpr std::string_view kNewestPrefix = "n/";     // code -> summary of the newest
inline constexpr std::string_view kDocumentPrefix = "o/";   // document id -> dossier, version
inline constexpr std::string_view kPagePrefix = "p/";       // page id -> dossier, version, page
inline constexpr std::string_view kReferencePrefix = "r/";  // blob, dossier code -> what it is
inline constexpr std::string_view kEventPrefix = "e/";      // sequence -> event
inline constexpr std::string_view kAuditPrefix = "a/";      // sequence -> audit record
inline constexpr std::string_view kLastEventKey = "c/event";
inline constexpr std::string_view kLastAuditKey = "c/audit";
// Keeping and disposal (storage/retention_records.h).
inline constexpr std::string_view kRetentionPrefix = "t/d/";    // code -> what people decided on keeping it
inline constexpr std::string_view kProposalPrefix = "t/p/";     // number -> proposal of a disposal
inline constexpr std::string_view kCertificatePrefix = "t/c/";  // code -> what is left of a dossier that is gone
inline constexpr std::string_view kFixityProgressKey = "c/fixity";
inline constexpr std::string_view kLastProposalKey = "c/disposal";
inline constexpr std::string_view kCondemnedPrefix = "t/b/";    // blob -> nothing: a dossier that is gone named it
// What registers of the State answered, and what is to be asked of them (storage/registry_records.h).
inline constexpr std::string_view kRegistryChecksPrefix = "v/c/";  // code -> answers
inline constexpr std::string_view kRegistryOrderPrefix = "v/q/";   // code -> that it is to be asked about
inline constexpr std::string_view kRegistryEventKey = "c/registry";  // up to which event dossiers were looked at
inline constexpr std::string_view kToReviewPrefix = "v/r/";  // code -> nothing: a person has to look at a value of it (storage/review_marks.h)
// Who may use the archive (access/), and whom it tells of events (api/).
inline constexpr std::string_view kAccountPrefix = "y/a/";  // name -> account
inline constexpr std::string_view kMachineKeyPrefix = "y/k/";  // id -> key of a machine
inline constexpr std::string_view kWebhookPrefix = "y/w/";  // belongs to access/webhook_store
inline constexpr std::string_view kSavedSearchPrefix = "y/s/";  // who, NUL, id -> saved search (access/saved_searches)
inline constexpr std::string_view kReviewOpinionPrefix = "y/v/";  // code, page id, field, ordinal -> what people said (access/review_opinions)
// All below this belongs to the coordinator's ledger (workers/).
inline constexpr std::string_view kLedgerPrefix = "l/";
// Of those, what the beacon and a restore need to know.
inline constexpr std::string_view kLedgerEpochKey = "l/epoch";
inline constexpr std::string_view kLedgerSequenceKey = "l/sequence";

// Search index, in the MetaStore too.
inline constexpr std::string_view kSegmentPrefix = "x/g/";  // segment, section, number -> piece
inline constexpr std::string_view kTailPrefix = "x/n/";  // first ordinal -> segment of one dossier
inline constexpr std::string_view kDeadPrefix = "x/z/";  // removal -> ordinals of pages that are gone
inline constexpr std::string_view kIndexManifestKey = "x/m";
inline constexpr std::string_view kIndexRebuildKey = "x/r";  // how far a rebuild has come
inline constexpr std::string_view kIndexEntryPrefix = "x/e/";  // ordinal -> what hits show, and filters need
inline constexpr std::string_view kIndexedDossierPrefix = "x/d/";  // code -> version, ordinals
inline constexpr std::string_view kIndexStatisticsKey = "x/s";

// BlobStore.
inline constexpr std::string_view kBlobPrefix = "b/";    // SHA-256 -> upload, size
inline constexpr std::string_view kChunkPrefix = "k/";   // upload, number -> bytes
inline constexpr std::string_view kUploadPrefix = "u/";  // upload that has not finished
inline constexpr std::string_view kOpenCountKey = "c/opens";

std::string BigEndian32(std::uint32_t number);
std::string BigEndian64(std::uint64_t number);
// None unless `bytes` is exactly that long.
std::optional<std::uint32_t> ReadBigEndian32(std::string_view bytes);
std::optional<std::uint64_t> ReadBigEndian64(std::string_view bytes);

// 00 becomes 00 FF; the end is 00 01. Keeps the order of the strings.
std::string EscapedString(std::string_view text);
// Takes an escaped string off the front of `key`; none when there is none.
std::optional<std::string> TakeEscapedString(std::string_view& key);

std::string DossierKey(std::string_view code, std::uint32_t version);
std::string NewestKey(std::string_view code);
std::string DocumentKey(std::string_view document_id);
std::string PageKey(std::string_view page_id);
std::string ReferencePrefix(const Sha256& blob);
std::string ReferenceKey(const Sha256& blob, std::string_view code);
std::string EventKey(std::uint64_t sequence);
std::string AuditKey(std::uint64_t sequence);

std::string RetentionKey(std::string_view code);
std::string ProposalKey(std::uint64_t number);
std::string CertificateKey(std::string_view code);
std::string CondemnedKey(const Sha256& blob);
std::string RegistryChecksKey(std::string_view code);
std::string RegistryOrderKey(std::string_view code);
std::string ReviewOpinionPrefix(std::string_view code);  // of all of a dossier

std::string SegmentKeys(std::uint64_t segment);  // the prefix of all of its keys
std::string SegmentHeaderKey(std::uint64_t segment);
std::string SegmentPieceKey(std::uint64_t segment, std::uint8_t section, std::uint32_t number);
std::string TailKey(std::uint64_t first_ordinal);
std::string DeadKey(std::uint64_t removal);
std::string IndexEntryKey(std::uint64_t ordinal);
std::string IndexedDossierKey(std::string_view code);

std::string BlobKey(const Sha256& name);
std::string ChunksPrefix(std::uint64_t upload);
std::string ChunkKey(std::uint64_t upload, std::uint32_t number);
std::string UploadKey(std::uint64_t upload);

// The 32 bytes of a name, as they stand in a key.
std::string_view NameBytes(const Sha256& name);
std::optional<Sha256> ReadNameBytes(std::string_view bytes);

}  // namespace sohoa
