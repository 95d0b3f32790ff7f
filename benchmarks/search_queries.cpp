// SPDX-License-Identifier: Apache-2.0
#include "search_queries.h"

#include <functional>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

class Mix {
 public:
  Mix(const SearchPages& pages, int of_each) : pages_(pages), of_each_(of_each) {}

  void Add(const std::string& name, const std::function<SearchQuery()>& draw) {
    QueryKind& kind = kinds_.emplace_back();
    kind.name = name;
    for (int i = 0; i < of_each_; ++i) kind.queries.push_back(draw());
  }
  std::uint64_t Below(std::uint64_t limit) { return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random_); }
  std::string Rank(std::size_t from, std::size_t to) { return pages_.Syllable(from + Below(to - from)); }
  std::string Chain(int words) {
    std::string last = Rank(0, 300);
    std::string chain = last;
    for (int i = 1; i < words; ++i) chain += " " + (last = pages_.Follower(last, random_));
    return chain;
  }
  static SearchQuery Text(const std::string& text) {
    SearchQuery query;
    query.text = text;
    return query;
  }
  // The letter in its middle is one that looks like another.
  std::string Misread(const std::string& word) {
    std::u32string letters = ToCodePoints(word);
    letters.insert(letters.begin() + static_cast<std::ptrdiff_t>(letters.size() / 2), U"xwzj"[Below(4)]);
    return FromCodePoints(letters);
  }
  std::vector<QueryKind> Take() { return std::move(kinds_); }

 private:
  const SearchPages& pages_;
  const int of_each_;
  std::mt19937_64 random_{7};
  std::vector<QueryKind> kinds_;
};

SearchQuery Filtered(Mix& mix, SearchQuery query) {
  switch (mix.Below(3)) {
    case 0: query.type = "QĐ"; break;
    case 1: query.agency = "H42." + std::to_string(1 + mix.Below(40)); break;
    default: query.from = query.to = std::to_string(2010 + mix.Below(16)); break;
  }
  return query;
}

// Who may see the dossiers of one agency alone, as people of one office do.
SearchQuery OfOwnAgency(Mix& mix, SearchQuery query) {
  query.access.emplace().agencies = {"H42." + std::to_string(1 + mix.Below(40))};
  return query;
}

}  // namespace

std::vector<QueryKind> QueryMix(const SearchPages& pages, int of_each) {
  Mix mix(pages, of_each);
  mix.Add("rare", [&] { return Mix::Text(mix.Rank(pages.syllables() * 2 / 3, pages.syllables())); });
  mix.Add("common", [&] { return Mix::Text(mix.Rank(0, 60) + " " + mix.Rank(0, 60)); });
  mix.Add("common typed", [&] { return Mix::Text(FoldedKey(mix.Rank(0, 60) + " " + mix.Rank(0, 60))); });
  mix.Add("mixed", [&] { return Mix::Text(mix.Rank(0, 60) + " " + mix.Rank(800, 1'800)); });
  mix.Add("three", [&] { return Mix::Text(mix.Rank(50, 600) + " " + mix.Rank(50, 600) + " " + mix.Rank(50, 600)); });
  mix.Add("phrase", [&] { return Mix::Text("\"" + mix.Chain(2) + "\""); });
  mix.Add("long phrase", [&] { return Mix::Text("\"" + mix.Chain(4) + "\""); });
  mix.Add("either", [&] { return Mix::Text(mix.Rank(20, 400) + " OR " + mix.Rank(20, 400)); });
  mix.Add("without", [&] { return Mix::Text(mix.Rank(0, 60) + " NOT " + mix.Rank(0, 200)); });
  mix.Add("prefix", [&] {
    std::u32string word;
    while (word.size() < 2) word = ToCodePoints(FoldedKey(mix.Rank(0, 2'000)));
    return Mix::Text(FromCodePoints(word.substr(0, std::max<std::size_t>(2, word.size() - 1))) + "* " + mix.Rank(100, 1'000));
  });
  mix.Add("fuzzy", [&] { return Mix::Text(mix.Misread(mix.Rank(100, 2'000)) + " " + mix.Rank(0, 200)); });
  mix.Add("number", [&] { return Mix::Text(std::to_string(1 + mix.Below(3'000)) + "/QĐ-UBND"); });
  mix.Add("filtered", [&] { return Filtered(mix, Mix::Text(mix.Rank(0, 60) + " " + mix.Rank(0, 600))); });
  mix.Add("field", [&] { return Mix::Text("subject:" + mix.Rank(50, 1'500)); });
  mix.Add("newest", [&] {
    SearchQuery query = Mix::Text(mix.Rank(0, 60) + " " + mix.Rank(0, 60));
    query.order = SearchOrder::kNewest;
    return query;
  });
  mix.Add("own agency", [&] { return OfOwnAgency(mix, Mix::Text(mix.Rank(0, 60) + " " + mix.Rank(0, 600))); });
  mix.Add("own agency typed", [&] { return OfOwnAgency(mix, Mix::Text(FoldedKey(mix.Rank(0, 60) + " " + mix.Rank(0, 600)))); });
  mix.Add("own agency fuzzy", [&] {
    const std::string misread = mix.Misread(mix.Rank(100, 2'000));
    return OfOwnAgency(mix, Mix::Text(misread + " " + mix.Rank(0, 200)));
  });
  return mix.Take();
}

}  // namespace sohoa
