// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/word_likelihood.h"

#include <cmath>
#include <cstddef>

namespace sohoa {

double ProbabilityOf(const LikelyCodes& likely, int step, int code) {
  if (code == likely.null_code()) return likely.Best(step).null_probability;
  for (const LikelyCode& one : likely.At(step)) {
    if (one.code == code) return one.probability;
  }
  return LikelyCodes::kFloor / 10;
}

double WordLikelihood::Of(const LikelyCodes& likely, int begin, int end, std::span<const int> codes) {
  // Place 2i is the nothing before code i, place 2i + 1 the code itself.
  const std::size_t places = 2 * codes.size() + 1;
  sums_.assign(places, 0);
  sums_[0] = 1;
  double logarithm = 0;
  for (int step = begin; step < end; ++step) {
    const double null = ProbabilityOf(likely, step, likely.null_code());
    double total = 0;
    for (std::size_t place = places; place-- > 0;) {
      double sum = sums_[place];
      if (place > 0) sum += sums_[place - 1];
      if (place % 2 == 0) {
        sum *= null;
      } else {
        const std::size_t at = place / 2;
        // Equal codes side by side need a nothing between them.
        if (at > 0 && codes[at] != codes[at - 1]) sum += sums_[place - 2];
        sum *= ProbabilityOf(likely, step, codes[at]);
      }
      sums_[place] = sum;
      total += sum;
    }
    if (total <= 0) return 0;
    logarithm += std::log(total);
    for (double& sum : sums_) sum /= total;
  }
  const double ended = sums_[places - 1] + (places > 1 ? sums_[places - 2] : 0);
  return std::exp(logarithm) * ended;
}

}  // namespace sohoa
