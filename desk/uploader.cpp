// SPDX-License-Identifier: Apache-2.0
#include "desk/uploader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/log.h"

namespace sohoa {
namespace {

// With what the coordinator refuses it is asked again after this: somebody may have put it right there.
constexpr std::int64_t kRefusedMs = 10'000;

std::int64_t SteadyMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// It is the line or the coordinator, and not what is sent.
bool IsOfTheLine(const Status& status) { return status.code() == StatusCode::kUnavailable || status.code() == StatusCode::kTimeout; }

// Of what was given up nobody waits for the receipt.
std::uint64_t SinceFirstSheet(const Capture& capture, std::int64_t now_unix_ms) {
  if (capture.state != CaptureState::kFinished || capture.originals.empty()) return 0;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(1, now_unix_ms - capture.originals.front().arrived_unix_ms));
}

bool WantsWork(const Capture& capture) {
  if (capture.head.dossier.empty()) return false;
  switch (capture.state) {
    case CaptureState::kOpen: return !capture.is_received();
    case CaptureState::kFinished:
    case CaptureState::kReceipted: return true;
    case CaptureState::kDiscarded: return capture.times.searchable_unix_ms == 0;
    case CaptureState::kSearchable: break;
  }
  return false;
}

}  // namespace

Uploader::Uploader(Spool& spool, DeskConnector connect, UploaderOptions options)
    : spool_(spool), connect_(std::move(connect)), options_(options), thread_([this](std::stop_token stop) { Run(std::move(stop)); }) {}

Uploader::~Uploader() {
  thread_.request_stop();
  Wake();
}

void Uploader::Wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  wake_.notify_all();
}

LineState Uploader::Line() const {
  const std::lock_guard lock(mutex_);
  return line_;
}

Status Uploader::ProblemOf(const std::string& capture) const {
  const std::lock_guard lock(mutex_);
  const auto found = problems_.find(capture);
  return found == problems_.end() ? Status() : found->second;
}

void Uploader::SetLine(bool is_up, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (line_.since_unix_ms == 0 || line_.is_up != is_up) {
    line_.since_unix_ms = spool_.Now();
    Log(is_up ? LogLevel::kInfo : LogLevel::kWarning, is_up ? "coordinator reached" : "coordinator away", {{"reason", reason}});
  }
  if (line_.is_up != is_up || line_.reason != reason) ++changes_;
  line_.is_up = is_up;
  line_.reason = reason;
}

void Uploader::SetProblem(const std::string& capture, const Status& status) {
  not_before_.erase(capture);
  if (!status.ok()) not_before_[capture] = SteadyMs() + kRefusedMs;
  const std::lock_guard lock(mutex_);
  if (status.ok()) {
    changes_ += problems_.erase(capture);
  } else if (Status& told = problems_[capture]; told.message() != status.message()) {
    told = status;
    ++changes_;
    Log(LogLevel::kWarning, "capture not taken", {{"trace", capture}, {"code", StatusCodeName(status.code())}});  // the message may have a file's name
  }
}

void Uploader::Run(std::stop_token stop) {
  std::int64_t retry_ms = options_.first_retry_ms;
  while (!stop.stop_requested()) {
    bool waits = false;
    const bool connected = Connect(stop);
    Status status = connected ? Advance(waits, stop) : Status();
    if (connected && status.ok() && !waits) status = LookForRestart();
    if (connected && !status.ok()) {
      client_.reset();
      SetLine(false, status.message());
    }
    const bool is_up = connected && status.ok();
    const std::int64_t pause_ms = !is_up ? retry_ms : waits ? options_.poll_ms : options_.idle_ms;
    retry_ms = is_up ? options_.first_retry_ms : std::min(options_.longest_retry_ms, 2 * retry_ms);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, std::chrono::milliseconds(pause_ms), [this] { return woken_; });
    woken_ = false;
  }
}

bool Uploader::Connect(std::stop_token) {
  if (client_ != nullptr) return true;
  Result<std::unique_ptr<DeskClient>> client = connect_();
  if (!client) {
    SetLine(false, client.status().message());
    return false;
  }
  client_ = std::move(*client);
  opened_.clear();
  not_before_.clear();
  const Status remembered = CheckMemory(client_->epoch());
  if (!remembered.ok()) client_.reset();
  SetLine(remembered.ok(), remembered.message());
  return remembered.ok();
}

