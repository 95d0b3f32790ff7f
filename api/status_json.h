// SPDX-License-Identifier: Apache-2.0
//
// StatusJson: all that a coordinator knows of itself, for `sohoa status --json` and /v1/status;
// the terminal's screen and /metrics are made of it.
//
// Times end in _ms, _s or _unix_ms; a histogram is {"count", "sum", "p50", "p95", "bounds",
// "counts"} in seconds, its last count being what lies above all bounds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workers/coordinator_status.h"
#include "workers/fixity_watch.h"
#include "workers/supervisor.h"

namespace sohoa {

// How one webhook fares.
struct WebhookState {
  std::string name;
  const char* state = "well";  // "well" "refused" "away" "no_key"
  std::size_t waiting = 0;     // letters that are tried again
  std::size_t dead = 0;
};

// `supervised`: the worker processes of a supervisor, where one runs beside the coordinator. `fixity`: of the
// continuous check, where one runs.
// `webhooks`: of all there are.
std::string StatusJson(const CoordinatorStatus& status, const std::vector<SupervisedProcess>& supervised = {},
                       const std::optional<FixityCoverage>& fixity = std::nullopt, const std::vector<WebhookState>& webhooks = {});

}  // namespace sohoa
