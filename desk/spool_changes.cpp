// SPDX-License-Identifier: Apache-2.0
//
// Spool: what changes of a capture after it was begun, by people and by the coordinator. Each is one synced write.
#include <algorithm>
#include <set>
#include <utility>

#include "core/record_codec.h"
#include "core/vietnamese.h"
#include "desk/spool.h"
#include "desk/spool_checks.h"
#include "desk/spool_records.h"
#include "storage/key_layout.h"

namespace sohoa {

Status Spool::SetHead(const std::string& capture, const CaptureHead& head) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = LocateOpen(capture);
  if (!found) return found.status();
  Capture changed = **found;
  changed.head = CleanHead(head);
  if (const Status code = CheckDossierCode(changed.head.dossier); !code.ok()) return code;
  if (!changed.sent_as.empty() && changed.head.dossier != changed.sent_as) {
    return UnfitCapture("name the dossier of", capture, "pages of it are at the coordinator under " + changed.sent_as + "; discard it and scan anew, or send the pages on later");
  }
  return Change(**found, std::move(changed));
}

Status Spool::ChangeOriginal(const std::string& capture, const std::string& original, const std::function<void(DeskOriginal&)>& change) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  const auto at = std::find_if((*found)->originals.begin(), (*found)->originals.end(), [&](const DeskOriginal& each) { return each.id == original; });
  if (at == (*found)->originals.end()) return NoSuchCapture("look up original " + original + " of", capture);
  DeskOriginal changed = *at;
  change(changed);
  if (changed == *at) return Status();
  MetaBatch batch;
  batch.Put(DeskOriginalKey(capture, changed.place), EncodeDeskOriginal(changed));
  if (const Status written = Write(batch); !written.ok()) return written;
  *at = std::move(changed);
  return Status();
}

Status Spool::NoteReleased(const std::string& capture, const std::string& original) {
  return ChangeOriginal(capture, original, [](DeskOriginal& each) { each.released = true; });
}

Status Spool::AddEdits(const std::string& capture, std::vector<Edit> edits) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = LocateOpen(capture);
  if (!found) return found.status();
  Capture& to = **found;
  const std::vector<std::string> keys = ArrivedKeys(to);
  const std::set<std::string> own(keys.begin(), keys.end());
  std::vector<Edit> all = to.edits;
  MetaBatch batch;
  for (Edit& edit : edits) {
    if (edit.at_unix_ms == 0) edit.at_unix_ms = now_();
    if (edit.by.empty()) edit.by = to.by;
    if (const Status fits = CheckDeskEdit(own, Arrange(keys, all), edit); !fits.ok()) return fits;
    batch.Put(DeskEditKey(capture, all.size()), EncodeEdit(edit));
    all.push_back(std::move(edit));
  }
  if (batch.empty()) return Status();
  if (const Status written = Write(batch); !written.ok()) return written;
  to.edits = std::move(all);
  return Status();
}

Status Spool::UndoEdits(const std::string& capture, std::size_t count) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = LocateOpen(capture);
  if (!found) return found.status();
  Capture& of = **found;
  if (count > of.edits.size()) return UnfitCapture("take back edits of", capture, "it has not so many");
  MetaBatch batch;
  for (std::size_t i = of.edits.size() - count; i < of.edits.size(); ++i) batch.Delete(DeskEditKey(capture, i));
  if (batch.empty()) return Status();
  if (const Status written = Write(batch); !written.ok()) return written;
  of.edits.resize(of.edits.size() - count);
  return Status();
}

Status Spool::Finish(const std::string& capture) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  const CaptureState state = (*found)->state;
  if (state == CaptureState::kDiscarded) return UnfitCapture("finish", capture, "it was discarded");
  if (state != CaptureState::kOpen) return Status();
  if ((*found)->head.dossier.empty()) return UnfitCapture("finish", capture, "say the dossier's code first");
  if (ArrivedKeys(**found).empty()) return UnfitCapture("finish", capture, "there is no page in it");
  Capture changed = **found;
  changed.state = CaptureState::kFinished;
  changed.times.finished_unix_ms = now_();
  return Change(**found, std::move(changed));
}

Status Spool::Reopen(const std::string& capture) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  if ((*found)->state == CaptureState::kOpen) return Status();
  if ((*found)->state != CaptureState::kFinished || (*found)->is_sealing) {
    return UnfitCapture("open", capture, "its receipt is given, or on its way; scan what is missing as another capture of the dossier");
  }
  Capture changed = **found;
  changed.state = CaptureState::kOpen;
  changed.times.finished_unix_ms = 0;
  return Change(**found, std::move(changed));
}

