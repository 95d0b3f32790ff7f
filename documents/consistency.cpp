// SPDX-License-Identifier: Apache-2.0
#include "documents/consistency.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/vietnamese.h"
#include "documents/citations.h"
#include "documents/text_lines.h"
#include "language/language_model.h"
#include "language/printed_word.h"

namespace sohoa {
namespace {

// Two syllables side by side are usual where legal text has them so often, and those with other marks a slip
// where it has them that many times less.
constexpr std::uint32_t kUsualPair = 10;
constexpr std::uint32_t kTimesRarer = 50;
// And where they stand, with what is before and behind them, the usual ones are likelier: rare words that are
// right stand among words that suit them. So many times in one place at least, unless the document has the
// usual ones beside the same word.
constexpr double kTimesLikelier = 10;

using Tokens = std::pair<TokenId, TokenId>;

// A syllable of running text, or a boundary between syllables.
struct Syllable {
  TokenId token = kBoundaryToken;
  std::string plain;  // FoldedKey
  std::string text;   // as printed, without punctuation
  PrintedCase letters = PrintedCase::kLower;
  std::size_t page = 0;  // position in the document
  Box box;
};

// A place in the row of syllables: the first of the two.
struct Pair {
  std::string text;
  std::vector<std::size_t> places;
};

class SpellingCheck {
 public:
  explicit SpellingCheck(const LanguageModel& model) : model_(model) {}

  void Read(const Block& block, std::size_t page) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        if (word.ink == InkKind::kPrint) Read(word, page);
      }
    }
    row_.emplace_back();
  }

  std::vector<Finding> Findings(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers) const {
    std::vector<Finding> findings;
    for (const auto& [plain, pairs] : Groups()) {
      if (pairs.size() < 2) continue;
      const auto usual = std::max_element(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) { return Count(a.first) < Count(b.first); });
      if (Count(usual->first) < kUsualPair) continue;
      for (const auto& [tokens, pair] : pairs) {
        const bool one_differs = (tokens.first == usual->first.first) != (tokens.second == usual->first.second);
        if (!one_differs || Count(tokens) * kTimesRarer > Count(usual->first)) continue;
        Finding finding{"spelling_varies", pair.text, ToLower(usual->second.text), {}};
        bool sure = false;
        for (const std::size_t place : pair.places) {
          const double likelier = Likelihood(place, usual->first) / Likelihood(place, tokens);
          if (likelier <= 1) continue;
          sure = sure || likelier > kTimesLikelier || StandsAlike(place, usual->second.places);
          finding.locations.push_back(LocationOf(place, pages, page_numbers));
        }
        if (!sure) continue;
        findings.push_back(std::move(finding));
      }
    }
    return findings;
  }

 private:
  void Read(const Word& word, std::size_t page) {
    const std::u32string chunk = ToCodePoints(word.text);
    const PrintedWord printed = TakePrintedWord(chunk);
    Syllable syllable;
    if (printed.kind == PrintedKind::kWord) {
      syllable.text = FromCodePoints(std::u32string_view(chunk).substr(printed.begin, printed.end - printed.begin));
      syllable.plain = FoldedKey(syllable.text);
      syllable.token = model_.Find(ExactKey(syllable.text), syllable.plain);
    } else if (printed.kind != PrintedKind::kPunctuation) {
      syllable.token = printed.kind == PrintedKind::kNumber ? kNumberToken : kForeignToken;
    }
    syllable.letters = printed.letters;
    syllable.page = page;
    syllable.box = word.box;
    if (printed.begin > 0) row_.emplace_back();
    row_.push_back(std::move(syllable));
    if (printed.end < chunk.size()) row_.emplace_back();
  }

  // All pairs, by their plain letters. Names are written with a capital in each syllable and are spelt as their
  // owners like.
  std::map<std::string, std::map<Tokens, Pair>> Groups() const {
    std::map<std::string, std::map<Tokens, Pair>> groups;
    for (std::size_t i = 0; i + 1 < row_.size(); ++i) {
      const Syllable& first = row_[i];
      const Syllable& second = row_[i + 1];
      if (first.token < kFirstSyllable || second.token < kFirstSyllable || second.letters == PrintedCase::kTitle) continue;
      Pair& pair = groups[first.plain + " " + second.plain][{first.token, second.token}];
      if (pair.text.empty()) pair.text = first.text + " " + second.text;
      pair.places.push_back(i);
    }
    return groups;
  }

  // Of the two tokens between what stands about them there.
  double Likelihood(std::size_t place, const Tokens& tokens) const {
    return model_.Probability(Before(place), tokens.first) * model_.Probability(tokens.first, tokens.second) *
           model_.Probability(tokens.second, Behind(place));
  }

  TokenId Before(std::size_t place) const { return place > 0 ? row_[place - 1].token : kBoundaryToken; }
  TokenId Behind(std::size_t place) const { return place + 2 < row_.size() ? row_[place + 2].token : kBoundaryToken; }

  // The same syllable is before or behind it in one of the other places.
  bool StandsAlike(std::size_t place, const std::vector<std::size_t>& others) const {
    return std::any_of(others.begin(), others.end(), [&](std::size_t other) {
      const bool before = Before(place) >= kFirstSyllable && Before(place) == Before(other);
      return before || (Behind(place) >= kFirstSyllable && Behind(place) == Behind(other));
    });
  }

  FieldLocation LocationOf(std::size_t place, const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers) const {
    const Syllable& first = row_[place];
    const Syllable& second = row_[place + 1];
    const bool level = second.box.left > first.box.left;
    const Box box = level ? Union(first.box, second.box) : second.box;
    return {page_numbers[second.page], pages[second.page]->id, pages[second.page]->geometry.ToPolygon(box)};
  }

  std::uint32_t Count(const Tokens& tokens) const { return model_.PairCount(tokens.first, tokens.second); }

  const LanguageModel& model_;
  std::vector<Syllable> row_;
};

