// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"

namespace sohoa {
namespace {

void PrintDossier(const JsonView& dossier) {
  std::printf("== dossier %s\n", dossier["dossier"].text().c_str());
  std::printf("  %s %s, %s %s\n", Say("trạng thái", "state"), dossier["state"].text().c_str(),
              Say("phiên bản", "version"), dossier["version"].text().c_str());
  for (const JsonView& document : dossier["documents"].items()) PrintDocument(document);
  const std::size_t blank = dossier["blank"].items().size();
  if (blank > 0) std::printf("  %zu %s\n", blank, Say("trang trắng", "blank pages"));
  for (const JsonView& page : dossier["quarantined"].items()) {
    std::printf("  %s %s: %s (%s)\n", Say("cách ly", "in quarantine"), page["id"].text().c_str(),
                page["code"].text().c_str(), page["reason"].text().c_str());
  }
}

}  // namespace

int RunShow(const ShowArguments& arguments, const Config& config) {
  return AskAndPrint(config, SessionUse::kRead, "show", JsonObject({{"id", arguments.id}}),
                     [](const JsonView& answer) {
                       if (answer["documents"].is_null()) return PrintDocument(answer);
                       PrintDossier(answer);
                     });
}

int RunFields(const ShowArguments& arguments, const Config& config) {
  return AskAndPrint(config, SessionUse::kRead, "fields", JsonObject({{"document", arguments.id}}),
                     [](const JsonView& answer) { PrintFields(answer["fields"]); });
}

}  // namespace sohoa
