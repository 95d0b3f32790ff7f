// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_scanner.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "scanners/sane_device.h"
#include "scanners/sane_settings.h"
#include "scanners/sane_thread.h"
#include "scanners/scanned_page.h"

namespace sohoa {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

ScannerDescription DescriptionOf(const SaneDevice& device) {
  const SaneSources sources = FindSources(device);
  ScannerDescription description;
  description.uri = "sane:" + device.name();
  description.has_feeder = sources.feeder;
  description.has_flatbed = sources.flatbed;
  description.has_duplex = sources.duplex;
  return description;
}

class SaneScanner : public Scanner {
 public:
  explicit SaneScanner(std::string name) : name_(std::move(name)) {}

  ~SaneScanner() override {
    SaneThread::Instance().Run([this] { device_.reset(); });
  }

  Result<ScannerDescription> Describe() override {
    Result<ScannerDescription> described = ScannerDescription();
    SaneThread::Instance().Run([&] { described = DescribeOpened(); });
    return described;
  }

  Status Start(const ScanOptions& options) override {
    Status started;
    SaneThread::Instance().Run([&] { started = StartOpened(options); });
    return started;
  }

  Result<std::optional<ScannedOriginal>> Next() override {
    if (cancelled_) return Cancelled();
    if (!started_) {
      return Status(StatusCode::kInvalidArgument, "scan on sane:" + name_ + ": not started");
    }
    Result<std::optional<ScannedOriginal>> page = std::optional<ScannedOriginal>();
    int waits = 0;
    SaneThread::Instance().Run(
        [&] {
          page = NextPage();
          scanning_ = false;
        },
        [&] {
          // The thread sees the flag itself unless it is stuck in a call of the device.
          constexpr int kPatience = 4;
          if (cancelled_ && scanning_ && ++waits % kPatience == 0) device_->Interrupt();
        });
    return page;
  }

  Status Release(std::string_view token) override {
    if (token.starts_with("sane-")) return Status();
    return Status(StatusCode::kInvalidArgument,
                  "release a page of sane:" + name_ + ": not a token of a scanner");
  }

  void Cancel() override { cancelled_ = true; }

 private:
  // All below run on the SaneThread.

  Status Open() {
    if (device_) return Status();
    Result<std::unique_ptr<SaneDevice>> device = SaneDevice::Open(name_);
    if (!device) return device.status();
    device_ = std::move(*device);
    return Status();
  }

  Result<ScannerDescription> DescribeOpened() {
    const Status opened = Open();
    if (!opened.ok()) return opened;
    ScannerDescription description = DescriptionOf(*device_);
    const Result<std::vector<SaneListing>> listing = SaneDevice::List();
    for (const SaneListing& listed : listing ? *listing : std::vector<SaneListing>()) {
      if (listed.name != name_) continue;
      description.vendor = listed.vendor;
      description.model = listed.model;
    }
    return description;
  }

  Status StartOpened(const ScanOptions& options) {
    started_ = false;
    const Status opened = Open();
    if (!opened.ok()) return opened;
    device_->Cancel();  // what an earlier Start() left in the feeder's run
    const Result<SaneSetup> setup = ApplyOptions(*device_, options);
    if (!setup) return setup.status();
    setup_ = *setup;
    limit_ = options.sheets * (setup_.duplex ? std::uint64_t{2} : 1);
    if (limit_ == 0 && !setup_.feeder) limit_ = 1;
    pages_ = 0;
    ended_ = false;
    // Unique over restarts, for tokens of different runs must not be equal.
    run_ = std::to_string(NowUnixMs());
    cancelled_ = false;
    started_ = true;
    return Status();
  }

  Result<std::optional<ScannedOriginal>> NextPage() {
    if (limit_ != 0 && pages_ >= limit_) ended_ = true;
    if (ended_) {
      device_->Cancel();
      return std::optional<ScannedOriginal>();
    }
    scanning_ = true;
    Result<std::optional<ScannedOriginal>> page = ScanPage();
    // Ends a page of a flatbed, a failed one and the run of a feeder; between the sheets of
    // a feeder it would end the run.
    if (!setup_.feeder || !page || !page->has_value()) device_->Cancel();
    if (cancelled_) return Cancelled();
    if (!page) return page.status();
    if (!page->has_value()) ended_ = true;
    return page;
  }

