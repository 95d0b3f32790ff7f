// SPDX-License-Identifier: Apache-2.0
//
// What a hit shows: the words around its best place, and where the words stand on the page.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "storage/index_codec.h"
#include "storage/query_parser.h"
#include "storage/search_index.h"

namespace sohoa {

// Which of a page's fields count, beside those that all may see.
struct FieldsShown {
  bool people = false;        // those that name people
  bool alternatives = false;  // what words may be instead
};

// Fills snippet, marks and boxes of `hit` from the words of its page. Where a word of the
// query stands in its exact spelling, only those places are shown; `replaced` as QueryPlan gives
// it. Says whether every word that is looked for stands on the page as it was typed.
bool ShowHit(const PageWords& words, const ParsedQuery& query,
             const std::unordered_map<std::string, std::vector<std::string>>& replaced,
             const FieldsShown& shown, SearchHit& hit);

}  // namespace sohoa
