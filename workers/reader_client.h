// SPDX-License-Identifier: Apache-2.0
//
// ReaderClient: PageImaging and OcrEngine as carried out by a sohoa-reader child process, over
// a socket pair. Hostile bytes are decoded only there. A reader that dies, hangs past its
// deadline or outgrows its memory is replaced, and the call that it was on gets an error:
// kBadInput for a crash and for a reader that its jail stopped (the message tells one from the other), kTimeout for a hang, kResourceLimit for memory, kCorruption for a reply
// that makes no sense, kUnavailable when somebody else killed it.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "ocr/ocr_engine.h"
#include "workers/reader_protocol.h"

namespace sohoa {

struct ReaderOptions {
  // The executable; empty = "sohoa-reader" beside this program, or $SOHOA_READER.
  std::filesystem::path executable;
  OcrOptions ocr;
  ImagingLimits limits;
  // One call may take so long before the reader is killed.
  std::int64_t call_timeout_ms = 60'000;
  // Address space of the reader; over it a call fails with kResourceLimit. 0 = no limit.
  std::uint64_t memory_bytes = 1200ull << 20;
};

class ReaderClient {
 public:
  virtual ~ReaderClient() = default;
  virtual PageImaging& imaging() = 0;
  virtual OcrEngine& engine() = 0;
  // Starts a reader where the last one was lost, as the next call would. kUnavailable: it does
  // not start.
  virtual Status EnsureStarted() = 0;
  // How often a reader had to be replaced.
  virtual std::uint32_t restarts() const = 0;
  // What the reader did to itself before it saw a page. Where something is missing, whoever runs
  // it should be told.
  virtual const ReaderJail& jail() const = 0;
  // The reader that runs now; 0 = none does.
  virtual pid_t process() const = 0;
};

// kUnavailable: the executable does not start, or the model is not installed (the message
// names the package).
Result<std::unique_ptr<ReaderClient>> StartReader(const ReaderOptions& options);

}  // namespace sohoa
