// SPDX-License-Identifier: Apache-2.0
#include "cli/question.h"

#include <cstdio>

#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {

int AskAndPrint(const Config& config, SessionUse use, std::string_view method, const std::string& params,
                const std::function<void(const JsonView& answer)>& print) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, use);
  if (!session) return FailWith(session.status());
  const Result<std::string> answer = (*session)->Ask(method, params);
  if (!answer) return FailWith(answer.status());
  if (config.json) {
    std::printf("%s\n", answer->c_str());
    return kExitDone;
  }
  const Result<JsonView> view = JsonView::Parse(*answer);
  if (!view) return FailWith(view.status());
  print(*view);
  std::fflush(stdout);
  return kExitDone;
}

void PrintFields(const JsonView& fields) {
  for (const JsonView& field : fields.items()) {
    const std::string value = field["value"].is_null() ? "- (" + field["null_reason"].text() + ")" : field["value"].text();
    const std::string normalized = field["normalized"].text();
    std::printf("    %-17s %s", field["code"].text().c_str(), value.c_str());
    if (!normalized.empty() && normalized != value) std::printf("  = %s", normalized.c_str());
    std::printf("  [%.2f %s]\n", field["confidence"].number(), field["review"]["state"].text().c_str());
  }
}

void PrintDocument(const JsonView& document) {
  std::printf("  %s  %s %s  %zu %s\n", document["id"].text().c_str(), document["type"]["code"].text().c_str(),
              document["type"]["label"].text().c_str(), document["pages"].items().size(), Say("trang", "pages"));
  PrintFields(document["fields"]);
}

}  // namespace sohoa
