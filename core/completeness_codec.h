// SPDX-License-Identifier: Apache-2.0
//
// The at-rest form of a Completeness, for core/record_codec.cpp alone.
#pragma once

#include "core/completeness.h"

namespace sohoa {
namespace records {
class Completeness;
}

void FillRecord(const Completeness& completeness, records::Completeness* out);
// False where the record holds a number that stands for nothing.
bool TakeRecord(const records::Completeness& in, Completeness& completeness);

}  // namespace sohoa
