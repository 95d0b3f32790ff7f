// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

void PrintPage(const JsonView& page) {
  std::printf("%s  %s  %s  %s: %s\n", page["id"].text().c_str(), page["dossier"].text().c_str(),
              page["stage"].text().c_str(), page["code"].text().c_str(), page["reason"].text().c_str());
}

void PrintPages(const JsonView& answer) {
  for (const JsonView& page : answer["pages"].items()) PrintPage(page);
}

}  // namespace

int RunQuarantine(const QuarantineArguments& arguments, const Config& config) {
  if (arguments.action != "list" && arguments.page.empty()) {
    PrintError(Status(StatusCode::kInvalidArgument, "quarantine " + arguments.action + ": name the page"));
    return kExitUsage;
  }
  if ((arguments.action == "reject" || arguments.action == "release") && arguments.reason.empty()) {
    PrintError(Status(StatusCode::kInvalidArgument, "quarantine " + arguments.action + ": say why with --reason"));
    return kExitUsage;
  }
  const std::string params = JsonObject({{"page", arguments.page}, {"reason", arguments.reason}});
  const auto print = [&](const JsonView& answer) {
    if (arguments.action == "list") return PrintPages(answer);
    if (arguments.action == "show") return PrintPage(answer);
    PrintNote(Say("đã ghi nhận", "recorded"), config.quiet);
  };
  return AskAndPrint(config, SessionUse::kWork, "quarantine_" + arguments.action, params, print);
}

}  // namespace sohoa
