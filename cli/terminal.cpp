// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <unistd.h>

#include "cli/messages.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

std::atomic<int> interrupts{0};

std::atomic<const char*> farewell{nullptr};

void OnInterrupt(int) {
  // The second Ctrl-C does not wait for anything.
  if (interrupts.fetch_add(1) == 0) return;
  const char* bytes = farewell.load();
  if (bytes != nullptr && write(STDOUT_FILENO, bytes, std::strlen(bytes)) < 0) _exit(131);
  _exit(130);
}

}  // namespace

ExitCode ExitCodeOf(const Status& status) {
  switch (status.code()) {
    case StatusCode::kOk: return kExitDone;
    case StatusCode::kInvalidArgument: return kExitUsage;
    case StatusCode::kNotFound:
    case StatusCode::kUnsupported:
    case StatusCode::kBadInput:
    case StatusCode::kResourceLimit:
    case StatusCode::kDenied:
    case StatusCode::kConflict: return kExitRefused;
    case StatusCode::kUnavailable: return kExitUnavailable;
    case StatusCode::kCorruption: return kExitDamage;
    case StatusCode::kTimeout:
    case StatusCode::kIoError:
    case StatusCode::kInternal:
    case StatusCode::kCancelled: return kExitInternal;
  }
  return kExitInternal;
}

void PrintError(const Status& status) {
  std::fprintf(stderr, "sohoa: %s\n", Explain(status).c_str());
}

ExitCode FailWith(const Status& status) {
  PrintError(status);
  return ExitCodeOf(status);
}

void PrintNote(std::string_view text, bool quiet) {
  if (!quiet) std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

ProgressBar::ProgressBar(std::string label, bool quiet)
    : label_(std::move(label)), visible_(!quiet && isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  if (drawn_ > 0) std::fprintf(stderr, "\r%*s\r", static_cast<int>(drawn_), "");
}

void ProgressBar::Show(std::uint64_t done, std::uint64_t total, std::string_view note) {
  if (!visible_) return;
  const std::lock_guard lock(mutex_);
  const std::int64_t now = NowUnixMs();
  if (done < total && now - last_ms_ < 80) return;
  last_ms_ = now;
  constexpr int kWidth = 24;
  const int filled = total == 0 ? 0 : static_cast<int>(kWidth * done / total);
  std::string line = "\r" + label_ + " [";
  line.append(static_cast<std::size_t>(filled), '#');
  line.append(static_cast<std::size_t>(kWidth - filled), '.');
  line += "] " + std::to_string(done) + "/" + std::to_string(total) + " ";
  line += note;
  const std::size_t length = line.size();
  if (length < drawn_) line.append(drawn_ - length, ' ');
  drawn_ = length;
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void InstallInterruptHandler() {
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more is an error of its write.
  std::signal(SIGXFSZ, SIG_IGN);
}

bool Interrupted() { return interrupts.load() > 0; }

void SetInterruptFarewell(const char* bytes) { farewell.store(bytes); }

}  // namespace sohoa
