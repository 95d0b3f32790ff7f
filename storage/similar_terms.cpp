// SPDX-License-Identifier: Apache-2.0
#include "storage/similar_terms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/vietnamese.h"
#include "storage/index_terms.h"

namespace sohoa {
namespace {

// What print readers mix up, each towards one spelling. Longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kLookAlikes = {
    {{"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"ii", "u"}, {"1", "l"},
     {"i", "l"},  {"j", "l"},  {"0", "o"},  {"5", "s"},  {"8", "b"}}};

constexpr std::size_t kMaxLetterBytes = 4;  // of UTF-8

std::string ShapeOf(std::string_view term) {
  std::string shape;
  for (std::size_t i = 0; i < term.size();) {
    const auto* const pair = std::find_if(
        kLookAlikes.begin(), kLookAlikes.end(),
        [&](const auto& candidate) { return term.substr(i).starts_with(candidate.first); });
    if (pair == kLookAlikes.end()) {
      shape += term[i++];
    } else {
      shape += pair->second;
      i += pair->first.size();
    }
  }
  return shape;
}

std::uint32_t ShapeHash(std::string_view term) {
  std::uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : ShapeOf(term)) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return hash;
}

std::uint32_t LettersOf(std::string_view term) {
  std::uint32_t letters = 0;
  for (const char c : term) {
    if (c >= 'a' && c <= 'z') letters |= 1u << (c - 'a');
  }
  return letters;
}

// Of bits; counting them all is a call where a processor of any age must do.
bool HasMoreThanTwo(std::uint32_t bits) {
  bits &= bits - 1;
  return (bits & (bits - 1)) != 0;
}

bool HasDigit(std::string_view term) {
  return std::any_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsNumber(std::string_view term) {
  return std::all_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Edit distance of at most one, with a swap of neighbours as one edit (Damerau). `Text` is a string
// of letters.
template <typename Text>
bool IsOneEdit(const Text& a, const Text& b) {
  if (a.size() > b.size()) return IsOneEdit(b, a);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  const auto rest_equal = [&](std::size_t from_a, std::size_t from_b) {
    return std::equal(a.begin() + static_cast<std::ptrdiff_t>(from_a), a.end(),
                      b.begin() + static_cast<std::ptrdiff_t>(from_b), b.end());
  };
  if (a.size() != b.size()) return rest_equal(i, i + 1);
  if (i == a.size() || rest_equal(i + 1, i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && rest_equal(i + 2, i + 2);
}

// One letter of two or three is most of the word.
template <typename Text>
bool AreLongAndOneEdit(const Text& a, const Text& b) {
  return std::min(a.size(), b.size()) >= 3 && std::max(a.size(), b.size()) >= 4 && IsOneEdit(a, b);
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// Of terms without a digit.
bool DifferByALetter(std::string_view a, std::string_view b) {
  if (IsAscii(a) && IsAscii(b)) return AreLongAndOneEdit(a, b);
  return AreLongAndOneEdit(ToCodePoints(a), ToCodePoints(b));
}

}  // namespace

bool AreSimilarTerms(std::string_view a, std::string_view b) {
  if (IsNumber(a) && IsNumber(b)) return a == b;
  if (ShapeOf(a) == ShapeOf(b)) return true;
  return !HasDigit(a) && !HasDigit(b) && DifferByALetter(a, b);
}

bool LookAlike(std::string_view a, std::string_view b) { return ShapeOf(a) == ShapeOf(b); }

void Vocabulary::Add(std::string_view folded, std::uint32_t pages) {
  const auto row = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back({static_cast<std::uint32_t>(text_.size()), pages});
  shapes_.push_back({ShapeHash(folded), row});
  if (!HasDigit(folded)) words_.push_back({LettersOf(folded), row});
  text_ += folded;
}

void Vocabulary::Finish() {
  rows_.push_back({static_cast<std::uint32_t>(text_.size()), 0});
  std::sort(shapes_.begin(), shapes_.end(), [](const Shape& a, const Shape& b) { return a.hash < b.hash; });
}

Result<std::shared_ptr<const Vocabulary>> Vocabulary::Of(const Segment& segment, const PieceReader& reader) {
  auto vocabulary = std::make_shared<Vocabulary>();
  std::string folded;
  std::uint32_t pages = 0;
  const Status scanned = segment.Scan(WordsPrefix(kWholePage, ""), reader, [&](std::string_view key, const TermEntry& entry) {
    const std::optional<TermKeys> word = ReadWordKey(key);
    if (!word) return true;
    if (word->folded != folded) {
      if (pages > 0) vocabulary->Add(folded, pages);
      folded = word->folded;
      pages = 0;
    }
    pages += entry.pages;
    return true;
  });
  if (!scanned.ok()) return scanned;
  if (pages > 0) vocabulary->Add(folded, pages);
  vocabulary->Finish();
  return std::shared_ptr<const Vocabulary>(std::move(vocabulary));
}

void Vocabulary::AddBeginning(std::string_view folded, std::map<std::string, std::uint64_t>& terms) const {
  std::size_t first = 0;
  for (std::size_t count = rows_.size() - 1; count > 0;) {
    const std::size_t half = count / 2;
    const bool is_before = Text(first + half) < folded;
    first += is_before ? half + 1 : 0;
    count = is_before ? count - half - 1 : half;
  }
  // Both are in order.
  auto place = terms.lower_bound(std::string(folded));
  for (std::size_t row = first; row + 1 < rows_.size() && Text(row).starts_with(folded); ++row) {
    const std::string_view text = Text(row);
    while (place != terms.end() && place->first < text) ++place;
    if (place == terms.end() || place->first != text) place = terms.emplace_hint(place, text, 0);
    place->second += rows_[row].pages;
  }
}

void Vocabulary::AddSimilar(std::string_view folded, std::map<std::string, std::uint64_t>& terms) const {
  const auto less = [](const Shape& a, const Shape& b) { return a.hash < b.hash; };
  const auto [begin, end] = std::equal_range(shapes_.begin(), shapes_.end(), Shape{ShapeHash(folded), 0}, less);
  for (auto shape = begin; shape != end; ++shape) {
    const std::string_view text = Text(shape->row);
    // Numbers of one shape may be different ones.
    if (text != folded && LookAlike(text, folded) && AreSimilarTerms(text, folded)) terms[std::string(text)] += rows_[shape->row].pages;
  }
  if (HasDigit(folded)) return;
  const std::uint32_t letters = LettersOf(folded);
  for (const Word& word : words_) {
    // One edit changes two letters of the set at most.
    if (HasMoreThanTwo(word.letters ^ letters)) continue;
    const std::string_view text = Text(word.row);
    const std::size_t longer = std::max(text.size(), folded.size());
    if (longer - std::min(text.size(), folded.size()) > kMaxLetterBytes || text == folded) continue;
    if (DifferByALetter(text, folded) && !LookAlike(text, folded)) terms[std::string(text)] += rows_[word.row].pages;
  }
}

}  // namespace sohoa
