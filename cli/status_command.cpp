// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <thread>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

void PrintStatus(const JsonView& status) {
  for (const auto& [name, value] : status.members()) {
    const std::vector<JsonView> items = value.items();
    if (items.empty()) {
      std::printf("%-22s %s\n", name.c_str(), value.text().c_str());
      continue;
    }
    std::printf("%s\n", name.c_str());
    for (const JsonView& item : items) {
      std::string line = " ";
      for (const auto& [key, member] : item.members()) line += " " + key + "=" + member.text();
      std::printf("%s\n", line.c_str());
    }
  }
}

}  // namespace

// A session for work, because the ledger's counts are the coordinator's.
int RunStatus(const StatusArguments& arguments, const Config& config) {
  while (true) {
    if (arguments.watch && !config.json) std::printf("\033[H\033[2J");
    const int code = AskAndPrint(config, SessionUse::kWork, "status", "{}", PrintStatus);
    if (!arguments.watch || code != kExitDone || Interrupted()) return code;
    for (int i = 0; i < 10 && !Interrupted(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace sohoa
