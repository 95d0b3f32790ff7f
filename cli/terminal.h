// SPDX-License-Identifier: Apache-2.0
//
// What the command shows: results on stdout, everything else on stderr. Exit codes are part
// of the public contract.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/status.h"

namespace sohoa {

enum ExitCode : int {
  kExitDone = 0,
  kExitQuarantined = 1,  // finished, with pages in quarantine
  kExitUsage = 2,
  kExitRefused = 3,      // input refused
  kExitUnavailable = 4,  // archive or server
  kExitInternal = 5,
  kExitDamage = 6,
};

// The exit code that a failed operation ends the program with.
ExitCode ExitCodeOf(const Status& status);

// A line on stderr; safe from several threads.
void PrintError(const Status& status);
void PrintNote(std::string_view text, bool quiet);

// PrintError, and the exit code.
ExitCode FailWith(const Status& status);

// A progress bar on stderr while it is a terminal, and nothing where it is none. Safe from
// several threads; gone from the screen when destroyed.
class ProgressBar {
 public:
  ProgressBar(std::string label, bool quiet);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void Show(std::uint64_t done, std::uint64_t total, std::string_view note = {});

 private:
  std::mutex mutex_;
  std::string label_;
  bool visible_;
  std::size_t drawn_ = 0;
  std::int64_t last_ms_ = 0;
};

// Set by Ctrl-C or SIGTERM once InstallInterruptHandler() was called.
void InstallInterruptHandler();
bool Interrupted();
// Bytes for stdout when a second Ctrl-C ends the program at once; nullptr = none. They must stay.
void SetInterruptFarewell(const char* bytes);

}  // namespace sohoa
