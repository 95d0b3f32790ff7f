// SPDX-License-Identifier: Apache-2.0
#include "search_pages.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/vietnamese.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr int kLines = 33;
constexpr int kWordsOfALine = 10;
constexpr std::uint32_t kAgencies = 200;
constexpr std::array<const char*, 12> kClasses = {"QĐ", "CV", "TTr", "BC", "TB", "KH", "GM", "NQ", "HĐ", "BB", "GCN", "ĐƠN"};

std::uint64_t Below(std::uint64_t limit, std::mt19937_64& random) { return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random); }
// Few values often, many seldom.
std::uint64_t Skewed(std::uint64_t limit, std::mt19937_64& random) { return Below(1 + Below(limit, random), random); }

// What a reader makes of a word now and then: a mark lost, a letter for one that looks like it.
std::string Misread(std::string word, std::mt19937_64& random) {
  if (Below(2, random) == 0) return FoldedKey(word);
  std::u32string letters = ToCodePoints(word);
  letters[Below(letters.size(), random)] = U"lcrntoiuea"[Below(10, random)];
  return FromCodePoints(letters);
}

FieldValue Field(const std::string& code, const std::string& value, const std::string& normalized, std::uint32_t page) {
  FieldValue field;
  field.code = code;
  field.value = value;
  field.normalized = normalized;
  field.locations.push_back({page, "", {{0.1, 0.1}, {0.4, 0.1}, {0.4, 0.12}, {0.1, 0.12}}});
  return field;
}

