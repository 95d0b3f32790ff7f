// SPDX-License-Identifier: Apache-2.0
//
// Which values may be used unseen. The group that found a value gives a score and says whether its evidence
// suffices; here the score becomes the probability that the value is right, by a table made from drawn papers
// that no rule was tried on (training/calibrate_fields.py), and a value is accepted only from a probability on
// that the same table sets for each field, so that fewer than one in two hundred accepted values is wrong.
#pragma once

#include <span>
#include <string_view>

#include "core/document.h"

namespace sohoa {

// A point of the curve from score to probability; between two of them it is straight.
struct CalibrationPoint {
  double score = 0;
  double probability = 0;
};

struct Calibration {
  std::string_view code;  // of the field, or "type"
  double threshold = 0;   // least probability that is accepted
  std::span<const CalibrationPoint> curve;  // by score, rising; empty: the score is the probability
};

// The table, and one entry of it; nullptr where a field has none (then scores stay as they are).
std::span<const Calibration> Calibrations();
const Calibration* FindCalibration(std::string_view code);
double ProbabilityOf(const Calibration& calibration, double score);

// Sets `confidence`, `score`, `review` and `review_reason` of a value that was just extracted. Reasons:
// that of a missing value ("not_found", "handwritten", ...), "check_failed", "evidence_too_weak",
// "probability_too_low".
void DecideReview(FieldValue& field);
void DecideReview(DocumentType& type);

}  // namespace sohoa
