// SPDX-License-Identifier: Apache-2.0
//
// Spool: where pages are safe from the moment at which the desk says that they arrived until the archive has
// them. A page is acknowledged only once its bytes and its record are synced; every change is one synced
// write, so that a cut of power leaves the one before or the one after. It is a pair of stores of the kind
// that the archive uses (storage/), for one process at a time.
//
// All methods are safe from several threads. What they give are copies. Errors: kUnavailable while the disk is
// nearly full, or for good after a failed write (then the desk must be started again); kNotFound for a capture
// or page that is not there; kConflict where its state does not allow it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "desk/capture.h"
#include "imaging/original_file.h"
#include "storage/blob_store.h"
#include "storage/ordered_store.h"

namespace sohoa {

using UnixClock = std::function<std::int64_t()>;  // milliseconds, UTC

struct SpoolOptions {
  std::string folder;
  std::uint64_t reserve_bytes = 0;  // kept free on the disk; 0 = chosen by its size
  UnixClock now;                    // empty = the system's
};

class Spool {
 public:
  // kUnavailable: another desk holds it, or the disk is nearly full; kCorruption; kUnsupported: of a newer program.
  static Result<std::unique_ptr<Spool>> Open(const SpoolOptions& options);
  // The same over stores of any kind.
  static Result<std::unique_ptr<Spool>> Over(std::unique_ptr<OrderedStore> records, std::unique_ptr<BlobStore> blobs, UnixClock now);

  // Ok where an original of so many bytes would be taken now.
  Status CheckRoom(std::uint64_t bytes);
  StoreRoom Room() { return records_->Room(); }
  std::int64_t Now() const { return now_(); }

  Result<Capture> Begin(const CaptureHead& head, const std::string& by);
  // kConflict: something of it went to the coordinator under another code.
  Status SetHead(const std::string& capture, const CaptureHead& head);
  // Durable when it returns. What is told again that was not released yet (same source, token and bytes) is the
  // original that is there already.
  Result<DeskOriginal> Add(const std::string& capture, const OriginalFile& file, const Arrival& arrival, const Placement& placement);
  Status NoteReleased(const std::string& capture, const std::string& original);
  // All of them or none, in order; each must fit the pages as the ones before left them. kInvalidArgument.
  Status AddEdits(const std::string& capture, std::vector<Edit> edits);
  // Takes back the last `count` edits.
  Status UndoEdits(const std::string& capture, std::size_t count);
  // The clerk is done. kConflict: no code of the dossier, or no page.
  Status Finish(const std::string& capture);
  // Back to kOpen, as long as there is no receipt.
  Status Reopen(const std::string& capture);
  // Given up. What is at the coordinator already goes into the archive as set aside; else it stays here until Remove().
  Status Discard(const std::string& capture, const std::string& reason);

  // It goes to the coordinator under this code from here on. kConflict: the clerk has said another one meanwhile.
  Status NoteSending(const std::string& capture, const std::string& dossier);
  // The coordinator is going to be asked to seal it, or said that it does not: until its receipt is there, nothing of
  // the capture may change. kConflict: it is open again.
  Status NoteSealing(const std::string& capture, bool is_sealing);
  // What the coordinator said (desk/uploader.h).
  Status NoteReceived(const std::string& capture, const std::string& original, const std::vector<std::string>& page_ids,
                      std::uint32_t quarantined, std::uint64_t ledger_sequence);
  Status NoteRefused(const std::string& capture, const std::string& original, const std::string& reason);
  Status NoteReceipt(const std::string& capture, const SignedReceipt& receipt);
  Status NoteSearchable(const std::string& capture);
  // The coordinator does not know of it any more (it was restored from a backup): all of it goes up anew.
  Status SendAgain(const std::string& capture);

  // Small records of the desk that are of no capture, by name; an empty one is none.
  Status KeepNote(const std::string& name, const std::string& record);
  Result<std::map<std::string, std::string>> Notes() const;

  // Which coordinator all of this was sent to: DeskClient::epoch(); 0 = none yet.
  std::uint64_t CoordinatorEpoch() const;
  Status NoteCoordinatorEpoch(std::uint64_t epoch);

  // Oldest first.
  std::vector<Capture> List() const;
  Result<Capture> Find(const std::string& capture) const;
  // Rises with every change of a capture or of the list (0: no such capture).
  std::uint64_t Changes() const;

  Result<OriginalFile> OpenOriginal(const std::string& capture, const std::string& original);
  // Forgets a capture that is searchable or was discarded and not sent. kConflict.
  Status Remove(const std::string& capture);
  // Forgets those that came to their end before this time and that the archive has whole. How many.
  Result<std::size_t> RemoveEndedBefore(std::int64_t unix_ms);

 private:
  Spool(std::unique_ptr<OrderedStore> records, std::unique_ptr<BlobStore> blobs, UnixClock now);
  Status Load();
  Status SweepBlobs();
  Result<Sha256> Store(const OriginalFile& file);
  Result<Capture*> Locate(const std::string& capture);
  Result<Capture*> LocateOpen(const std::string& capture);
  static const DeskOriginal* ToldBefore(const Capture& capture, const Arrival& arrival, const Sha256& sha256);
  Status Write(MetaBatch& batch);
  // Writes the capture's own record as `changed` and keeps it so.
  Status Change(Capture& capture, Capture changed);
  Status ChangeOriginal(const std::string& capture, const std::string& original, const std::function<void(DeskOriginal&)>& change);
  bool IsNamed(const Sha256& blob) const;

  std::unique_ptr<OrderedStore> records_;
  std::unique_ptr<BlobStore> blobs_;
  const UnixClock now_;
  std::shared_mutex removal_;  // held alone while bytes go that nothing names; taken before mutex_
  mutable std::mutex mutex_;   // of what follows
  std::map<std::string, Capture> captures_;  // ids sort by time
  std::uint64_t changes_ = 0;
  std::uint64_t epoch_ = 0;
};

}  // namespace sohoa
