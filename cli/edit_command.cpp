// SPDX-License-Identifier: Apache-2.0
//
// edit, withdraw, reread, changes: what people decide on a dossier, and what came of it.
#include <algorithm>
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "cli/waiting.h"
#include "cli/who_decides.h"

namespace sohoa {
namespace {

// Asks for a change of a dossier and, where wanted, waits until it can be seen.
int AskForChange(const Config& config, const std::string& method, const std::string& params, bool wait) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return FailWith(session.status());
  const Result<std::string> answer = (*session)->Ask(method, params);
  if (!answer) return FailWith(answer.status());
  const Result<JsonView> view = JsonView::Parse(*answer);
  if (!view) return FailWith(view.status());
  const std::string dossier = (*view)["dossier"].text();
  for (const std::string& changed : {dossier, (*view)["to"].text()}) {
    if (!wait || changed.empty()) continue;
    const Status waited = WaitUntilVisible(**session, changed, config.quiet);
    if (!waited.ok()) return FailWith(waited);
  }
  if (config.json) {
    std::printf("%s\n", answer->c_str());
  } else {
    PrintNote(std::string(Say("đã ghi nhận, hồ sơ ", "recorded, dossier ")) + dossier, config.quiet);
  }
  return kExitDone;
}

bool IsPageEdit(const std::string& kind) { return kind != "type" && kind != "field"; }

// On one line.
std::string Shown(const JsonView& stand) {
  std::string value = stand["value"].is_null() ? "-" : stand["value"].text();
  std::replace(value.begin(), value.end(), '\n', '|');
  return value + " [" + stand["review"].text() + "]";
}

void PrintChanges(const JsonView& answer) {
  std::printf("== %s %s: %s -> %s\n", Say("hồ sơ", "dossier"), answer["dossier"].text().c_str(), answer["from"].text().c_str(), answer["to"].text().c_str());
  for (const JsonView& change : answer["changes"].items()) {
    std::printf("  %-15s %s %s", change["kind"].text().c_str(), change["document"].text().c_str(), change["what"].text().c_str());
    if (!change["before"].is_null()) std::printf("  %s -> %s", Shown(change["before"]).c_str(), Shown(change["after"]).c_str());
    std::printf("\n");
  }
}

}  // namespace

int RunEdit(const EditArguments& arguments, const Config& config) {
  const std::string params = JsonObject({{"kind", arguments.kind},
                                         {IsPageEdit(arguments.kind) ? "page" : "document", arguments.what},
                                         {"other", arguments.other},
                                         {"turn", arguments.turn},
                                         {"field", arguments.field},
                                         {"number", arguments.number},
                                         {"review", arguments.review},
                                         {"value", arguments.value},
                                         {"normalized", arguments.normalized},
                                         {"reason", arguments.reason},
                                         {"by", WhoDecides(arguments.by)},
                                         {"version", arguments.version}});
  return AskForChange(config, "edit", params, arguments.wait);
}

int RunWithdraw(const WithdrawArguments& arguments, const Config& config) {
  const bool aside = arguments.to == "aside";
  const std::string params = JsonObject({{"kind", aside ? "set_aside" : "send"},
                                         {"page", arguments.page},
                                         {"to", aside ? "" : arguments.to},
                                         {"reason", arguments.reason},
                                         {"by", WhoDecides(arguments.by)}});
  return AskForChange(config, "edit", params, arguments.wait);
}

int RunReread(const RereadArguments& arguments, const Config& config) {
  const std::string params = JsonObject({{"dossier", arguments.dossier}, {"documents_only", arguments.documents_only ? "true" : ""}});
  return AskForChange(config, "reread", params, arguments.wait);
}

int RunChanges(const ChangesArguments& arguments, const Config& config) {
  const std::string params = JsonObject({{"dossier", arguments.dossier}, {"from", arguments.from}, {"to", arguments.to}});
  return AskAndPrint(config, SessionUse::kRead, "changes", params, PrintChanges);
}

}  // namespace sohoa
