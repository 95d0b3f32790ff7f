// SPDX-License-Identifier: Apache-2.0
//
// The mix of queries that a search is measured with, by kind.
#pragma once

#include <string>
#include <vector>

#include "search_pages.h"
#include "storage/search_index.h"

namespace sohoa {

struct QueryKind {
  std::string name;
  std::vector<SearchQuery> queries;
};

// So many of each kind:
//   rare            one word of the rarest third
//   common          two words of the 60 commonest that need not stand together
//   common typed    the same, as people type them without marks
//   mixed           a common word and one of rank 800 to 1,800
//   three           three words of rank 50 to 600
//   phrase          two words that often stand together
//   long phrase     four such words
//   either          two words with OR
//   without         a common word but not another
//   prefix          two to three first letters of a word, and a word
//   fuzzy           a word of rank 100 to 2,000 as a reader may have got it wrong
//   number          the number of a document
//   filtered        two words of a class, an agency or a year
//   field           a word of a subject
//   newest          two common words, by date
//   own agency      two words, asked by who may see one of forty agencies alone; typed: without marks;
//                   fuzzy: one of them as a reader may have got it wrong
std::vector<QueryKind> QueryMix(const SearchPages& pages, int of_each);

}  // namespace sohoa
