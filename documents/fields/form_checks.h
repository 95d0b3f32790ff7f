// SPDX-License-Identifier: Apache-2.0
//
// What the fields of one form say of each other, and what codes on its pages say of them. A
// value that another contradicts is left for review, with the name of the check.
#pragma once

#include <string_view>
#include <vector>

#include "documents/fields/fields.h"

namespace sohoa {

// nullptr where there is none.
FieldValue* FindField(std::vector<FieldValue>& fields, std::string_view code);

// Checks of fields against each other and against a dossier code in bars.
void CheckFormFields(const FieldContext& context, std::vector<FieldValue>& fields);

// Of an identity card: its QR code and its machine readable zone settle what print says, or
// give what was not read.
void CompareWithCardCodes(const FieldContext& context, std::vector<FieldValue>& fields);

// Of a land certificate: the serial, which stands alone on its line, in red on many sheets.
FieldValue LandSerialField(const FieldContext& context);

}  // namespace sohoa
