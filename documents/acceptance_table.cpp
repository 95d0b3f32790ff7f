// SPDX-License-Identifier: Apache-2.0
//
// Made by training/calibrate_fields.py; do not edit.
#include "documents/acceptance.h"

namespace sohoa {
namespace {

constexpr CalibrationPoint kCodeNotation[] = {{0.0000, 0.0000}, {0.9049, 0.8810}, {0.9777, 0.9992}};
constexpr CalibrationPoint kType[] = {{0.0000, 0.0000}, {0.2510, 0.8300}, {0.7931, 0.9583}, {0.9735, 0.9995}};

constexpr Calibration kCalibrations[] = {
    {"code_notation", 0.9541, kCodeNotation},
    {"type", 0.9827, kType},
};

}  // namespace

std::span<const Calibration> Calibrations() { return kCalibrations; }

}  // namespace sohoa
