// SPDX-License-Identifier: Apache-2.0
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {

int RunSeal(const SealArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return FailWith(session.status());
  const Status status = (*session)->desk().SealAll(arguments.dossier);
  if (!status.ok()) return FailWith(status);
  PrintNote(std::string(Say("đã khóa ", "sealed ")) + arguments.dossier, config.quiet);
  return kExitDone;
}

}  // namespace sohoa
