// SPDX-License-Identifier: Apache-2.0
//
// make_counts FOLDER OUT [LEAST_PAIR]
//
// Counts syllables and pairs of syllables in the Markdown, text and JSON files of FOLDER (with
// its subfolders) and writes language/syllable_counts.bin. What is there was made from open
// Vietnamese legal text: Pháp điển, thủ tục hành chính (laws are no object of copyright: Law on
// Intellectual Property, Art. 15). A line that stands in many files counts once; pairs seen less
// than LEAST_PAIR times are left out, and counted in what is known of their syllables.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/vietnamese.h"
#include "language/letters.h"
#include "language/printed_word.h"
#include "language/syllable_counts.h"

namespace sohoa {
namespace {

// Rarer ones are slips of the pen as often as not.
constexpr std::uint32_t kLeastSyllable = 5;

// Of the most frequent pair that differs in marks alone.
constexpr double kLeastShare = 0.01;
constexpr double kMostImpossible = 0.0005;

template <typename Use>
void ForEachChunk(const std::u32string& text, const Use& use) {
  const auto is_space = [](char32_t c) { return c <= U' ' || c == 0xA0; };
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    if (end > begin) use(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

class Counter {
 public:
  // `line`: what stands between two ends of line.
  void AddLine(const std::string& line);
  SyllableCounts Finish(std::uint32_t least_pair) const;

 private:
  std::string TokenOf(const std::u32string& chunk, const PrintedWord& word);
  void Add(const std::string& token);

  std::unordered_set<std::size_t> seen_;
  std::unordered_map<std::string, bool> is_syllable_;
  std::vector<std::string> stream_;
  std::size_t tokens_ = 0;
};

// Classes are spelt so that no syllable can be: their index.
// Laws come as scans that were read by machine, too; what those got wrong would teach the model
// the very errors it is to find. Such files show by words no spelling allows.
bool IsReadByMachine(const std::u32string& text) {
  std::unordered_map<std::string, bool> known;
  std::size_t words = 0;
  std::size_t impossible = 0;
  ForEachChunk(text, [&](const std::u32string& chunk) {
    const PrintedWord word = TakePrintedWord(chunk);
    if (word.kind != PrintedKind::kWord || word.end - word.begin < 2) return;
    const std::u32string key = SyllableKey(chunk.substr(word.begin, word.end - word.begin));
    const bool marked = std::any_of(key.begin(), key.end(), [](char32_t c) { return c > 0x7F; });
    if (!marked) return;
    ++words;
    const auto [at, added] = known.try_emplace(FromCodePoints(key), false);
    if (added) at->second = IsVietnameseSyllable(at->first);
    if (!at->second) ++impossible;
  });
  return static_cast<double>(impossible) > kMostImpossible * static_cast<double>(words);
}

const std::string kClassNames[] = {"0", "1", "2", "3"};

std::string Counter::TokenOf(const std::u32string& chunk, const PrintedWord& word) {
  switch (word.kind) {
    case PrintedKind::kPunctuation:
      return kClassNames[kBoundaryToken];
    case PrintedKind::kNumber:
      return kClassNames[kNumberToken];
    case PrintedKind::kAbbreviation:
      return kClassNames[kAbbreviationToken];
    case PrintedKind::kForeign:
      return kClassNames[kForeignToken];
    case PrintedKind::kWord:
      break;
  }
  std::string key = FromCodePoints(SyllableKey(chunk.substr(word.begin, word.end - word.begin)));
  const auto [known, added] = is_syllable_.try_emplace(key, false);
  if (added) known->second = IsVietnameseSyllable(key);
  return known->second ? key : kClassNames[kForeignToken];
}

void Counter::Add(const std::string& token) {
  const bool again =
      token == kClassNames[kBoundaryToken] && !stream_.empty() && stream_.back() == token;
  if (again) return;
  stream_.push_back(token);
  if (token != kClassNames[kBoundaryToken]) ++tokens_;
}

void Counter::AddLine(const std::string& line) {
  if (!seen_.insert(std::hash<std::string>()(line)).second) return;
  Add(kClassNames[kBoundaryToken]);
  ForEachChunk(ToCodePoints(ToNfc(line)), [this](const std::u32string& chunk) {
    const PrintedWord word = TakePrintedWord(chunk);
    if (word.begin > 0) Add(kClassNames[kBoundaryToken]);
    Add(TokenOf(chunk, word));
    if (word.end < chunk.size()) Add(kClassNames[kBoundaryToken]);
  });
  Add(kClassNames[kBoundaryToken]);
}

using PairCounts = std::map<std::pair<TokenId, TokenId>, std::uint32_t>;

// "địa bản" beside a thousand "địa bàn" is a slip of the pen or of a scan that was not found out,
// and would be believed where a page says so.
void DropSlips(const std::vector<SyllableGroup>& groups, PairCounts& pairs) {
  std::vector<std::size_t> group_of(kFirstSyllable);
  for (std::size_t id = 0; id < group_of.size(); ++id) group_of[id] = groups.size() + id;
  for (std::size_t i = 0; i < groups.size(); ++i)
    group_of.insert(group_of.end(), groups[i].end - groups[i].begin, i);
  std::map<std::pair<TokenId, std::size_t>, std::uint32_t> most_behind;
  std::map<std::pair<std::size_t, TokenId>, std::uint32_t> most_before;
  for (const auto& [pair, count] : pairs) {
    std::uint32_t& behind = most_behind[{pair.first, group_of[pair.second]}];
    std::uint32_t& before = most_before[{group_of[pair.first], pair.second}];
    behind = std::max(behind, count);
    before = std::max(before, count);
  }
  std::erase_if(pairs, [&](const auto& entry) {
    const auto& [pair, count] = entry;
    const std::uint32_t most = std::max(most_behind[{pair.first, group_of[pair.second]}],
                                        most_before[{group_of[pair.first], pair.second}]);
    return count < kLeastShare * most;
  });
}

// Syllables by their plain letters, behind the classes.
void ListSyllables(const std::unordered_map<std::string, std::uint32_t>& counts,
                   SyllableCounts& out) {
  std::map<std::string, std::vector<std::string>> by_letters;
  for (const auto& [text, count] : counts) {
    const bool is_class =
        std::find(std::begin(kClassNames), std::end(kClassNames), text) != std::end(kClassNames);
    if (count >= kLeastSyllable && !is_class)
      by_letters[PlainLetters(ToCodePoints(text))].push_back(text);
  }
  out.texts.resize(kFirstSyllable);
  for (auto& [plain, texts] : by_letters) {
    std::sort(texts.begin(), texts.end());
    const auto begin = static_cast<TokenId>(out.texts.size());
    out.texts.insert(out.texts.end(), texts.begin(), texts.end());
    out.groups.push_back({plain, begin, static_cast<TokenId>(out.texts.size())});
  }
}

void ListPairs(const PairCounts& pairs, std::uint32_t least_pair, SyllableCounts& out) {
  for (const auto& [pair, count] : pairs) {
    ++out.tokens[pair.first].kinds_behind;
    ++out.tokens[pair.second].kinds_before;
    if (count < least_pair) continue;
    TokenCount& token = out.tokens[pair.first];
    if (token.followers++ == 0)
      token.first_follower = static_cast<std::uint32_t>(out.followers.size());
    out.followers.push_back(pair.second);
    out.follower_counts.push_back(count);
  }
}

SyllableCounts Counter::Finish(std::uint32_t least_pair) const {
  std::unordered_map<std::string, std::uint32_t> counts;
  for (const std::string& token : stream_) ++counts[token];
  SyllableCounts out;
  ListSyllables(counts, out);
  std::unordered_map<std::string, TokenId> ids;
  for (std::size_t id = 0; id < out.texts.size(); ++id) {
    ids[id < kFirstSyllable ? kClassNames[id] : out.texts[id]] = static_cast<TokenId>(id);
  }
  const auto id_of = [&ids](const std::string& text) {
    const auto known = ids.find(text);
    return known == ids.end() ? kForeignToken : known->second;
  };
  out.tokens.resize(out.texts.size());
  PairCounts pairs;
  for (std::size_t i = 0; i + 1 < stream_.size(); ++i) {
    const TokenId token = id_of(stream_[i]);
    ++out.tokens[token].count;
    ++pairs[{token, id_of(stream_[i + 1])}];
  }
  DropSlips(out.groups, pairs);
  ListPairs(pairs, least_pair, out);
  out.source = "open Vietnamese legal text (Pháp điển, thủ tục hành chính), " +
               std::to_string(tokens_) + " tokens, " +
               std::to_string(out.texts.size() - kFirstSyllable) + " syllables, " +
               std::to_string(out.followers.size()) + " of " + std::to_string(pairs.size()) +
               " pairs (those seen " + std::to_string(least_pair) + " times or more)";
  return out;
}

void AddText(const std::string& text, Counter& counter) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    counter.AddLine(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

void AddJson(const nlohmann::json& json, Counter& counter) {
  if (json.is_string()) AddText(json.get<std::string>(), counter);
  if (json.is_structured()) {
    for (const nlohmann::json& part : json) AddJson(part, counter);
  }
}

int Main(const std::filesystem::path& folder, const std::filesystem::path& out,
         std::uint32_t least_pair) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string kind = entry.path().extension().string();
    if (kind == ".md" || kind == ".txt" || kind == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Counter counter;
  std::size_t used = 0;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (IsReadByMachine(ToCodePoints(ToNfc(text)))) {
      std::printf("left out, read by machine: %s\n", file.filename().c_str());
      continue;
    }
    ++used;
    if (file.extension() != ".json") {
      AddText(text, counter);
      continue;
    }
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
      std::fprintf(stderr, "make_counts: %s: not JSON\n", file.c_str());
      return 1;
    }
    AddJson(json, counter);
  }
  const SyllableCounts counts = counter.Finish(least_pair);
  std::ofstream(out, std::ios::binary) << WriteSyllableCounts(counts);
  std::printf("%zu files: %s\n", used, counts.source.c_str());
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::fprintf(stderr, "usage: make_counts FOLDER OUT [LEAST_PAIR]\n");
    return 2;
  }
  const unsigned long least_pair = argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 2;
  return sohoa::Main(argv[1], argv[2], static_cast<std::uint32_t>(least_pair));
}
