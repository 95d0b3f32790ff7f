// SPDX-License-Identifier: Apache-2.0
//
// Terms of the search index: what stands in the dictionary of a segment. There are words (of a
// page, and of one field of it), pairs of words that stand side by side, and values to filter by.
// All spellings of a word stand together, for a key begins with what is left without marks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/search_terms.h"

namespace sohoa {

// The field of words of the whole page.
inline constexpr std::string_view kWholePage = "";
// That of what words may be instead, as the reader says: found where nothing else is.
inline constexpr std::string_view kAlternatives = "@alternative";

std::string WordKey(std::string_view field, const TermKeys& word);
// Of all spellings; and of all words that begin so (folded).
std::string SpellingsPrefix(std::string_view field, std::string_view folded);
std::string WordsPrefix(std::string_view field, std::string_view folded_begin);
// Of the whole page, or of kPeople.
std::string PairKey(std::string_view field, const TermKeys& left, const TermKeys& right);
std::string PairSpellingsPrefix(std::string_view field, std::string_view left_folded, std::string_view right_folded);
// `value` as IndexedPage::filter_values has them: "code=folded value".
std::string FilterKey(std::string_view value);

// Takes the key of a word or pair apart (exact spellings with a space between). None for others.
std::optional<TermKeys> ReadWordKey(std::string_view key);
// What is left of it without marks; a part of the key.
std::optional<std::string_view> ReadFolded(std::string_view key);
// A word or pair of what words may be instead.
bool IsAlternativeKey(std::string_view key);
// Pairs and words of fields: phrases are found by them. A word of the page has none, for where it is
// follows from its pairs.
bool HasPositions(std::string_view key);
bool IsFilterKey(std::string_view key);  // has no weights

}  // namespace sohoa
