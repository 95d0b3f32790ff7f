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
#include "documents/page_evidence.h"

namespace sohoa {

// A point of the curve from score to probability; between two of them it is straight.
struct CalibrationPoint {
  double score = 0;
  double probability = 0;
};

// What a score counts beside the evidence of the page it stands on: terms of a logistic sum.
struct EvidenceWeights {
  double offset = 0;
  double score = 0;
  double confidence = 0;     // of the page (PageEvidence)
  double doubtful = 0;       // likewise
  double unknown = 0;        // likewise
  double unknown_value = 0;  // share of the value's own words that cannot be Vietnamese
};

struct Calibration {
  std::string_view code;  // of the field, or "type"
  double threshold = 0;   // least probability that is accepted
  std::span<const CalibrationPoint> curve;  // by score, rising; empty: the score is the probability
  const EvidenceWeights* weights = nullptr;  // nullptr: the score of the rule counts alone
};

// The table, and one entry of it; nullptr where a field has none (then scores stay as they are).
std::span<const Calibration> Calibrations();
const Calibration* FindCalibration(std::string_view code);
double ProbabilityOf(const Calibration& calibration, double score);
// The score of a value with what is known of its page, 0..1: what the curve of such an entry is over.
double WithEvidence(const EvidenceWeights& weights, double score, const PageEvidence& page, double unknown_value);

// Sets `confidence`, `score`, `review` and `review_reason` of a value that was just extracted. Reasons:
// that of a missing value ("not_found", "handwritten", ...), "check_failed", "evidence_too_weak",
// "probability_too_low".
void DecideReview(FieldValue& field, const PageEvidence& page);
void DecideReview(DocumentType& type);

}  // namespace sohoa
