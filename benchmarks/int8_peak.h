// SPDX-License-Identifier: Apache-2.0
//
// How many int8 products a processor can do at most: the kernel's instruction over and over, its
// sums in registers, nothing loaded and nothing stored. What a share of a peak is measured by.
#pragma once

#include <cstdint>

#include "ocr/lines/line_network.h"

namespace sohoa {

struct Int8Peak {
  std::int32_t (*run)() = nullptr;  // null where there is none to measure
  double products = 0;              // of one run
};

// Only to be run where AvailableLineKernels() has the kernel.
Int8Peak PeakOf(LineKernel kernel);

}  // namespace sohoa
