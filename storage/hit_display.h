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

// Fills snippet, marks and boxes of `hit` from the words of its page. Where a word of the
// query stands in its exact spelling, only those places are shown; `replaced` as QueryPlan gives
// it; `people`: words in fields that name people count. Says whether every word that is looked for stands on the page as it was typed.
bool ShowHit(const PageWords& words, const ParsedQuery& query,
             const std::unordered_map<std::string, std::vector<std::string>>& replaced,
             bool people, SearchHit& hit);

}  // namespace sohoa
