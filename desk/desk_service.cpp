// SPDX-License-Identifier: Apache-2.0
#include "desk/desk_service.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/calendar.h"
#include "core/log.h"
#include "desk/draft_exchange.h"
#include "desk/found_codes.h"
#include "desk/print_sheets.h"

namespace sohoa {
namespace {

constexpr std::int64_t kTidyEveryMs = 3600'000;
constexpr std::int64_t kDraftMs = 20'000;
// A cover, a receipt or a form with the dossier's code lies on top.
constexpr std::size_t kPagesWithCode = 4;

}  // namespace

std::vector<DeskPageView> ViewPages(const Capture& capture) {
  const PageArrangement made = Arrange(capture);
  std::vector<DeskPageView> views;
  std::map<Sha256, std::string> first_of;
  const auto add = [&](const std::string& key, bool aside) {
    const std::optional<PageOfOriginal> page = ParsePageKey(key);
    DeskPageView view;
    view.key = key;
    view.original = page ? capture.FindOriginal(page->original) : nullptr;
    if (view.original == nullptr) return;
    view.index = page->index;
    view.aside = aside;
    if (const auto turned = made.rotations.find(key); turned != made.rotations.end()) view.rotation = turned->second;
    if (const auto cut = made.cuts.find(key); cut != made.cuts.end()) view.begins = cut->second;
    const auto [first, is_new] = first_of.emplace(view.original->sha256, view.original->id);
    if (!is_new && first->second != view.original->id) view.same_bytes_as = PageKey(first->second, view.index);
    views.push_back(std::move(view));
  };
  for (const std::string& key : made.pages) add(key, false);
  for (const auto& [key, why] : made.aside) add(key, true);
  return views;
}

Result<std::unique_ptr<DeskService>> DeskService::Start(DeskOptions options) {
  std::unique_ptr<DeskService> desk(new DeskService(std::move(options)));
  Result<std::unique_ptr<Spool>> spool = Spool::Open(desk->options_.spool);
  if (!spool) return spool.status();
  desk->spool_ = std::move(*spool);
  Result<std::unique_ptr<Pairing>> pairing = Pairing::Open(*desk->spool_);
  if (!pairing) return pairing.status();
  desk->pairing_ = std::move(*pairing);
  desk->reader_ = std::make_unique<DeskReader>(desk->options_.reader);
  if (!desk->options_.open_scanner) desk->options_.open_scanner = [](const std::string& uri) { return OpenScanner(uri); };
  desk->checks_ = std::make_unique<PageChecks>(*desk->spool_, *desk->reader_, [own = desk.get()] { ++own->scan_changes_; });
  desk->uploader_ = std::make_unique<Uploader>(*desk->spool_, desk->options_.connect, desk->options_.uploader);
  desk->tidier_ = std::jthread([own = desk.get()](std::stop_token stop) { own->TidyUp(std::move(stop)); });
  return desk;
}

DeskService::~DeskService() {
  tidier_.request_stop();
  const std::lock_guard lock(mutex_);
  run_.reset();
}

// What the archive has had for a while is not needed here any more.
void DeskService::TidyUp(std::stop_token stop) {
  std::mutex waiting;
  std::condition_variable_any ended;
  while (!stop.stop_requested()) {
    const Result<std::size_t> removed = spool_->RemoveEndedBefore(spool_->Now() - options_.keep_ms);
    if (!removed) Log(LogLevel::kWarning, "desk does not tidy up", {{"reason", removed.status().message()}});
    std::unique_lock lock(waiting);
    ended.wait_for(lock, stop, std::chrono::milliseconds(kTidyEveryMs), [] { return false; });
  }
}

std::uint64_t DeskService::Changes() const {
  return spool_->Changes() + scan_changes_.load() + uploader_->Changes();
}

Status DeskService::Changed(const Status& status) {
  ++scan_changes_;
  uploader_->Wake();
  return status;
}

Result<std::vector<ScannerDescription>> DeskService::Devices(ScannerReach reach) {
  Result<std::vector<ScannerDescription>> devices = ListScanners(reach);
  if (!devices) return devices;
  for (const std::string& folder : options_.folders) {
    ScannerDescription description;
    description.uri = "folder:" + folder;
    description.model = folder;
    devices->push_back(std::move(description));
  }
  return devices;
}

bool DeskService::IsOffered(const std::string& device) const {
  if (device.starts_with("sane:")) return true;
  return std::any_of(options_.folders.begin(), options_.folders.end(), [&](const std::string& folder) { return device == "folder:" + folder; });
}

Status DeskService::StartScan(ScanJob job) {
  const std::lock_guard lock(mutex_);
  const Result<Capture> capture = spool_->Find(job.capture);
  if (!capture) return capture.status();
  if (capture->state != CaptureState::kOpen) return Status(StatusCode::kConflict, "scan into capture " + job.capture + ": it is finished; open it again first");
  if (run_ != nullptr && !IsOver(run_->Look().state)) return Status(StatusCode::kConflict, "scan: the scanner is at work; stop that first");
  Result<std::unique_ptr<Scanner>> scanner = options_.open_scanner(job.device);
  if (!scanner) return scanner.status();
  run_.reset();
  run_ = std::make_unique<ScanRun>(*spool_, [this](const OriginalFile& file) { return reader_->CountPages(file); }, std::move(*scanner), std::move(job),
                                   [this] { static_cast<void>(Changed(Status())); });
  return Status();
}

std::optional<ScanRunStatus> DeskService::LastRun() const {
  const std::lock_guard lock(mutex_);
  if (run_ == nullptr) return std::nullopt;
  return run_->Look();
}

Status DeskService::ResumeScan() {
  const std::lock_guard lock(mutex_);
  if (run_ == nullptr || IsOver(run_->Look().state)) return Status(StatusCode::kConflict, "go on scanning: nothing is being scanned");
  run_->Resume();
  return Status();
}

Status DeskService::StopScan() {
  const std::lock_guard lock(mutex_);
  if (run_ != nullptr) run_->Stop();
  return Status();
}

// With mutex_ held, so that no run begins meanwhile.
Status DeskService::RefuseWhileScanning(const std::string& capture) const {
  if (run_ == nullptr) return Status();
  const ScanRunStatus run = run_->Look();
  if (run.capture != capture || IsOver(run.state)) return Status();
  return Status(StatusCode::kConflict, "end capture " + capture + ": the scanner still brings pages into it; stop it first");
}

Result<DeskOriginal> DeskService::AddFile(const std::string& capture, const OriginalFile& file, const Placement& placement) {
  Arrival arrival;
  arrival.name = file.name();
  arrival.source = "browser";
  const Result<std::uint32_t> pages = reader_->CountPages(file);
  if (!pages && pages.status().code() != StatusCode::kBadInput) return pages.status();
  if (pages) arrival.pages = *pages;
  Result<DeskOriginal> added = spool_->Add(capture, file, arrival, placement);
  static_cast<void>(Changed(Status()));
  return added;
}

Status DeskService::Finish(const std::string& capture) {
  const std::lock_guard lock(mutex_);
  if (const Status scanning = RefuseWhileScanning(capture); !scanning.ok()) return scanning;
  return Changed(spool_->Finish(capture));
}

Status DeskService::Discard(const std::string& capture, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (const Status scanning = RefuseWhileScanning(capture); !scanning.ok()) return scanning;
  return Changed(spool_->Discard(capture, reason));
}

Result<std::string> DeskService::AskDraft(const Capture& capture) {
  if (asker_ == nullptr) {
    Result<std::unique_ptr<DeskClient>> connected = options_.connect();
    if (!connected) return connected.status();
    asker_ = std::move(*connected);
  }
  Result<std::string> answer = asker_->Call("draft", DraftQuestion(capture), kDraftMs);
  if (!answer && answer.status().code() == StatusCode::kUnavailable) asker_.reset();
  return answer;
}

Result<std::string> DeskService::ReceiptOf(const std::string& capture) {
  const Result<Capture> found = spool_->Find(capture);
  if (!found) return found.status();
  ReceiptSheet sheet;
  sheet.dossier = found->head.dossier;
  sheet.applicant = found->head.applicant;
  sheet.procedure = found->head.procedure;
  if (options_.procedures != nullptr) {
    const Procedure* procedure = options_.procedures->Find(found->head.procedure, FormatVietnamTime(spool_->Now()).substr(0, 10));
    if (procedure != nullptr) sheet.procedure += " – " + procedure->name;
  }
  sheet.receipt = found->receipt;
  sheet.pages_here = static_cast<std::uint32_t>(Arrange(*found).pages.size());
  sheet.printed_unix_ms = spool_->Now();
  // Only what a checklist said while the papers were here; it is no reason to give none.
  if (const Result<Draft> draft = DraftOf(capture); draft) sheet.papers_checked = TakeMissing(draft->json, sheet.missing);
  return ReceiptPdf(sheet);
}

std::vector<FoundCode> DeskService::FoundCodesOf(const Capture& capture) {
  std::vector<FoundCode> found;
  if (!capture.head.dossier.empty() || capture.state != CaptureState::kOpen) return found;
  const std::vector<std::string> pages = Arrange(capture).pages;
  for (std::size_t i = 0; i < std::min(pages.size(), kPagesWithCode); ++i) {
    const std::optional<PageCheck> check = checks_->Find(capture.id, pages[i]);
    if (!check) continue;
    for (const std::string& code : DossierCodesIn(check->found.codes)) {
      const bool is_new = std::none_of(found.begin(), found.end(), [&](const FoundCode& each) { return each.code == code; });
      if (is_new) found.push_back({code, pages[i]});
    }
  }
  return found;
}

Result<DeskService::Draft> DeskService::DraftOf(const std::string& capture) {
  const Result<Capture> found = spool_->Find(capture);
  if (!found) return found.status();
  const std::lock_guard lock(draft_mutex_);
  const auto before = drafts_.find(capture);
  const Result<std::string> answer =
      uploader_->Line().is_up ? AskDraft(*found) : Result<std::string>(Status(StatusCode::kUnavailable, "ask what was read: the coordinator is away"));
  if (!answer) {
    if (before == drafts_.end()) return answer.status();
    return Draft{before->second, false};
  }
  Result<std::string> json = DraftWithKeys(*found, *answer);
  if (!json) return json.status();
  if (drafts_.size() > 100) drafts_.clear();
  drafts_[capture] = *json;
  return Draft{std::move(*json), true};
}

}  // namespace sohoa
