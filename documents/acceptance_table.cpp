// SPDX-License-Identifier: Apache-2.0
//
// Made by training/calibrate_fields.py; do not edit.
#include "documents/acceptance.h"

namespace sohoa {
namespace {

constexpr CalibrationPoint kCodeNotation[] = {{0.000000, 0.0000}, {0.795125, 0.5952}, {0.979029, 0.9994}};
constexpr CalibrationPoint kOrganName[] = {{0.000000, 0.0000}, {0.920068, 0.8333}, {0.946761, 0.8810}, {0.960932, 0.9286}, {0.974361, 0.9435}, {0.984320, 0.9752}, {0.988311, 0.9825}, {0.989888, 0.9840}, {0.991926, 0.9943}, {0.995170, 0.9966}};
constexpr CalibrationPoint kPlace[] = {{0.000000, 0.0000}, {0.577453, 0.7381}, {0.787535, 0.8500}, {0.916217, 0.8750}, {0.987067, 0.9995}};
constexpr CalibrationPoint kRecipients[] = {{0.000000, 0.0000}, {0.891003, 0.8229}, {0.969450, 0.9423}, {0.981120, 0.9667}, {0.992274, 0.9990}};
constexpr EvidenceWeights kRecipientsEvidence{-11.6391, 14.1117, 2.7473, -9.0467, -1.1096, -0.0525};
constexpr CalibrationPoint kSignerName[] = {{0.000000, 0.0000}, {0.464901, 0.7794}, {0.874085, 0.9583}, {0.974869, 0.9731}, {0.987700, 0.9909}, {0.995552, 0.9965}};
constexpr CalibrationPoint kSubject[] = {{0.000000, 0.0000}, {0.989649, 0.9382}, {0.990711, 0.9903}, {0.991390, 0.9988}};
constexpr EvidenceWeights kSubjectEvidence{-0.4317, 2.8538, 2.3786, -3.6767, 0.0000, 0.0000};
constexpr CalibrationPoint kType[] = {{0.000000, 0.0000}, {0.653924, 0.9812}, {0.973706, 0.9995}};

constexpr Calibration kCalibrations[] = {
    {"code_notation", 0.5100, kCodeNotation},
    {"organ_name", 0.5100, kOrganName},
    {"place", 0.5100, kPlace},
    {"recipients", 0.9790, kRecipients, &kRecipientsEvidence},
    {"signer_name", 1.0100, kSignerName},
    {"subject", 0.9703, kSubject, &kSubjectEvidence},
    {"type", 0.5100, kType},
};

}  // namespace

std::span<const Calibration> Calibrations() { return kCalibrations; }

}  // namespace sohoa
