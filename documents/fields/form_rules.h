// SPDX-License-Identifier: Apache-2.0
//
// What a form asks for: per class, the printed labels and the field that the text behind each
// is. Labels of the one-stop forms are those of Circular 01/2018/TT-VPCP (and 03/2025).
#pragma once

#include <string_view>
#include <vector>

namespace sohoa {

enum class EntryKind {
  kText,
  kDate,     // a date, or a date with an hour
  kNumber,   // digits
  kCount,    // a number: "03 ngày (làm việc)" is 3
  kAddress,  // of a person, a house or a parcel, down to its province
  kOffice,   // text in which levels of administration stand, some of them
  kName,     // of a person: capitals are written as names are, "Ông" and "Bà" left out
  kDossierCode,
  kIdentity,  // 12 digits (căn cước) or 9 (chứng minh)
  kTaxCode,
  kProcedureCode,      // "1.001234"
  kSex,                // "Nam", "Nữ"
  kMoney,              // a sum in figures
  kMoneyInWords,       // the same in words; normalized to figures
  kLandRegisterEntry,  // số vào sổ cấp giấy chứng nhận
  kList,               // the numbered lines below
};

struct FormRule {
  std::string_view code;
  std::vector<std::string_view> labels;  // folded, the most telling first
  EntryKind kind = EntryKind::kText;
  bool required = false;  // reported as null where it is not there
};

// Empty for a class without labels of its own.
const std::vector<FormRule>& FormRules(std::string_view class_code);

// True for a class whose papers speak of one person only, so that number, birth date and sex on
// it belong together. A declaration may name the one who asks beside the one it is about.
bool DescribesOnePerson(std::string_view class_code);

}  // namespace sohoa
