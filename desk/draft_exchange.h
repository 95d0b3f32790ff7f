// SPDX-License-Identifier: Apache-2.0
//
// The question of what a capture would be (api/draft_answer.h), and its answer in the words of the desk. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "desk/capture.h"

namespace sohoa {

// With what was decided so far on pages that the coordinator has.
std::string DraftQuestion(const Capture& capture);
// The answer with page keys of the capture in place of the coordinator's ids; pages of other batches keep theirs.
// kCorruption: it is no such answer.
Result<std::string> DraftWithKeys(const Capture& capture, const std::string& answer);

// Adds the names of the papers that a draft misses. False where it was not held against a procedure.
bool TakeMissing(const std::string& draft, std::vector<std::string>& names);

}  // namespace sohoa