Status Spool::Discard(const std::string& capture, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = LocateOpen(capture);
  if (!found) return found.status();
  Capture changed = **found;
  changed.state = CaptureState::kDiscarded;
  changed.discard_reason = ToNfc(reason);
  changed.times.finished_unix_ms = now_();
  return Change(**found, std::move(changed));
}

Status Spool::NoteSending(const std::string& capture, const std::string& dossier) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  if ((*found)->head.dossier != dossier) return UnfitCapture("send", capture, "another code was said meanwhile");
  if ((*found)->sent_as == dossier) return Status();
  Capture changed = **found;
  changed.sent_as = dossier;
  return Change(**found, std::move(changed));
}

Status Spool::NoteSealing(const std::string& capture, bool is_sealing) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  if ((*found)->state == CaptureState::kOpen) return UnfitCapture("seal", capture, "it is open again");
  if ((*found)->is_sealing == is_sealing) return Status();
  Capture changed = **found;
  changed.is_sealing = is_sealing;
  return Change(**found, std::move(changed));
}

Status Spool::NoteReceived(const std::string& capture, const std::string& original, const std::vector<std::string>& page_ids,
                           std::uint32_t quarantined, std::uint64_t ledger_sequence) {
  return ChangeOriginal(capture, original, [&](DeskOriginal& each) {
    each.page_ids = page_ids;
    each.quarantined = quarantined;
    each.ledger_sequence = ledger_sequence;
  });
}

Status Spool::NoteRefused(const std::string& capture, const std::string& original, const std::string& reason) {
  return ChangeOriginal(capture, original, [&](DeskOriginal& each) { each.refusal = reason; });
}

Status Spool::NoteReceipt(const std::string& capture, const SignedReceipt& receipt) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  Capture changed = **found;
  if (changed.state == CaptureState::kFinished) changed.state = CaptureState::kReceipted;
  changed.receipt = receipt;
  changed.is_sealing = false;
  changed.times.receipted_unix_ms = now_();
  return Change(**found, std::move(changed));
}

Status Spool::NoteSearchable(const std::string& capture) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  Capture changed = **found;
  if (changed.state == CaptureState::kReceipted) changed.state = CaptureState::kSearchable;
  if (changed.times.searchable_unix_ms == 0) changed.times.searchable_unix_ms = now_();
  return Change(**found, std::move(changed));
}

Status Spool::SendAgain(const std::string& capture) {
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  Capture changed = **found;
  if (changed.state == CaptureState::kReceipted || changed.state == CaptureState::kSearchable) changed.state = CaptureState::kFinished;
  changed.receipt = {};
  changed.is_sealing = false;
  changed.times.receipted_unix_ms = 0;
  changed.times.searchable_unix_ms = 0;
  MetaBatch batch;
  for (DeskOriginal& original : changed.originals) {
    original.page_ids.clear();
    original.refusal.clear();
    original.quarantined = 0;
    original.ledger_sequence = 0;
    batch.Put(DeskOriginalKey(capture, original.place), EncodeDeskOriginal(original));
  }
  batch.Put(CaptureKey(capture), EncodeCapture(changed));
  if (const Status written = Write(batch); !written.ok()) return written;
  **found = std::move(changed);
  return Status();
}

Status Spool::KeepNote(const std::string& name, const std::string& record) {
  const std::lock_guard lock(mutex_);
  MetaBatch batch;
  const std::string key = std::string(kNotePrefix) + name;
  if (record.empty()) {
    batch.Delete(key);
  } else {
    batch.Put(key, record);
  }
  return Write(batch);
}

Result<std::map<std::string, std::string>> Spool::Notes() const {
  std::map<std::string, std::string> notes;
  const Status read = records_->Scan(kNotePrefix, "", [&](std::string_view key, std::string_view value) {
    notes.emplace(key.substr(kNotePrefix.size()), value);
    return true;
  });
  if (!read.ok()) return read;
  return notes;
}

Status Spool::NoteCoordinatorEpoch(std::uint64_t epoch) {
  const std::lock_guard lock(mutex_);
  MetaBatch batch;
  batch.Put(std::string(kCoordinatorEpochKey), BigEndian64(epoch));
  const Status written = Write(batch);
  if (written.ok()) epoch_ = epoch;
  return written;
}

}  // namespace sohoa
