// SPDX-License-Identifier: Apache-2.0
//
// EdgeNoise: what a convolution sees beyond the edge of an image: random numbers from -127 to
// 127, the same for every line, because Tesseract 5.3.0 seeds its generator before each
// (LSTMRecognizer::SetRandomSeed, NetworkIO::Randomize). Not thread-safe: one for each run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace sohoa {

class EdgeNoise {
 public:
  explicit EdgeNoise(std::int32_t sample_iteration);

  // The first `count` numbers of a line or more, until the next call.
  const std::int8_t* First(std::size_t count);

 private:
  std::minstd_rand generator_;
  std::vector<std::int8_t> values_;
};

}  // namespace sohoa
