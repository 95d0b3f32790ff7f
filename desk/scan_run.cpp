// SPDX-License-Identifier: Apache-2.0
#include "desk/scan_run.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "core/log.h"

namespace sohoa {
namespace {

constexpr std::int64_t kRetryMs = 1'000;
constexpr std::int64_t kRoomMs = 1'000;
// An A3 sheet at 600 dpi in colours that hardly packs: what must fit before a sheet is asked for.
constexpr std::uint64_t kRoomForASheet = 128ull << 20;

constexpr std::array<std::string_view, 8> kRunStateNames = {"starting", "scanning", "waiting", "retrying", "no_room", "done", "stopped", "failed"};

bool IsOfFiles(const std::string& uri) { return uri.starts_with("folder:") || uri.starts_with("file:"); }

bool IsOfOneFile(const Status& status) { return status.code() == StatusCode::kUnsupported || status.code() == StatusCode::kBadInput; }

Status Stopped() { return Status(StatusCode::kCancelled, "scan: stopped"); }

}  // namespace

std::string_view ScanRunStateName(ScanRunState state) { return kRunStateNames[static_cast<std::size_t>(state)]; }

bool IsOver(ScanRunState state) { return state == ScanRunState::kDone || state == ScanRunState::kStopped || state == ScanRunState::kFailed; }

ScanRun::ScanRun(Spool& spool, PageCounter count_pages, std::unique_ptr<Scanner> scanner, ScanJob job, std::function<void()> changed)
    : spool_(spool),
      count_pages_(std::move(count_pages)),
      scanner_(std::move(scanner)),
      job_(std::move(job)),
      changed_(std::move(changed)),
      placement_(job_.placement) {
  status_.capture = job_.capture;
  status_.device = job_.device;
  thread_ = std::jthread([this](std::stop_token stop) { Run(std::move(stop)); });
}

ScanRun::~ScanRun() {
  Stop();
  const std::lock_guard lock(mutex_);
  ending_ = true;
  wake_.notify_all();
}

ScanRunStatus ScanRun::Look() const {
  const std::lock_guard lock(mutex_);
  ScanRunStatus status = status_;
  if (scanner_ != nullptr) status.scanner = scanner_->State();
  return status;
}

void ScanRun::Resume() {
  const std::lock_guard lock(mutex_);
  resumed_ = true;
  wake_.notify_all();
}

void ScanRun::Stop() {
  thread_.request_stop();
  const std::lock_guard lock(mutex_);
  if (scanner_ != nullptr) scanner_->Cancel();
}

// Others may use the device once its run is over.
void ScanRun::CloseScanner() {
  std::unique_ptr<Scanner> closing;
  const std::lock_guard lock(mutex_);
  status_.scanner = scanner_->State();
  closing = std::move(scanner_);
}

void ScanRun::Become(ScanRunState state, const std::string& message) {
  {
    const std::lock_guard lock(mutex_);
    status_.state = state;
    status_.message = message;
  }
  changed_();
}

void ScanRun::Sleep(std::int64_t ms, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, std::chrono::milliseconds(ms), [] { return false; });
}

void ScanRun::Run(std::stop_token stop) {
  const Status status = TakeAll(stop);
  CloseScanner();
  if (status.ok()) return Become(ScanRunState::kDone, "");
  if (stop.stop_requested()) return Become(ScanRunState::kStopped, "");
  Log(LogLevel::kWarning, "scan failed", {{"trace", job_.capture}, {"code", StatusCodeName(status.code())}});  // the message may have a file's name
  Become(ScanRunState::kFailed, status.message());
}

Status ScanRun::TakeAll(std::stop_token stop) {
  if (const Status started = scanner_->Start(job_.options); !started.ok()) return started;
  bool back_is_due = false;
  while (true) {
    // Stop() may have come while the device was opened, which forgets what was cancelled before.
    if (stop.stop_requested() && !back_is_due) return Stopped();
    if (const Status room = WaitForRoom(kRoomForASheet, stop); !room.ok() && !back_is_due) return room;
    Become(ScanRunState::kScanning, "");
    Result<std::optional<ScannedOriginal>> next = scanner_->Next();
    if (stop.stop_requested() && !next) return Stopped();
    if (!next) {
      if (const Status dealt = DealWith(next.status(), stop); !dealt.ok()) return dealt;
      continue;
    }
    if (!next->has_value()) return Status();
    // One that came goes into the spool even where the person has stopped meanwhile, and with a front its back.
    back_is_due = job_.options.duplex && (*next)->side == SheetSide::kFront;
    if (const Status taken = TakeOne(**next); !taken.ok()) return taken;
  }
}