Status Uploader::LookForRestart() {
  const Result<std::uint64_t> epoch = client_->CurrentEpoch();
  if (!epoch) return epoch.status();
  if (*epoch == spool_.CoordinatorEpoch()) return Status();
  // It was started anew, perhaps from a backup; what was opened over this connection need not be there any more.
  opened_.clear();
  return CheckMemory(*epoch);
}

Status Uploader::CheckMemory(std::uint64_t epoch) {
  if (epoch == spool_.CoordinatorEpoch()) return Status();
  for (const Capture& capture : spool_.List()) {
    if (capture.sent_as.empty()) continue;
    const Result<bool> remembers = Remembers(capture);
    if (!remembers) return remembers.status();
    if (!*remembers) {
      Log(LogLevel::kWarning, "coordinator forgot a capture", {{"trace", capture.id}});
      if (const Status again = spool_.SendAgain(capture.id); !again.ok()) return again;
      continue;
    }
    // Its pages may be there and its seal not: asked once more, a seal that is there changes nothing.
    if (capture.times.receipted_unix_ms == 0) continue;
    const Result<std::vector<Edit>> edits = capture.state == CaptureState::kDiscarded ? Result<std::vector<Edit>>(EditsForDiscard(capture)) : EditsForSeal(capture);
    if (!edits) continue;
    const Result<SignedReceipt> receipt = client_->SealArranged(capture.sent_as, capture.id, *edits);
    if (IsOfTheLine(receipt.status())) return receipt.status();
    SetProblem(capture.id, receipt.status().code() == StatusCode::kNotFound ? Status() : receipt.status());
  }
  return spool_.NoteCoordinatorEpoch(epoch);
}

// The newest original that it had is shown to it again: what is a duplicate is there, and so are those before it. Only
// what it says it does not know is sent again.
Result<bool> Uploader::Remembers(const Capture& capture) {
  const auto newest = std::find_if(capture.originals.rbegin(), capture.originals.rend(), [](const DeskOriginal& each) { return !each.page_ids.empty(); });
  if (newest == capture.originals.rend()) return true;
  const Result<OriginalFile> file = spool_.OpenOriginal(capture.id, newest->id);
  if (!file) {
    // Of this capture alone.
    SetProblem(capture.id, file.status());
    return true;
  }
  const Result<OriginalReceipt> receipt = client_->Upload(capture.sent_as, capture.id, newest->place, *file, nullptr);
  if (receipt) return receipt->duplicates > 0;
  if (IsOfTheLine(receipt.status())) return receipt.status();
  if (receipt.status().code() == StatusCode::kNotFound) return false;
  SetProblem(capture.id, receipt.status());
  return true;
}

bool Uploader::HeadChanged(const Capture& capture) const {
  const auto opened = opened_.find(capture.id);
  return capture.state == CaptureState::kOpen && opened != opened_.end() && !(opened->second == capture.head);
}

Status Uploader::Advance(bool& waits, std::stop_token stop) {
  for (const Capture& capture : spool_.List()) {
    if (stop.stop_requested()) break;
    if (!WantsWork(capture) && !HeadChanged(capture)) continue;
    const auto later = not_before_.find(capture.id);
    if (later != not_before_.end() && SteadyMs() < later->second) continue;
    const Status status = AdvanceOne(capture, waits, stop);
    if (IsOfTheLine(status)) return status;
    // Whatever it was opened as is not there any more.
    if (status.code() == StatusCode::kNotFound) opened_.erase(capture.id);
    SetProblem(capture.id, status);
  }
  return Status();
}

Status Uploader::AdvanceOne(const Capture& capture, bool& waits, std::stop_token stop) {
  if (capture.state == CaptureState::kDiscarded) {
    const Status sealed = capture.times.receipted_unix_ms == 0 ? SealAs(capture, EditsForDiscard(capture)) : Status();
    return sealed.ok() ? LookForVersion(capture, waits) : sealed;
  }
  if (capture.state == CaptureState::kReceipted) return LookForVersion(capture, waits);
  if (const Status opened = Open(capture); !opened.ok()) return opened;
  if (const Status sent = SendOriginals(capture, stop); !sent.ok()) return sent;
  const Result<Capture> now = spool_.Find(capture.id);
  if (!now) return Status();  // it was removed meanwhile
  if (now->state == CaptureState::kFinished && now->is_received()) {
    waits = true;
    return Seal(*now);
  }
  return Status();
}