struct CitedAt {
  Citation citation;
  std::size_t page = 0;  // position in the document
  Box box;               // of the line
};

std::vector<CitedAt> CitationsIn(const std::vector<const PageRecord*>& pages) {
  std::vector<CitedAt> cited;
  for (std::size_t p = 0; p < pages.size(); ++p) {
    for (const TextLine& line : LinesOfPage(*pages[p], p)) {
      for (Citation& citation : FindCitations(line.text)) {
        if (!citation.number.empty()) cited.push_back({std::move(citation), p, line.box});
      }
    }
  }
  return cited;
}

std::vector<Finding> CitationFindings(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers) {
  const std::vector<CitedAt> cited = CitationsIn(pages);
  // Numbers with their year, by what they are without it.
  std::map<std::string, std::set<std::string>> with_year;
  for (const auto& [citation, page, box] : cited) {
    if (!citation.year.empty()) with_year[citation.number + "/" + citation.notation].insert(citation.reference);
  }
  std::map<std::string, Finding> found;
  for (const auto& [citation, page, box] : cited) {
    if (!LacksItsYear(citation)) continue;
    Finding& finding = found[citation.reference];
    finding.kind = "citation_without_year";
    finding.value = citation.reference;
    const auto known = with_year.find(citation.number + "/" + citation.notation);
    if (known != with_year.end() && known->second.size() == 1) finding.suggestion = *known->second.begin();
    finding.locations.push_back({page_numbers[page], pages[page]->id, pages[page]->geometry.ToPolygon(box)});
  }
  std::vector<Finding> findings;
  for (auto& [reference, finding] : found) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace

std::vector<Finding> FindInconsistencies(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers) {
  std::vector<Finding> findings;
  // Without its counts nothing is known of words; the reader says so, for it needs them too.
  if (const auto model = BuiltInLanguageModel()) {
    SpellingCheck check(**model);
    for (std::size_t p = 0; p < pages.size(); ++p) {
      for (const Block& block : pages[p]->text.blocks) check.Read(block, p);
    }
    findings = check.Findings(pages, page_numbers);
  }
  for (Finding& finding : CitationFindings(pages, page_numbers)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace sohoa
