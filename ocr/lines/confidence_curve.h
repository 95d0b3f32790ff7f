// SPDX-License-Identifier: Apache-2.0
//
// ConfidenceCurve: from how sure a network is to how often it is right, as measured on lines that
// it was never trained with. Straight between its points; without any, what it is given.
//
// Immutable once made; safe from several threads.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

class ConfidenceCurve {
 public:
  ConfidenceCurve() = default;
  // A JSON list of points [sure, right], both 0..1 and growing, from sure 0 to sure 1.
  // kCorruption: anything else.
  static Result<ConfidenceCurve> Parse(std::string_view json);

  double At(double sure) const;  // 0..1; never less for a greater `sure`

 private:
  std::vector<std::pair<double, double>> points_;
};

}  // namespace sohoa