Status Uploader::Open(const Capture& capture) {
  const auto opened = opened_.find(capture.id);
  if (opened != opened_.end() && opened->second == capture.head) return Status();
  if (const Status noted = spool_.NoteSending(capture.id, capture.head.dossier); !noted.ok()) return noted;
  const DossierHead head{capture.head.dossier, capture.head.procedure, capture.head.agency, capture.head.applicant};
  const Status status = client_->OpenBatch(head, capture.id, options_.lane);
  if (status.ok()) opened_[capture.id] = capture.head;
  return status;
}

Status Uploader::SendOriginals(const Capture& capture, std::stop_token stop) {
  for (const DeskOriginal& original : capture.originals) {
    if (stop.stop_requested()) return Status(StatusCode::kUnavailable, "send the desk's pages: it ends");
    if (original.is_received()) continue;
    if (const Status sent = SendOriginal(capture, original); !sent.ok()) return sent;
  }
  return Status();
}

Status Uploader::SendOriginal(const Capture& capture, const DeskOriginal& original) {
  const Result<OriginalFile> file = spool_.OpenOriginal(capture.id, original.id);
  if (!file) return file.status();
  const Result<OriginalReceipt> receipt = client_->Upload(capture.sent_as.empty() ? capture.head.dossier : capture.sent_as, capture.id, original.place, *file, nullptr);
  if (receipt) return spool_.NoteReceived(capture.id, original.id, receipt->page_ids, receipt->quarantined, receipt->ledger_sequence);
  const StatusCode code = receipt.status().code();
  if (code != StatusCode::kUnsupported && code != StatusCode::kResourceLimit) return receipt.status();
  return spool_.NoteRefused(capture.id, original.id, receipt.status().message());
}

Status Uploader::Seal(const Capture& capture) {
  if (const std::vector<std::string> refused = capture.RefusedPages(); !refused.empty()) {
    return Status(StatusCode::kConflict, "seal capture " + capture.id + ": the coordinator does not take " + std::to_string(refused.size()) +
                                             " of its originals; open it again and take them out");
  }
  const Result<std::vector<Edit>> edits = EditsForSeal(capture);
  return edits ? SealAs(capture, *edits) : edits.status();
}

// The mark comes first: whether a seal whose answer was lost is there is known only once it was asked for again, with the
// same edits.
Status Uploader::SealAs(const Capture& capture, const std::vector<Edit>& edits) {
  // Nothing of it was ever sent.
  if (capture.sent_as.empty()) return spool_.NoteReceipt(capture.id, {});
  if (const Status noted = spool_.NoteSealing(capture.id, true); !noted.ok()) return noted;
  const Result<SignedReceipt> receipt = client_->SealArranged(capture.sent_as, capture.id, edits, SinceFirstSheet(capture, spool_.Now()));
  if (receipt) {
    const Result<BatchReceipt> read = ParseReceiptStatement(receipt->statement);
    const auto received = std::count_if(capture.originals.begin(), capture.originals.end(), [](const DeskOriginal& each) { return !each.page_ids.empty(); });
    if (read && read->originals == static_cast<std::uint32_t>(received)) return spool_.NoteReceipt(capture.id, *receipt);
    return Status(StatusCode::kCorruption, "seal capture " + capture.id + ": the coordinator's receipt is for other originals than were sent");
  }
  const StatusCode code = receipt.status().code();
  // Nothing of it was ever opened there.
  if (code == StatusCode::kNotFound && capture.state == CaptureState::kDiscarded) return spool_.NoteReceipt(capture.id, {});
  if (IsOfTheLine(receipt.status())) return receipt.status();
  const Status cleared = spool_.NoteSealing(capture.id, false);
  return cleared.ok() ? receipt.status() : cleared;
}

Status Uploader::LookForVersion(const Capture& capture, bool& waits) {
  const bool sent = std::any_of(capture.originals.begin(), capture.originals.end(), [](const DeskOriginal& each) { return !each.page_ids.empty(); });
  if (!sent) return spool_.NoteSearchable(capture.id);
  const Result<DossierProgress> progress = client_->Progress(capture.sent_as);
  if (!progress) return progress.status();
  if (progress->all_batches_visible) return spool_.NoteSearchable(capture.id);
  waits = true;
  return Status();
}

}  // namespace sohoa
