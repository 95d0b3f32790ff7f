// SPDX-License-Identifier: Apache-2.0
//
// What people said of values that the program had read: what calibration is made of (training/calibrate_fields.py).
//
//   review_outcomes  {"after": dossier code} -> {"rows": [{"type", "field", "confidence", "score", "right": 0 1, "evidence": 0 1,
//                    "page": [confidence, doubtful, unknown, unknown_value]}], "next": code to go on behind, or null}
//
// No value, no person and no dossier stands in the rows.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

Result<std::string> AnswerReviewOutcomes(Archive& archive, std::string_view params_json);

}  // namespace sohoa
