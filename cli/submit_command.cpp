// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "cli/commands.h"
#include "cli/intake.h"
#include "cli/terminal.h"
#include "scanners/scanner.h"

namespace sohoa {
namespace {

// Takes all that one path (a file, or a folder in natural order) brings. Input that is refused
// does not keep the rest out.
Status AddPath(Intake& intake, const std::string& path, bool& refused) {
  Result<std::unique_ptr<Scanner>> files = OpenScanner("file:" + path);
  if (!files) return files.status();
  const Status started = (*files)->Start(ScanOptions());
  if (!started.ok()) return started;
  while (!Interrupted()) {
    Result<std::optional<ScannedOriginal>> next = (*files)->Next();
    if (!next) return next.status();
    if (!next->has_value()) return Status();
    (*next)->file.set_name((*next)->name);
    const Status added = intake.Add((*next)->file);
    if (added.code() == StatusCode::kUnsupported || added.code() == StatusCode::kResourceLimit) {
      PrintError(Annotate(added, (*next)->name));
      refused = true;
    } else if (!added.ok()) {
      return Annotate(added, (*next)->name);
    }
    const Status released = (*files)->Release((*next)->token);
    if (!released.ok()) return released;
  }
  return Status(StatusCode::kCancelled, "submit: interrupted; what has a receipt is safe");
}

}  // namespace

int RunSubmit(const SubmitArguments& arguments, const Config& config) {
  Result<std::unique_ptr<Intake>> intake = Intake::Begin(arguments, config);
  if (!intake) return FailWith(intake.status());
  bool refused = false;
  Status failed;
  for (const std::string& path : arguments.paths) {
    const Status status = AddPath(**intake, path, refused);
    if (status.ok()) continue;
    PrintError(status);
    refused = true;
    if (status.code() != StatusCode::kNotFound && status.code() != StatusCode::kInvalidArgument) {
      failed = status;
      break;
    }
  }
  const int finished = (*intake)->Finish();
  if (!failed.ok()) return ExitCodeOf(failed);
  return refused ? static_cast<int>(kExitRefused) : finished;
}

}  // namespace sohoa
