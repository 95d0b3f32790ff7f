// SPDX-License-Identifier: Apache-2.0
//
// {"state": "none" "running" "done" "failed", "phase", "done", "total", "report", "code", "message"}:
// code and message of a failure, report of what is done. Seen by the .cpp of jobs alone.
#pragma once

#include <nlohmann/json.hpp>

#include "api/long_job.h"

namespace sohoa {

template <typename Report, typename ToJson>
std::string JobJson(const typename LongJob<Report>::State& state, ToJson to_json) {
  const bool done = state.outcome && state.outcome->ok();
  nlohmann::ordered_json json = {{"state", state.running ? "running" : !state.outcome ? "none" : done ? "done" : "failed"},
                                 {"phase", state.phase},
                                 {"done", state.done},
                                 {"total", state.total}};
  if (done) json["report"] = to_json(**state.outcome);
  if (state.outcome && !done) {
    json["code"] = static_cast<int>(state.outcome->status().code());
    json["message"] = state.outcome->status().message();
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace sohoa
