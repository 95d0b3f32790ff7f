// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include <unistd.h>

#include "cli/commands.h"
#include "cli/intake.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "scanners/scanner.h"

namespace sohoa {
namespace {

constexpr const char* kFolderIdleMs = "3000";
constexpr int kMostWaits = 60;  // seconds for a device that is busy or warms up

Result<ScanOptions> OptionsOf(const ScanArguments& arguments) {
  ScanOptions options;
  if (arguments.source == "feeder") options.source = ScanSource::kFeeder;
  if (arguments.source == "flatbed") options.source = ScanSource::kFlatbed;
  options.duplex = arguments.duplex;
  options.dpi = arguments.dpi;
  options.sheets = arguments.sheets;
  for (const std::string& option : arguments.options) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Status(StatusCode::kInvalidArgument, "--option " + option + ": write it as name=value");
    }
    options.device_options.emplace_back(option.substr(0, equals), option.substr(equals + 1));
  }
  // A command ends; a hot folder that got nothing for a while is empty.
  const bool hot_folder = arguments.device.starts_with("folder:");
  const bool says = std::any_of(options.device_options.begin(), options.device_options.end(),
                                [](const auto& option) { return option.first == "idle-ms"; });
  if (hot_folder && options.sheets == 0 && !says) options.device_options.emplace_back("idle-ms", kFolderIdleMs);
  return options;
}

// Ctrl-C reaches a scanner that waits for paper.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(Scanner& scanner)
      : watcher_([this, &scanner](std::stop_token stop) {
          while (!stop.stop_requested()) {
            if (Interrupted()) return scanner.Cancel();
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
          }
        }) {}

 private:
  std::jthread watcher_;
};

// A hot folder names a file that it leaves out, and goes on with the next one.
bool IsOfOneFile(const Status& status) {
  return status.code() == StatusCode::kUnsupported || status.code() == StatusCode::kBadInput;
}

// Where somebody sits at the terminal: until they have dealt with the device. False: they have enough.
bool AskToGoOn(std::uint32_t sheet) {
  const std::string number = std::to_string(sheet);
  const std::string question = Say("đặt lại từ tờ số ", "put sheet ") + number +
                               Say(" trở đi rồi bấm Enter; q rồi Enter để thôi: ", " and what follows back in and press Enter; q and Enter to end: ");
  std::fputs(question.c_str(), stderr);
  std::string answer;
  for (int c = std::fgetc(stdin); c != '\n'; c = std::fgetc(stdin)) {
    if (c == EOF) return false;
    answer += static_cast<char>(c);
  }
  return answer != "q" && !Interrupted();
}

// What a device waits for: time, or a person. Ok: ask it again.
Status DealWith(const Scanner& scanner, const Status& trouble, int& waits) {
  const ScannerState state = scanner.State();
  if (state.device == DeviceState::kBusy || state.device == DeviceState::kWarmingUp) {
    if (++waits > kMostWaits || Interrupted()) return trouble;
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return Status();
  }
  if (state.device == DeviceState::kReady || !CanGoOn(state.device) || isatty(STDIN_FILENO) == 0) return trouble;
  PrintError(trouble);
  return AskToGoOn(state.next_sheet) ? Status() : trouble;
}

// Scans until the source is empty. An error leaves what has a receipt in the batch.
Status ScanAll(Scanner& scanner, Intake& intake, const std::string& device, bool quiet) {
  const bool hot_folder = device.starts_with("folder:");
  int waits = 0;
  while (true) {
    Result<std::optional<ScannedOriginal>> next = scanner.Next();
    if (!next && hot_folder && IsOfOneFile(next.status())) {
      PrintError(next.status());
      continue;
    }
    if (!next) {
      const std::string sheet = "sheet " + std::to_string(scanner.State().next_sheet);
      const Status dealt = device.starts_with("sane:") ? DealWith(scanner, next.status(), waits) : next.status();
      if (!dealt.ok()) return Annotate(dealt, sheet);
      continue;
    }
    waits = 0;
    if (!next->has_value()) return Status();
    (*next)->file.set_name((*next)->name);
    const Status added = intake.Add((*next)->file);
    if (!added.ok()) return Annotate(added, (*next)->name);
    const Status released = scanner.Release((*next)->token);
    if (!released.ok()) return released;
    PrintNote(std::string(Say("đã nhận ", "received ")) + (*next)->name, quiet);
  }
}

}  // namespace

int RunScan(const ScanArguments& arguments, const Config& config) {
  const Result<ScanOptions> options = OptionsOf(arguments);
  if (!options) return FailWith(options.status());
  Result<std::unique_ptr<Scanner>> scanner = OpenScanner(arguments.device);
  if (!scanner) return FailWith(scanner.status());
  const Status started = (*scanner)->Start(*options);
  if (!started.ok()) return FailWith(started);

  Result<std::unique_ptr<Intake>> intake = Intake::Begin(arguments.submit, config);
  if (!intake) return FailWith(intake.status());
  Status scanned;
  {
    const CancelOnInterrupt cancel(**scanner);
    scanned = ScanAll(**scanner, **intake, arguments.device, config.quiet);
  }
  if (!scanned.ok()) PrintError(scanned);
  const int finished = (*intake)->Finish();
  return scanned.ok() ? finished : static_cast<int>(ExitCodeOf(scanned));
}

}  // namespace sohoa
