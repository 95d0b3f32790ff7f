// SPDX-License-Identifier: Apache-2.0
//
// What a document says in two ways. Most letters that a reader takes for others give words that exist, so
// that no dictionary finds them; but what is misread or misprinted in one place is mostly right in another
// of the same document. Findings change nothing: they show a person where to look.
#pragma once

#include <cstdint>
#include <vector>

#include "core/document.h"
#include "core/page.h"

namespace sohoa {

// "spelling_varies": two words side by side ("kiến toàn") that stand elsewhere in the document with other
// marks ("kiện toàn"), these being by far the usual ones in open legal text.
// "citation_without_year": "61/NĐ-CP" where the year must stand in the number; the suggestion is the number
// that the document cites elsewhere, if it is one alone.
// Both with the places of all of them, in order; a suggestion may be empty. Pages as in ExtractFields.
std::vector<Finding> FindInconsistencies(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers);

}  // namespace sohoa
