// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/likely_codes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstdint>

namespace sohoa {
namespace {

constexpr std::size_t kBlock = 16;

// A bit for each of the block's probabilities that reaches the floor; none for a NaN.
#ifdef __SSE2__
std::uint32_t ReachFloor(const float* probabilities) {
  const __m128 floor = _mm_set1_ps(LikelyCodes::kFloor);
  const auto reach = [&](std::size_t offset) {
    return _mm_castps_si128(_mm_cmpge_ps(_mm_loadu_ps(probabilities + offset), floor));
  };
  const __m128i low = _mm_packs_epi32(reach(0), reach(4));
  const __m128i high = _mm_packs_epi32(reach(8), reach(12));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
}
#else
std::uint32_t ReachFloor(const float* probabilities) {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    mask |= (probabilities[i] >= LikelyCodes::kFloor ? 1U : 0U) << i;
  }
  return mask;
}
#endif

}  // namespace

void LikelyCodes::Fill(const LineOutputs& outputs, int null_code) {
  null_code_ = null_code;
  best_.clear();
  codes_.clear();
  ends_.clear();
  for (int step = 0; step < outputs.steps; ++step) {
    const std::span<const float> probabilities = outputs.Step(step);
    StepCodes& best = best_.emplace_back();
    best.null_probability =
        std::clamp(probabilities[static_cast<std::size_t>(null_code)], 0.0F, 1.0F);
    if (best.null_probability >= 1 - kFloor) {
      // All others together stay below the floor.
      best.top = null_code;
      best.top_probability = best.null_probability;
    } else {
      Collect(probabilities, best);
    }
    ends_.push_back(codes_.size());
  }
}

void LikelyCodes::Collect(std::span<const float> probabilities, StepCodes& best) {
  const std::size_t size = probabilities.size();
  const auto look_at = [&](std::size_t code) {
    const float probability = std::min(probabilities[code], 1.0F);
    if (probability >= kWorthNaming) codes_.push_back({static_cast<int>(code), probability});
    if (probability > best.top_probability) {
      best.second = best.top;
      best.second_probability = best.top_probability;
      best.top = static_cast<int>(code);
      best.top_probability = probability;
    } else if (probability > best.second_probability) {
      best.second = static_cast<int>(code);
      best.second_probability = probability;
    }
  };
  std::size_t code = 0;
  for (; code + kBlock <= size; code += kBlock) {
    for (std::uint32_t left = ReachFloor(probabilities.data() + code); left != 0;
         left &= left - 1) {
      look_at(code + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
  for (; code < size; ++code) {
    if (probabilities[code] >= kFloor) look_at(code);
  }
}

std::span<const LikelyCode> LikelyCodes::At(int step) const {
  const auto index = static_cast<std::size_t>(step);
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::span(codes_).subspan(begin, ends_[index] - begin);
}

}  // namespace sohoa
