// SPDX-License-Identifier: Apache-2.0
#include "storage/people_fields.h"

#include <algorithm>
#include <array>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr std::array<std::string_view, 17> kPeopleFields = {
    "applicant",  "applicant_name",      "birth_date", "dossier",      "father_name", "husband_name",
    "identity_number", "known_name",     "mother_name", "name",        "old_identity_number", "owner_name",
    "phone",      "representative_name", "signer_name", "subject_name", "wife_name"};

bool IsIdentityField(std::string_view code) { return code == "identity_number" || code == "old_identity_number"; }

}  // namespace

bool IsPeopleField(std::string_view code) {
  return std::find(kPeopleFields.begin(), kPeopleFields.end(), code) != kPeopleFields.end();
}

bool LooksLikeIdentityNumber(std::string_view word) {
  return (word.size() == 9 || word.size() == 12) && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

PeopleAsked AsksForPeople(const ParsedQuery& parsed, const SearchQuery& query) {
  PeopleAsked asked = PeopleAsked::kNothing;
  const auto take = [&](std::string_view code) {
    if (IsPeopleField(code)) asked = std::max(asked, IsIdentityField(code) ? PeopleAsked::kIdentityNumber : PeopleAsked::kNames);
  };
  for (const QueryLeaf& leaf : parsed.leaves) {
    for (const std::string& code : leaf.fields) take(code);
    if (leaf.identity_number) asked = PeopleAsked::kIdentityNumber;
  }
  for (const auto& [code, value] : query.fields) {
    take(code);
    if (LooksLikeIdentityNumber(FoldedKey(value))) asked = PeopleAsked::kIdentityNumber;
  }
  return asked;
}

}  // namespace sohoa