std::string TwoDigits(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

SearchPages::SearchPages() : counts_(TakeOrExit(ParseSyllableCounts(BuiltInSyllableCounts()), "read the counts of syllables")) {
  running_.resize(counts_.tokens.size());
  std::uint64_t sum = 0;
  for (std::size_t i = kFirstSyllable; i < counts_.tokens.size(); ++i) running_[i] = sum += counts_.tokens[i].count;
  followers_running_.resize(counts_.followers.size());
  for (const TokenCount& count : counts_.tokens) {
    std::uint64_t of_token = 0;
    for (std::uint32_t i = count.first_follower; i < count.first_follower + count.followers; ++i) {
      followers_running_[i] = of_token += counts_.follower_counts[i];
    }
  }
  by_count_.resize(counts_.tokens.size() - kFirstSyllable);
  std::iota(by_count_.begin(), by_count_.end(), kFirstSyllable);
  std::stable_sort(by_count_.begin(), by_count_.end(), [&](TokenId a, TokenId b) { return counts_.tokens[a].count > counts_.tokens[b].count; });
}

const std::string& SearchPages::Syllable(std::size_t rank) const {
  static const std::string none;
  return rank < by_count_.size() ? counts_.texts[by_count_[rank]] : none;
}

TokenId SearchPages::DrawFirst(std::mt19937_64& random) const {
  const std::uint64_t drawn = Below(running_.back(), random);
  return static_cast<TokenId>(std::upper_bound(running_.begin() + kFirstSyllable, running_.end(), drawn) - running_.begin());
}

TokenId SearchPages::DrawNext(TokenId before, std::mt19937_64& random) const {
  const TokenCount& count = counts_.tokens[before];
  // Pairs that were seen once are not listed.
  if (count.followers == 0 || Below(10, random) == 0) return DrawFirst(random);
  const auto first = followers_running_.begin() + count.first_follower;
  const auto last = first + count.followers;
  const std::uint64_t drawn = Below(*(last - 1), random);
  return counts_.followers[static_cast<std::size_t>(std::upper_bound(first, last, drawn) - followers_running_.begin())];
}

std::string SearchPages::Follower(const std::string& before, std::mt19937_64& random) const {
  for (std::size_t i = kFirstSyllable; i < counts_.texts.size(); ++i) {
    if (counts_.texts[i] != before) continue;
    for (int tries = 0; tries < 50; ++tries) {
      const TokenId next = DrawNext(static_cast<TokenId>(i), random);
      if (next >= kFirstSyllable) return counts_.texts[next];
    }
  }
  return Syllable(Below(500, random));
}

// Also moves `token` on. Classes of tokens become one of their kind.
std::string SearchPages::DrawWord(TokenId& token, std::mt19937_64& random) const {
  token = DrawNext(token, random);
  switch (token) {
    case kBoundaryToken: token = DrawFirst(random); break;
    case kNumberToken:
      if (Below(4, random) == 0) return std::to_string(1 + Skewed(3000, random)) + "/" + std::to_string(2010 + Below(16, random)) + "/" + (Below(2, random) == 0 ? "NĐ-CP" : "TT-BTC");
      return std::to_string(Skewed(Below(10, random) == 0 ? 100'000'000 : 2100, random));
    case kAbbreviationToken: return std::array{"UBND", "HĐND", "CP", "TTHC", "QSDĐ", "BTC"}[Below(6, random)];
    case kForeignToken: return Misread(counts_.texts[DrawFirst(random)] + counts_.texts[DrawFirst(random)], random);
    default: break;
  }
  const std::string& text = counts_.texts[token];
  return Below(100, random) == 0 ? Misread(text, random) : text;
}

PageRecord SearchPages::Page(const std::string& code, std::uint32_t place, std::mt19937_64& random) const {
  PageRecord record;
  record.source = {code, "b1", place, Sha256::Of(code), place};
  record.id = MakePageId(record.source);
  record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
  record.text.blocks.emplace_back();
  TokenId token = kBoundaryToken;
  for (int line = 0; line < kLines; ++line) {
    Line& made = record.text.blocks[0].lines.emplace_back();
    int left = 250;
    for (int i = 0; i < kWordsOfALine; ++i) {
      Word& word = made.words.emplace_back();
      word.text = DrawWord(token, random);
      const int width = 22 * static_cast<int>(ToCodePoints(word.text).size());
      word.box = {left, 200 + line * 95, left + width, 245 + line * 95};
      left += width + 20;
    }
  }
  return record;
}

void SearchPages::AddDocument(DrawnDossier& drawn, std::uint32_t first, std::uint32_t last, std::mt19937_64& random) const {
  Document document;
  document.id = "d-" + drawn.dossier.head.code + "-" + std::to_string(first);
  for (std::uint32_t page = first; page <= last; ++page) document.pages.push_back(page);
  document.type.code = kClasses[Skewed(kClasses.size(), random)];
  document.type.label = document.type.code;
  document.type.review = static_cast<ReviewState>(Below(2, random));
  const std::string year = std::to_string(2010 + Below(16, random));
  const std::string day = year + "-" + TwoDigits(1 + Below(12, random)) + "-" + TwoDigits(1 + Below(28, random));
  document.fields.push_back(Field("code_number", std::to_string(1 + Skewed(5000, random)) + "/" + document.type.code + "-UBND", "", first));
  document.fields.push_back(Field("issued_date", day, day, first));
  std::string subject;
  TokenId token = kBoundaryToken;
  for (std::uint64_t i = 8 + Below(8, random); i > 0; --i) subject += DrawWord(token, random) + " ";
  document.fields.push_back(Field("subject", subject, "", first));
  std::string signer = std::array{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng"}[Skewed(8, random)];
  for (int i = 0; i < 2; ++i) signer += " " + Syllable(200 + Skewed(400, random));
  document.fields.push_back(Field("signer_name", signer, "", first));
  document.fields.push_back(Field("organ_name", "UBND xã " + Syllable(300 + Skewed(600, random)), "", first));
  drawn.dossier.documents.push_back(std::move(document));
}

DrawnDossier SearchPages::Draw(std::uint64_t number) const {
  std::mt19937_64 random(number * 0x9E3779B97F4A7C15ull + 1);
  DrawnDossier drawn;
  drawn.dossier.head.code = "000.00.18.H42-" + std::to_string(number);
  drawn.dossier.head.agency = "H42." + std::to_string(1 + Skewed(kAgencies, random));
  drawn.dossier.version = 1;
  for (std::uint32_t place = 0; place < kPagesOfADossier; ++place) {
    drawn.pages.push_back(Page(drawn.dossier.head.code, place, random));
    drawn.dossier.pages.push_back({drawn.pages.back().id, place + 1, drawn.pages.back().source, Sha256{}, false});
  }
  for (std::uint32_t first = 1; first <= kPagesOfADossier;) {
    const auto last = static_cast<std::uint32_t>(std::min<std::uint64_t>(kPagesOfADossier, first + Below(4, random)));
    AddDocument(drawn, first, last, random);
    first = last + 1;
  }
  return drawn;
}

}  // namespace sohoa
