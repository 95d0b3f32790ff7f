// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_page.h"

#include <chrono>
#include <thread>
#include <vector>

namespace sohoa {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

SanePageEnd Ended(SaneOutcome outcome, const std::string& operation) {
  return {outcome, StatusOfOutcome(outcome, operation)};
}

// A page that could not be taken in: it broke off, or the disk is full.
SanePageEnd NotTaken(const Status& status, const std::string& operation) {
  const bool broken = status.code() == StatusCode::kBadInput;
  return {broken ? SaneOutcome::kEndOfFrame : SaneOutcome::kNoMemory, Annotate(status, operation)};
}

struct FrameEnd {
  SaneOutcome outcome = SaneOutcome::kCancelled;
  Status taken;  // of its bytes
  bool began = false;
};

FrameEnd ReadFrame(SaneDevice& device, ScannedPage& page, const std::atomic<bool>& cancelled) {
  std::vector<std::uint8_t> buffer(kReadBytes);
  FrameEnd end;
  while (!cancelled) {
    const SaneDevice::ReadBytes read = device.Read(buffer);
    if (read.outcome != SaneOutcome::kGood) {
      end.outcome = read.outcome;
      break;
    }
    if (read.count == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      continue;
    }
    end.began = true;
    end.taken = page.Append({buffer.data(), read.count});
    if (!end.taken.ok()) break;
  }
  return end;
}

}  // namespace

SanePageEnd TakeSanePage(SaneDevice& device, ScannedPage& page, const std::string& operation,
                         const std::atomic<bool>& cancelled) {
  for (bool first = true, last = false; !last; first = false) {
    if (cancelled) return Ended(SaneOutcome::kCancelled, operation);
    const SaneOutcome begun = device.StartFrame();
    if (begun != SaneOutcome::kGood) {
      // Between the colours of a page there is a sheet, whatever a device says.
      const bool odd = !first && begun == SaneOutcome::kNoDocuments;
      return Ended(odd ? SaneOutcome::kIoError : begun, operation);
    }
    const Result<SaneFrame> frame = device.Frame();
    if (!frame) return {SaneOutcome::kIoError, frame.status()};
    last = frame->last;
    if (const Status taken = page.BeginFrame(*frame); !taken.ok()) return NotTaken(taken, operation);
    const FrameEnd end = ReadFrame(device, page, cancelled);
    if (!end.taken.ok()) return NotTaken(end.taken, operation);
    if (end.outcome != SaneOutcome::kEndOfFrame) {
      // Some devices find out at the first byte that there was no sheet.
      const bool odd = (!first || end.began) && end.outcome == SaneOutcome::kNoDocuments;
      return Ended(odd ? SaneOutcome::kIoError : end.outcome, operation);
    }
    if (cancelled) return Ended(SaneOutcome::kCancelled, operation);
    if (const Status taken = page.EndFrame(); !taken.ok()) return NotTaken(taken, operation);
  }
  return {};
}

}  // namespace sohoa
