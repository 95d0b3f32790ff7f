// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <fstream>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/terminal.h"

namespace sohoa {

int RunSupplement(const SupplementArguments& arguments, const Config& config) {
  const bool html = arguments.format == "html" || (arguments.format.empty() && arguments.output.ends_with(".html"));
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  const Result<std::string> answer =
      (*session)->Ask("supplement_request", JsonObject({{"dossier", arguments.dossier}, {"format", html ? "html" : "text"}}));
  if (!answer) return FailWith(answer.status());
  const Result<JsonView> view = JsonView::Parse(*answer);
  if (!view) return FailWith(view.status());
  const std::string text = (*view)["text"].text();
  if (arguments.output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kExitDone;
  }
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return FailWith(Status(StatusCode::kIoError, "write " + arguments.output + ": it cannot be written"));
  return kExitDone;
}

}  // namespace sohoa
