// SPDX-License-Identifier: Apache-2.0
//
// What the search index keeps of one page. Printed words are found; blank pages, stamps and
// handwriting are not. Fields of a document are found on the page where they stand.
#pragma once

#include <string>
#include <vector>

#include "storage/index_codec.h"
#include "storage/search_index.h"

namespace sohoa {

// One for each page of `dossier` that can be found, in order of pages.
std::vector<IndexEntry> BuildIndexEntries(const IndexedDossier& dossier);

// Spaces at the ends and runs of them go; marks and case do too.
std::string FilterValue(std::string_view text);

}  // namespace sohoa
