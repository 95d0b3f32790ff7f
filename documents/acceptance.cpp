// SPDX-License-Identifier: Apache-2.0
#include "documents/acceptance.h"

#include <algorithm>
#include <cmath>

namespace sohoa {

const Calibration* FindCalibration(std::string_view code) {
  const std::span<const Calibration> all = Calibrations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Calibration& each) { return each.code == code; });
  return found == all.end() ? nullptr : &*found;
}

double ProbabilityOf(const Calibration& calibration, double score) {
  const std::span<const CalibrationPoint> curve = calibration.curve;
  if (curve.empty()) return score;
  const auto above = std::find_if(curve.begin(), curve.end(), [&](const CalibrationPoint& point) { return point.score >= score; });
  if (above == curve.begin()) return curve.front().probability;
  if (above == curve.end()) return curve.back().probability;
  const CalibrationPoint& low = *(above - 1);
  const double part = above->score > low.score ? (score - low.score) / (above->score - low.score) : 1;
  return low.probability + part * (above->probability - low.probability);
}

double WithEvidence(const EvidenceWeights& weights, double score, const PageEvidence& page, double unknown_value) {
  const double sum = weights.offset + weights.score * score + weights.confidence * page.confidence + weights.doubtful * page.doubtful +
                     weights.unknown * page.unknown + weights.unknown_value * unknown_value;
  return 1 / (1 + std::exp(-sum));
}

namespace {

// The accepted state stays only where the probability reaches the threshold of the code.
bool Reaches(const Calibration& calibration, double score, double& confidence) {
  confidence = std::clamp(ProbabilityOf(calibration, score), 0.0, 1.0);
  return confidence >= calibration.threshold;
}

}  // namespace

void DecideReview(FieldValue& field, const PageEvidence& page) {
  field.score = field.confidence;
  const bool evidence = field.review == ReviewState::kAutoAccepted;
  bool likely = true;
  if (const Calibration* calibration = FindCalibration(field.code); calibration != nullptr && !field.value.empty()) {
    const double score = calibration->weights == nullptr
                             ? field.score
                             : WithEvidence(*calibration->weights, field.score, page, UnknownShare(field.normalized));
    likely = Reaches(*calibration, score, field.confidence);
  }
  field.review_reason.clear();
  if (field.value.empty()) {
    field.review_reason = field.null_reason;
  } else if (!evidence) {
    const bool failed = std::any_of(field.validation.begin(), field.validation.end(), [](const FieldValidation& check) { return !check.pass; });
    field.review_reason = failed ? "check_failed" : "evidence_too_weak";
  } else if (!likely) {
    field.review_reason = "probability_too_low";
    field.review = ReviewState::kNeedsReview;
  }
}

void DecideReview(DocumentType& type) {
  type.score = type.confidence;
  const bool evidence = type.review == ReviewState::kAutoAccepted;
  const Calibration* calibration = FindCalibration("type");
  const bool likely = calibration == nullptr || Reaches(*calibration, type.score, type.confidence);
  type.review_reason = !evidence ? "evidence_too_weak" : (likely ? "" : "probability_too_low");
  if (!likely) type.review = ReviewState::kNeedsReview;
}

}  // namespace sohoa
