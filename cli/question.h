// SPDX-License-Identifier: Apache-2.0
//
// What every command that asks the archive one question shares.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/archive_session.h"
#include "cli/config.h"
#include "cli/json_text.h"

namespace sohoa {

// Asks `method` and prints the answer: as it is with --json, through `print` for people.
// Returns the exit code.
int AskAndPrint(const Config& config, SessionUse use, std::string_view method, const std::string& params,
                const std::function<void(const JsonView& answer)>& print);

// Lines that several commands print for people.
void PrintDocument(const JsonView& document);
void PrintFields(const JsonView& fields);

}  // namespace sohoa
