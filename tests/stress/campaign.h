// SPDX-License-Identifier: Apache-2.0
//
// Campaign: one run from the first dossier to the verdict.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stress/faults.h"
#include "stress/world.h"

namespace sohoa {

struct CampaignOptions {
  WorldOptions world;
  FaultOptions faults;
  bool no_faults = false;
  std::int64_t run_ms = 60'000;
  std::int64_t drain_ms = 120'000;  // after the last fault everything must be done within this
  // Promises of which one must be broken for the run to succeed: the program is a sabotaged one.
  std::vector<std::string> expect_broken;
  bool stop_at_violation = false;   // judge as soon as a client sees one
  std::uint32_t compare_every = 1;  // dossiers whose documents are made once more; 0 = none
};

// 0: every promise was kept (or the expected one broken); 3: it was not; 1: the run itself did not work.
int RunCampaign(const CampaignOptions& options);

}  // namespace sohoa
