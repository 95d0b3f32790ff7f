// SPDX-License-Identifier: Apache-2.0
//
// Verdicts as tables on stdout: each field over all classes, then by class.
#pragma once

#include <vector>

#include "understanding_judge.h"

namespace sohoa {

void PrintScores(const std::vector<Verdict>& verdicts);

}  // namespace sohoa
