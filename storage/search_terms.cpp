// SPDX-License-Identifier: Apache-2.0
#include "storage/search_terms.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

// Onsets before which a final i and y are the same vowel, and are written either way:
// "hi vọng", "kỉ luật", "lí do", "bác sĩ", "tỉ lệ", "quí".
constexpr std::array<std::string_view, 8> kOnsetsOfEitherSpelling = {"h", "k", "l", "m",
                                                                     "s", "t", "v", "qu"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kYToI = {
    {{"y", "i"}, {"ý", "í"}, {"ỳ", "ì"}, {"ỷ", "ỉ"}, {"ỹ", "ĩ"}, {"ỵ", "ị"}}};

// Texts are of few thousand words, and making keys is most of the work of indexing.
constexpr std::size_t kRememberedWords = 50'000;

// Looks texts up without a copy of them.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

bool EndsInEitherSpelling(std::string_view folded) {
  if (!folded.ends_with('y')) return false;
  folded.remove_suffix(1);
  for (const std::string_view onset : kOnsetsOfEitherSpelling) {
    if (folded == onset) return true;
  }
  return false;
}

TermKeys MakeKeys(std::string_view token) {
  TermKeys keys{ExactKey(token), FoldedKey(token)};
  if (!EndsInEitherSpelling(keys.folded)) return keys;
  keys.folded.back() = 'i';
  for (const auto& [y, i] : kYToI) {
    if (!keys.exact.ends_with(y)) continue;
    keys.exact.replace(keys.exact.size() - y.size(), y.size(), i);
    break;
  }
  return keys;
}

// Letters of a word that are Vietnamese or ASCII, which have one letter each in a folded key.
std::optional<std::size_t> PlainLetters(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < word.size(); ++letters) {
    const auto byte = static_cast<std::uint8_t>(word[i]);
    if (byte < 0x80) {
      ++i;
    } else if (byte >= 0xC3 && byte <= 0xC6 && i + 1 < word.size()) {
      // U+00C0 to U+01BF but for İ, which is two letters in lower case.
      if (byte == 0xC4 && static_cast<std::uint8_t>(word[i + 1]) == 0xB0) return std::nullopt;
      i += 2;
    } else if (byte == 0xE1 && i + 2 < word.size() && static_cast<std::uint8_t>(word[i + 1]) >= 0xBA && static_cast<std::uint8_t>(word[i + 1]) <= 0xBB) {
      i += 3;  // U+1E80 to U+1EFF
    } else {
      return std::nullopt;
    }
  }
  return letters;
}

}  // namespace

void WordSieve::Add(std::string_view folded) {
  const std::optional<std::size_t> letters = PlainLetters(folded);
  const bool known = letters && *letters > 0 && *letters < kMostLetters && static_cast<std::uint8_t>(folded.front()) < 0x80;
  if (known) wanted_[*letters][static_cast<std::uint8_t>(folded.front())] = true;
  if (!known) any_ = true;
}

bool WordSieve::MayPass(std::string_view token) const {
  const std::optional<std::size_t> letters = PlainLetters(token);
  if (any_ || !letters || *letters >= kMostLetters || token.empty()) return true;
  const std::array<bool, 128>& firsts = wanted_[*letters];
  const auto first = static_cast<std::uint8_t>(token.front());
  if (first >= 0x80) return std::find(firsts.begin(), firsts.end(), true) != firsts.end();
  return firsts[first >= 'A' && first <= 'Z' ? first - 'A' + 'a' : first];
}

TermKeys KeysOf(std::string_view token) {
  thread_local std::unordered_map<std::string, TermKeys, TextHash, std::equal_to<>> remembered;
  const auto found = remembered.find(token);
  if (found != remembered.end()) return found->second;
  if (remembered.size() >= kRememberedWords) remembered.clear();
  return remembered.emplace(token, MakeKeys(token)).first->second;
}

std::vector<PlacedTerm> PlaceTerms(std::string_view nfc_text, std::uint32_t first, const WordSieve* sieve) {
  std::vector<PlacedTerm> terms;
  std::uint32_t position = first;
  for (const Token& token : Tokenize(nfc_text)) {
    // What has no separator has no parts.
    const bool plain = std::none_of(token.text.begin(), token.text.end(), [](char c) { return c == '/' || c == '-' || c == '.'; });
    const std::vector<std::string_view> parts = plain ? std::vector<std::string_view>() : CodeParts(token.text);
    if (parts.empty()) {
      if (sieve != nullptr && !sieve->MayPass(token.text)) {
        ++position;
        continue;
      }
      terms.push_back({KeysOf(token.text), position++, token.begin, token.end, false});
      continue;
    }
    terms.push_back({KeysOf(token.text), position, token.begin, token.end, true});
    for (const std::string_view part : parts) {
      const auto begin = static_cast<std::size_t>(part.data() - nfc_text.data());
      terms.push_back({KeysOf(part), position++, begin, begin + part.size(), false});
    }
  }
  return terms;
}

}  // namespace sohoa
