// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_scanner.h"

#include <atomic>
#include <utility>

#include "scanners/sane_picture.h"
#include "scanners/sane_sheets.h"
#include "scanners/sane_thread.h"

namespace sohoa {
namespace {

ScannerDescription DescriptionOf(const SaneDevice& device) {
  const SaneSources sources = FindSources(device);
  ScannerDescription description;
  description.uri = "sane:" + device.name();
  description.has_feeder = sources.feeder;
  description.has_flatbed = sources.flatbed;
  description.has_duplex = sources.duplex;
  description.notices_double_feed = NoticesDoubleFeed(device);
  DescribePicture(device, description);
  return description;
}

class SaneScanner : public Scanner {
 public:
  explicit SaneScanner(const std::string& name) : name_(name), sheets_(name, state_, cancelled_) {}

  ~SaneScanner() override {
    SaneThread::Instance().Run([this] { sheets_.Close(); });
  }

  Result<ScannerDescription> Describe() override {
    Result<ScannerDescription> described = ScannerDescription();
    SaneThread::Instance().Run([&] { described = DescribeOpened(); });
    return described;
  }

  Status Start(const ScanOptions& options) override {
    Status started;
    started_ = false;
    SaneThread::Instance().Run([&] { started = sheets_.Begin(options); });
    cancelled_ = false;
    started_ = started.ok();
    return started;
  }

  Result<std::optional<ScannedOriginal>> Next() override {
    if (cancelled_ && !sheets_.HasBack()) return Cancelled();
    if (!started_) {
      return Status(StatusCode::kInvalidArgument, "scan on sane:" + name_ + ": not started");
    }
    Result<std::optional<ScannedOriginal>> page = std::optional<ScannedOriginal>();
    SaneThread::Instance().Run([&] { page = sheets_.Next(); },
                               [&] {
                                 // The thread sees the flag itself unless it is stuck in a call
                                 // of the device.
                                 if (cancelled_) sheets_.Interrupt();
                               });
    if (cancelled_ && (!page || !page->has_value())) return Cancelled();
    return page;
  }

  Status Release(std::string_view token) override {
    if (token.starts_with("sane-")) return Status();
    return Status(StatusCode::kInvalidArgument,
                  "release a page of sane:" + name_ + ": not a token of a scanner");
  }

  ScannerState State() const override { return state_.Get(); }

  void Cancel() override { cancelled_ = true; }

 private:
  Result<ScannerDescription> DescribeOpened() {
    const Status opened = sheets_.Open();
    if (!opened.ok()) return opened;
    ScannerDescription description = DescriptionOf(*sheets_.device());
    const Result<std::vector<SaneListing>> listing = SaneDevice::List(ScannerReach::kAttached);
    for (const SaneListing& listed : listing ? *listing : std::vector<SaneListing>()) {
      if (listed.name != name_) continue;
      description.vendor = listed.vendor;
      description.model = listed.model;
    }
    return description;
  }

  Status Cancelled() const {
    return Status(StatusCode::kCancelled,
                  "scan on sane:" + name_ + ": cancelled; the sheet under way was not kept");
  }

  const std::string name_;
  SharedState state_;
  std::atomic<bool> cancelled_{false};
  SaneSheets sheets_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<Scanner> NewSaneScanner(const std::string& name) {
  return std::make_unique<SaneScanner>(name);
}

Result<std::vector<ScannerDescription>> ListSaneScanners(ScannerReach reach) {
  Result<std::vector<ScannerDescription>> scanners = std::vector<ScannerDescription>();
  SaneThread::Instance().Run([&] {
    const Result<std::vector<SaneListing>> listing = SaneDevice::List(reach);
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