// Before the feeder draws a sheet in, for one that is drawn in must be kept.
Status ScanRun::WaitForRoom(std::uint64_t bytes, std::stop_token stop) {
  for (Status room = spool_.CheckRoom(bytes); !room.ok(); room = spool_.CheckRoom(bytes)) {
    if (room.code() != StatusCode::kUnavailable) return room;
    if (stop.stop_requested()) return Stopped();
    Become(ScanRunState::kNoRoom, room.message());
    Sleep(kRoomMs, stop);
  }
  return Status();
}

Status ScanRun::DealWith(const Status& trouble, std::stop_token stop) {
  if (IsOfFiles(job_.device)) {
    if (!IsOfOneFile(trouble)) return trouble;
    const std::lock_guard lock(mutex_);
    status_.left_out.push_back({trouble.message()});
    return Status();
  }
  const DeviceState device = scanner_->State().device;
  if (device == DeviceState::kReady || !CanGoOn(device)) return trouble;
  if (device == DeviceState::kBusy || device == DeviceState::kWarmingUp) {
    Become(ScanRunState::kRetrying, trouble.message());
    Sleep(kRetryMs, stop);
    return stop.stop_requested() ? Stopped() : Status();
  }
  Log(LogLevel::kInfo, "scan waits for a person", {{"trace", job_.capture}, {"device", DeviceStateName(device)}});
  {
    const std::lock_guard lock(mutex_);
    resumed_ = false;
  }
  Become(ScanRunState::kWaiting, trouble.message());
  std::unique_lock lock(mutex_);
  wake_.wait(lock, stop, [this] { return resumed_; });
  return stop.stop_requested() ? Stopped() : Status();
}

Result<Arrival> ScanRun::Describe(const ScannedOriginal& original) {
  Arrival arrival;
  arrival.name = original.name;
  arrival.source = job_.device;
  arrival.token = original.token;
  arrival.sheet = original.sheet;
  arrival.back = original.side == SheetSide::kBack;
  arrival.looks_like_before = original.repetition != Repetition::kNone;
  if (!IsOfFiles(job_.device)) return arrival;
  const Result<std::uint32_t> pages = count_pages_(original.file);
  // A broken one of a known kind is kept: it goes to quarantine, where somebody looks at it.
  if (pages) arrival.pages = *pages;
  if (!pages && pages.status().code() != StatusCode::kBadInput) return pages.status();
  return arrival;
}

Result<DeskOriginal> ScanRun::Keep(const ScannedOriginal& original, const Arrival& arrival) {
  while (true) {
    Result<DeskOriginal> kept = spool_.Add(job_.capture, original.file, arrival, placement_);
    if (kept) return kept;
    if (kept.status().code() == StatusCode::kConflict && !(placement_ == Placement())) {
      // Where it was to come there is nothing any more: at the end, rather than nowhere.
      placement_ = {};
      continue;
    }
    if (kept.status().code() != StatusCode::kUnavailable) return kept;
    // It is in memory alone: held until there is room, and the feeder stands still.
    Become(ScanRunState::kNoRoom, kept.status().message());
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::milliseconds(kRoomMs), [this] { return ending_; })) return kept;
  }
}

Status ScanRun::TakeOne(ScannedOriginal& original) {
  const Result<Arrival> arrival = Describe(original);
  if (!arrival) {
    if (!IsOfOneFile(arrival.status()) && arrival.status().code() != StatusCode::kResourceLimit) return arrival.status();
    const std::lock_guard lock(mutex_);
    status_.left_out.push_back({original.name + ": " + arrival.status().message()});
    return Status();
  }
  original.file.set_name(original.name);
  const Result<DeskOriginal> kept = Keep(original, *arrival);
  if (!kept) return kept.status();
  if (!placement_.after.empty() || !placement_.replaces.empty()) placement_ = {PageKey(kept->id, kept->arrival.pages - 1), ""};
  {
    const std::lock_guard lock(mutex_);
    ++status_.originals;
  }
  const Status released = scanner_->Release(original.token);
  if (!released.ok()) return released;
  const Status noted = spool_.NoteReleased(job_.capture, kept->id);
  changed_();
  return noted;
}

}  // namespace sohoa
