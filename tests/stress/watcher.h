// SPDX-License-Identifier: Apache-2.0
//
// A reader of the archive who never stops looking, by the tools' questions and by HTTP, at
// dossiers that desks are just handing in: whatever is seen must be whole batches, and must
// never be less later.
#pragma once

#include <cstdint>
#include <string>

#include "stress/dossier_plan.h"

namespace sohoa {

struct WatcherArguments {
  std::string endpoint;
  std::string log;
  std::string stop_file;
  std::string desk_logs;  // folder; who hands in what is read there
  std::uint16_t http_port = 0;
  PlanRules rules;
};

int RunWatcher(const WatcherArguments& arguments);

}  // namespace sohoa
