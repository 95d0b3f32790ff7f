// SPDX-License-Identifier: Apache-2.0
//
// People look for people: which fields name them, and what a query asks about them. Such fields are
// searched by those who may, apart from what they may see of pages; identity numbers whole or not at
// all (Law on Protection of Personal Data 91/2025/QH15; Law on Identification 26/2023/QH15, Article 12:
// a personal identification number has twelve digits, numbers of older cards nine).
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/query_parser.h"
#include "storage/search_index.h"

namespace sohoa {

// The field that stands for all that name people, where no field is asked for: its words are found
// only by those who may look for people. No field of a document has such a code.
inline constexpr std::string_view kPeople = "@people";

// Names, birth dates, telephone and identity numbers, codes of dossiers.
bool IsPeopleField(std::string_view code);
// Nine or twelve digits and nothing else.
bool LooksLikeIdentityNumber(std::string_view word);

// What a query asks about people, in its words, the names of its fields and its filters.
PeopleAsked AsksForPeople(const ParsedQuery& parsed, const SearchQuery& query);

}  // namespace sohoa