  Result<std::optional<ScannedOriginal>> ScanPage() {
    ScannedPage page(setup_.dpi);
    for (bool first = true, last = false; !last; first = false) {
      if (cancelled_) return Cancelled();
      const SaneOutcome outcome = device_->StartFrame();
      if (first && IsEndOfPaper(outcome)) return std::optional<ScannedOriginal>();
      if (outcome != SaneOutcome::kGood) return StatusOfOutcome(outcome, Operation());
      const Result<SaneFrame> frame = device_->Frame();
      if (!frame) return frame.status();
      last = frame->last;
      Status taken = page.BeginFrame(*frame);
      if (!taken.ok()) return Annotate(taken, Operation());
      std::uint64_t received = 0;
      const SaneOutcome end = ReadFrame(page, taken, received);
      if (!taken.ok()) return Annotate(taken, Operation());
      // Some devices find out at the first byte that there was no sheet.
      if (first && received == 0 && IsEndOfPaper(end)) return std::optional<ScannedOriginal>();
      if (end != SaneOutcome::kEndOfFrame) return StatusOfOutcome(end, Operation());
      if (cancelled_) return Cancelled();
      taken = page.EndFrame();
      if (!taken.ok()) return Annotate(taken, Operation());
    }
    return Name(page);
  }

  // Until the frame ends or fails; `taken` says when its bytes could not be kept.
  SaneOutcome ReadFrame(ScannedPage& page, Status& taken, std::uint64_t& received) {
    buffer_.resize(kReadBytes);
    while (!cancelled_) {
      const SaneDevice::ReadBytes read = device_->Read(buffer_);
      if (read.outcome != SaneOutcome::kGood) return read.outcome;
      if (read.count == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        continue;
      }
      received += read.count;
      taken = page.Append({buffer_.data(), read.count});
      if (!taken.ok()) break;
    }
    return SaneOutcome::kCancelled;
  }

  // No more paper after pages is the end; before the first it is for a person to deal with.
  bool IsEndOfPaper(SaneOutcome outcome) const {
    return outcome == SaneOutcome::kNoDocuments && setup_.feeder && pages_ > 0;
  }

  Result<std::optional<ScannedOriginal>> Name(ScannedPage& page) {
    char name[32];
    std::snprintf(name, sizeof name, "%04llu.png", static_cast<unsigned long long>(pages_ + 1));
    Result<OriginalFile> file = page.Finish(name);
    if (!file) return Annotate(file.status(), Operation());
    ++pages_;
    return std::optional<ScannedOriginal>(ScannedOriginal{
        name, std::move(*file), "sane-" + run_ + "-" + std::to_string(pages_)});
  }

  std::string Operation() const {
    return "scan page " + std::to_string(pages_ + 1) + " on sane:" + name_;
  }
  Status Cancelled() const {
    return Status(StatusCode::kCancelled,
                  "scan on sane:" + name_ + ": cancelled; the page under way was not kept");
  }

  const std::string name_;
  std::unique_ptr<SaneDevice> device_;
  SaneSetup setup_;
  std::vector<std::uint8_t> buffer_;
  std::string run_;
  std::uint64_t pages_ = 0;  // given out since Start()
  std::uint64_t limit_ = 0;  // 0: until the feeder is empty
  bool started_ = false;
  bool ended_ = false;
  std::atomic<bool> scanning_{false};
  std::atomic<bool> cancelled_{false};
};

}  // namespace

std::unique_ptr<Scanner> NewSaneScanner(const std::string& name) {
  return std::make_unique<SaneScanner>(name);
}

Result<std::vector<ScannerDescription>> ListSaneScanners() {
  Result<std::vector<ScannerDescription>> scanners = std::vector<ScannerDescription>();
  SaneThread::Instance().Run([&] {
    const Result<std::vector<SaneListing>> listing = SaneDevice::List();
    if (!listing) {
      scanners = listing.status();
      return;
    }
    for (const SaneListing& listed : *listing) {
      ScannerDescription description;
      description.uri = "sane:" + listed.name;
      // One that is in use elsewhere is listed without what it can do.
      Result<std::unique_ptr<SaneDevice>> device = SaneDevice::Open(listed.name);
      if (device) description = DescriptionOf(**device);
      description.vendor = listed.vendor;
      description.model = listed.model;
      scanners->push_back(std::move(description));
    }
  });
  return scanners;
}

}  // namespace sohoa
