// SPDX-License-Identifier: Apache-2.0
//
// The at-rest form of a Document, for core/record_codec.cpp alone.
#pragma once

#include "core/document.h"
#include "core/record_damage.h"

namespace sohoa {
namespace records {
class Document;
}

void FillRecord(const Document& document, records::Document* out);
Document TakeRecord(const records::Document& in, RecordDamage& damage);

}  // namespace sohoa
