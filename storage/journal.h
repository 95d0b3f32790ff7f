// SPDX-License-Identifier: Apache-2.0
//
// Journal: the archive's events and its audit chain. Every audit record holds the SHA-256 of
// the one before, so a record that is changed, removed or put between breaks the chain (who
// can rewrite all of it can only be caught by a copy of the head kept elsewhere).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/archive.h"
#include "storage/archive_codec.h"

namespace sohoa {

// Adds `event` with the next sequence number, and an audit record whose content is the
// SHA-256 of `content`. Numbers go on from the store and from what is in `batch` already;
// two batches that are both staged before either is written take the same numbers, so the
// one thread that commits stages and writes in turn.
Status StageJournal(MetaReader& store, ArchiveEvent event, std::string_view content,
                    MetaBatch& batch);

// Something that somebody did or looked at, which is no event of the archive.
struct AuditEntry {
  std::string actor;    // "person:an" "machine:mot-cua"
  std::string action;   // "page.read" "account.added"
  std::string object;   // "DOSSIER/page", an account's name, ...
  std::string purpose;  // may be empty
  std::string client;   // address; may be empty
  std::string content;  // what was done, of which the record keeps the SHA-256
};
// Adds an audit record alone, as StageJournal() adds one.
Status StageAudit(MetaReader& store, const AuditEntry& entry, MetaBatch& batch);

// The sequence number of the newest event; 0 = there is none.
Result<std::uint64_t> NewestEvent(MetaReader& store);

Result<std::vector<ArchiveEvent>> ReadEvents(MetaReader& store, std::uint64_t after,
                                             std::uint32_t limit);

// One sentence for every break of the chain; empty when it is whole.
Result<std::vector<std::string>> CheckAuditChain(MetaReader& store);

}  // namespace sohoa
