// SPDX-License-Identifier: Apache-2.0
//
// Work that the process which holds the archive does on its own (api/long_job.h), followed by a
// command until it has ended.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/archive_session.h"
#include "cli/json_text.h"
#include "cli/terminal.h"

namespace sohoa {

using ShowJob = std::function<void(ProgressBar& bar, const std::string& phase, std::uint64_t done, std::uint64_t total)>;

// Asks METHOD_status until it is over, and has it cancelled once Ctrl-C was pressed. Gives its report, or why there is
// none.
Result<JsonView> FollowJob(ArchiveSession& session, const std::string& method, const std::string& label, bool quiet, const ShowJob& show);

}  // namespace sohoa
