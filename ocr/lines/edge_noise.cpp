// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/edge_noise.h"

#include <cmath>
#include <limits>

namespace sohoa {

EdgeNoise::EdgeNoise(std::int32_t sample_iteration) {
  const std::int64_t seed = std::int64_t{sample_iteration} * 0x10000001;
  generator_.seed(static_cast<std::minstd_rand::result_type>(seed));
  generator_();  // the first number after seeding is thrown away
}

const std::int8_t* EdgeNoise::First(std::size_t count) {
  values_.reserve(count);
  while (values_.size() < count) {
    const auto drawn = static_cast<std::int32_t>(generator_());
    const double value = 127 * 2.0 * drawn / std::numeric_limits<std::int32_t>::max() - 127;
    // Halves away from zero.
    values_.push_back(static_cast<std::int8_t>(std::lround(value)));
  }
  return values_.data();
}

}  // namespace sohoa
