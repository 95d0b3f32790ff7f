// SPDX-License-Identifier: Apache-2.0
#include "storage/index_terms.h"

#include <algorithm>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr char kWord = 'w';
constexpr char kPair = 'p';
constexpr char kFilter = 'f';
constexpr char kEnd = '\0';  // stands in no word

// One position lies between a field and what is before it, so that no phrase runs across.
constexpr std::uint32_t kFieldGap = 1;
// A run of letters longer than any word or number is noise of the reader.
constexpr std::size_t kMaxTermBytes = 200;

// Halves, so that they are whole numbers.
std::uint32_t PlaceWeight(std::string_view field) {
  if (field == kWholePage) return 2;
  if (field == "code_number" || field == "code_notation" || field == "dossier") return 8;
  if (field == "subject") return 6;
  if (field == "type_name" || field == "type") return 4;
  return 3;
}

// What an exact spelling has beyond the folded one: the number of each letter that differs, from
// 1, and the letter. Where letters do not stand one for one: 0 and the spelling.
std::string MarksOf(std::string_view exact, std::string_view folded) {
  if (exact == folded) return "";
  const std::u32string printed = ToCodePoints(exact);
  const std::u32string plain = ToCodePoints(folded);
  std::string marks;
  bool fits = printed.size() == plain.size() && printed.size() < 128;
  for (std::size_t i = 0; fits && i < printed.size(); ++i) {
    if (printed[i] == plain[i]) continue;
    marks += static_cast<char>(i + 1);
    marks += FromCodePoints(printed.substr(i, 1));
  }
  return fits ? marks : std::string(1, kEnd) + std::string(exact);
}

std::string ExactOf(std::string_view folded, std::string_view marks) {
  if (marks.empty()) return std::string(folded);
  if (marks.front() == kEnd) return std::string(marks.substr(1));
  std::u32string letters = ToCodePoints(folded);
  const std::u32string changes = ToCodePoints(marks);
  for (std::size_t i = 0; i + 1 < changes.size(); i += 2) {
    if (changes[i] >= 1 && changes[i] <= letters.size()) letters[changes[i] - 1] = changes[i + 1];
  }
  return FromCodePoints(letters);
}

// Adds the words of one text from position `first`, and gives the position behind them.
class TermCollector {
 public:
  explicit TermCollector(PageTerms& terms) : terms_(terms) {}

  std::uint32_t Add(std::string_view text, std::string_view field, std::uint32_t first) {
    const std::uint32_t weight = PlaceWeight(field);
    std::uint32_t next = first;
    std::optional<TermKeys> before;
    for (PlacedTerm& term : PlaceTerms(text, first)) {
      // Parts of a code stand in a row, and are found so.
      if (term.whole_code) continue;
      next = term.position + 1;
      if (term.keys.folded.size() > kMaxTermBytes || term.keys.folded.empty()) {
        before.reset();
        continue;
      }
      Take(WordKey(kWholePage, term.keys), weight, term.position);
      if (field != kWholePage) Take(WordKey(field, term.keys), weight, term.position);
      if (before) Take(PairKey(*before, term.keys), weight, std::nullopt);
      before = std::move(term.keys);
    }
    return next;
  }

 private:
  void Take(std::string key, std::uint32_t weight, std::optional<std::uint32_t> position) {
    TermOnPage& term = terms_[std::move(key)];
    term.weight = std::min(term.weight + weight, kMaxTermWeight);
    if (position) term.positions.push_back(*position);
  }

  PageTerms& terms_;
};

}  // namespace

std::string WordKey(std::string_view field, const TermKeys& word) {
  return SpellingsPrefix(field, word.folded) + MarksOf(word.exact, word.folded);
}

std::string SpellingsPrefix(std::string_view field, std::string_view folded) {
  return WordsPrefix(field, folded) + kEnd;
}

std::string WordsPrefix(std::string_view field, std::string_view folded_begin) {
  std::string key(1, kWord);
  key += field;
  key += kEnd;
  key += folded_begin;
  return key;
}

std::string PairKey(const TermKeys& left, const TermKeys& right) {
  return PairSpellingsPrefix(left.folded, right.folded) +
         MarksOf(left.exact + ' ' + right.exact, left.folded + ' ' + right.folded);
}

std::string PairSpellingsPrefix(std::string_view left_folded, std::string_view right_folded) {
  std::string key(1, kPair);
  key += kEnd;
  key += left_folded;
  key += ' ';
  key += right_folded;
  key += kEnd;
  return key;
}

std::string FilterKey(std::string_view value) { return std::string(1, kFilter) + std::string(value); }

std::optional<TermKeys> ReadWordKey(std::string_view key) {
  if (key.empty() || (key.front() != kWord && key.front() != kPair)) return std::nullopt;
  const std::size_t field_end = key.find(kEnd);
  if (field_end == std::string_view::npos) return std::nullopt;
  const std::size_t end = key.find(kEnd, field_end + 1);
  if (end == std::string_view::npos) return std::nullopt;
  TermKeys keys;
  keys.folded = key.substr(field_end + 1, end - field_end - 1);
  keys.exact = ExactOf(keys.folded, key.substr(end + 1));
  return keys;
}

bool IsWordKey(std::string_view key) { return key.starts_with(kWord); }
bool IsFilterKey(std::string_view key) { return key.starts_with(kFilter); }

PageTerms TermsOfPage(const IndexedPage& page, const PageWords& words) {
  PageTerms terms;
  TermCollector collector(terms);
  std::uint32_t next = collector.Add(words.text, kWholePage, 0);
  for (const IndexedField& field : words.fields) {
    next = collector.Add(field.value, field.code, next + kFieldGap);
  }
  for (const std::string& value : page.filter_values) terms[FilterKey(value)].weight = 1;
  for (const auto& [name, value] : FacetsOf(page)) {
    if (!value.empty()) terms[FilterKey(std::string(name) + "=" + value)].weight = 1;
  }
  return terms;
}

}  // namespace sohoa
