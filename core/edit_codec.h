// SPDX-License-Identifier: Apache-2.0
//
// The at-rest form of an Edit, for core/record_codec.cpp alone.
#pragma once

#include "core/edit.h"
#include "core/record_damage.h"

namespace sohoa {
namespace records {
class Edit;
}

void FillRecord(const Edit& edit, records::Edit* out);
Edit TakeRecord(const records::Edit& in, RecordDamage& damage);

}  // namespace sohoa
