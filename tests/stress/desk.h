// SPDX-License-Identifier: Apache-2.0
//
// A desk: hands in the dossiers of its plan one after the other, and remembers in its log what
// it has a receipt for. Killed and started again it goes on from there, as a desk with a spool
// would. Looks hard at each answer: one that takes back what was said before is a violation.
#pragma once

#include <cstdint>
#include <string>

#include "stress/dossier_plan.h"

namespace sohoa {

struct DeskArguments {
  std::string endpoint;
  std::string key_file;    // of its own keys, where the endpoint asks for them
  std::string server_key;  // the coordinator's
  std::string log;
  std::string stop_file;  // once it is there, no new dossiers; ends when all are visible
  PlanRules rules;
  std::uint32_t desk = 0;
  std::uint32_t outstanding = 4;    // dossiers that may wait for the pipeline
  std::uint32_t most_dossiers = 0;  // 0 = until the stop file
};

int RunDesk(const DeskArguments& arguments);

}  // namespace sohoa
