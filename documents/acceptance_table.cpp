// SPDX-License-Identifier: Apache-2.0
//
// Made by training/calibrate_fields.py; do not edit.
#include "documents/acceptance.h"

namespace sohoa {

std::span<const Calibration> Calibrations() { return {}; }

}  // namespace sohoa
