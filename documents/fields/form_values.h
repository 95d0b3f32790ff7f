// SPDX-License-Identifier: Apache-2.0
//
// What stands behind a label of a form, as text and normalized by what the label asks for.
#pragma once

#include <cstddef>
#include <string>

#include "core/document.h"
#include "documents/fields/form_rules.h"
#include "documents/folded_text.h"

namespace sohoa {

// The text between two offsets of a line, without the form's dots; empty where only they stand
// there.
std::string EntryText(const FoldedText& line, std::size_t begin, std::size_t end);
// Where an entry ends: in front of the number of the next one ("5. Dân tộc: Kinh  6. Quốc tịch").
std::size_t WithoutEnumerator(const FoldedText& line, std::size_t begin, std::size_t end);
// True where an address names its province last, or one after "tỉnh" that no list has: one that ends before may go
// on in a line that was not seen.
bool EndsInProvince(const std::string& address);
// True where the name of an office ends in a level of administration whose name is not there: "..., tỉnh".
bool EndsInLevel(const std::string& office);
// Fills `normalized` from `value`, and `validation` where the kind of the entry has a check.
void NormalizeEntry(const FormRule& rule, FieldValue& field);

}  // namespace sohoa
