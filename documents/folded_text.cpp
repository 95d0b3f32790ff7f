// SPDX-License-Identifier: Apache-2.0
#include "documents/folded_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>
#include <vector>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr char kUnknown = '?';
// Vietnamese letters end at U+1EF9; general punctuation follows at U+2000.
constexpr char32_t kTableSize = 0x2100;

char FoldOne(char32_t point) {
  switch (point) {  // OCR writes these for the plain sign
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return '-';
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x201C:
    case 0x201D:
      return '"';
    case 0x2044:
    case 0x2215:
      return '/';
    case 0x00A0:
      return ' ';
    default:
      break;
  }
  if (point < 0x80) return static_cast<char>(std::tolower(static_cast<int>(point)));
  const std::string key = FoldedKey(FromCodePoints(std::u32string_view(&point, 1)));
  return key.size() == 1 && static_cast<unsigned char>(key[0]) < 0x80 ? key[0] : kUnknown;
}

char Fold(char32_t point) {
  // Built once: a page has thousands of letters and each takes a round through Unicode tables.
  static const std::vector<char> table = [] {
    std::vector<char> out(kTableSize);
    for (char32_t p = 0; p < kTableSize; ++p) out[p] = FoldOne(p);
    return out;
  }();
  return point < kTableSize ? table[point] : FoldOne(point);
}

bool IsWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

FoldedText::FoldedText(std::string_view nfc_text) : points_(ToCodePoints(nfc_text)) {
  ascii_.reserve(points_.size());
  for (const char32_t point : points_) ascii_ += Fold(point);
}

std::string FoldedText::Original(std::size_t begin, std::size_t end) const {
  end = std::min(end, ascii_.size());
  while (begin < end && ascii_[begin] == ' ') ++begin;
  while (end > begin && ascii_[end - 1] == ' ') --end;
  if (begin >= end) return {};
  return FromCodePoints(std::u32string_view(points_).substr(begin, end - begin));
}

FoldedText FoldedText::Slice(std::size_t begin, std::size_t end) const {
  FoldedText part;
  end = std::min(end, ascii_.size());
  if (begin >= end) return part;
  part.points_ = points_.substr(begin, end - begin);
  part.ascii_ = ascii_.substr(begin, end - begin);
  return part;
}

double FoldedText::UpperShare() const {
  std::size_t letters = 0;
  std::size_t upper = 0;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (std::isalpha(static_cast<unsigned char>(ascii_[i])) == 0) continue;
    ++letters;
    const std::u32string_view one(&points_[i], 1);
    const std::string text = FromCodePoints(one);
    if (ToLower(text) != text) ++upper;
  }
  return letters == 0 ? 0 : static_cast<double>(upper) / static_cast<double>(letters);
}

std::string WordsKey(const FoldedText& text) {
  std::string out;
  for (const char c : text.ascii()) {
    if (IsWordByte(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string WordsKey(std::string_view nfc_text) { return WordsKey(FoldedText(nfc_text)); }

std::string WithCapital(std::string_view word) {
  const std::u32string points = ToCodePoints(word);
  if (points.empty()) return {};
  return ToUpper(FromCodePoints(std::u32string_view(points).substr(0, 1))) + FromCodePoints(std::u32string_view(points).substr(1));
}

double Similarity(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) return 1;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substitute, row[j] + 1, row[j - 1] + 1});
    }
  }
  return 1.0 -
         static_cast<double>(row[b.size()]) / static_cast<double>(std::max(a.size(), b.size()));
}

FuzzyMatch FindFuzzy(std::string_view text, std::string_view phrase, std::size_t max_edits) {
  FuzzyMatch best;
  if (phrase.empty()) return best;
  // Sellers' algorithm: the first row is free, so that a match may begin anywhere; `start`
  // carries where the alignment that ends here began.
  const std::size_t n = phrase.size();
  std::vector<std::size_t> cost(n + 1);
  std::vector<std::size_t> start(n + 1, 0);
  std::iota(cost.begin(), cost.end(), std::size_t{0});
  for (std::size_t i = 1; i <= text.size(); ++i) {
    std::size_t diagonal = cost[0];
    std::size_t diagonal_start = start[0];
    start[0] = i;
    for (std::size_t j = 1; j <= n; ++j) {
      const std::size_t substitute = diagonal + (text[i - 1] == phrase[j - 1] ? 0 : 1);
      const std::size_t skip_text = cost[j] + 1;
      const std::size_t skip_phrase = cost[j - 1] + 1;
      std::size_t from = diagonal_start;
      std::size_t value = substitute;
      if (skip_text < value) {
        value = skip_text;
        from = start[j];
      }
      if (skip_phrase < value) {
        value = skip_phrase;
        from = start[j - 1];
      }
      diagonal = cost[j];
      diagonal_start = start[j];
      cost[j] = value;
      start[j] = from;
    }
    if (cost[n] <= max_edits && (!best.found || cost[n] < best.distance)) {
      best = {start[n], i, cost[n], true};
    }
  }
  return best;
}

bool StartsFuzzy(std::string_view text, std::string_view phrase, std::size_t max_edits) {
  const std::string_view front = text.substr(0, std::min(text.size(), phrase.size() + max_edits));
  const FuzzyMatch match = FindFuzzy(front, phrase, max_edits);
  return match.found && match.begin <= max_edits;
}

}  // namespace sohoa
