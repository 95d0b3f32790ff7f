// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/confidence_curve.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "ocr/lines/damaged_model.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostPoints = 64;

}  // namespace

Result<ConfidenceCurve> ConfidenceCurve::Parse(std::string_view json) {
  const Status damaged = DamagedModel("read line model", "its curve of confidence is none");
  const nlohmann::json list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array() || list.size() < 2 || list.size() > kMostPoints) return damaged;
  ConfidenceCurve curve;
  for (const nlohmann::json& point : list) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) return damaged;
    const double sure = point[0].get<double>();
    const double right = point[1].get<double>();
    if (!(sure >= 0 && sure <= 1 && right >= 0 && right <= 1)) return damaged;
    const bool grows = curve.points_.empty() || (sure > curve.points_.back().first && right >= curve.points_.back().second);
    if (!grows) return damaged;
    curve.points_.emplace_back(sure, right);
  }
  if (curve.points_.front().first > 0 || curve.points_.back().first < 1) return damaged;
  return curve;
}

double ConfidenceCurve::At(double sure) const {
  sure = std::clamp(sure, 0.0, 1.0);
  if (points_.empty()) return sure;
  const auto behind = std::upper_bound(points_.begin(), points_.end(), sure, [](double value, const auto& point) { return value < point.first; });
  if (behind == points_.end()) return points_.back().second;
  const auto before = behind - 1;
  const double part = (sure - before->first) / (behind->first - before->first);
  return before->second + part * (behind->second - before->second);
}

}  // namespace sohoa
