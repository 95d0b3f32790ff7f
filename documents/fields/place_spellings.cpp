// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/place_spellings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <utility>

#include "core/vietnamese.h"
#include "documents/gazetteer.h"

namespace sohoa {
namespace {

constexpr std::array kLastWordsOfLevels = {"huyện", "quận", "xã", "phường", "trấn", "phố"};

struct Spelling {
  std::string name;
  std::size_t count = 0;
};

bool BeginsWithCapital(const std::string& word) { return FoldedText(word).Slice(0, 1).UpperShare() == 1; }

bool IsLetterOrDigit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// "CẨM SƠN" and "Cẩm Sơn" alike.
std::string WithCapitals(const std::string& text) {
  std::istringstream words(text);
  std::string out;
  for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + WithCapital(ToLower(word));
  return out;
}

bool AllBeginWithCapitals(const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!BeginsWithCapital(word)) return false;
  }
  return true;
}

void Count(const TextLine& line, const std::string& letters, std::vector<Spelling>& spellings) {
  const std::string& ascii = line.text.ascii();
  for (std::size_t at = ascii.find(letters); at != std::string::npos; at = ascii.find(letters, at + 1)) {
    const std::size_t end = at + letters.size();
    if ((at > 0 && IsLetterOrDigit(ascii[at - 1])) || (end < ascii.size() && IsLetterOrDigit(ascii[end]))) continue;
    const std::string printed = line.text.Original(at, end);
    if (!AllBeginWithCapitals(printed)) continue;
    const std::string key = ExactKey(printed);
    const auto same = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& other) { return ExactKey(other.name) == key; });
    if (same == spellings.end()) {
      spellings.push_back({WithCapitals(printed), 1});
    } else {
      ++same->count;
    }
  }
}

}  // namespace

std::vector<std::string> PlaceNamesIn(const std::string& organ) {
  std::vector<std::string> names;
  std::istringstream words(organ);
  bool open = false;
  for (std::string word; words >> word;) {
    if (open && BeginsWithCapital(word)) {
      names.back() += (names.back().empty() ? "" : " ") + word;
      continue;
    }
    open = std::find(kLastWordsOfLevels.begin(), kLastWordsOfLevels.end(), ToLower(word)) != kLastWordsOfLevels.end();
    if (open) names.emplace_back();
  }
  std::erase_if(names, [](const std::string& name) { return name.empty() || !ProvinceNamed(name).empty(); });
  return names;
}

PlaceSpelling SpellingInDocument(const FieldContext& context, const std::string& name) {
  std::vector<Spelling> spellings;
  const std::string letters = FoldedText(name).ascii();
  for (const std::vector<TextLine>& lines : context.lines) {
    for (const TextLine& line : lines) Count(line, letters, spellings);
  }
  const auto own = [&name](const Spelling& spelling) { return ExactKey(spelling.name) == ExactKey(name); };
  const auto read = std::find_if(spellings.begin(), spellings.end(), own);
  const std::size_t times = read == spellings.end() ? 1 : read->count;
  const auto other = std::max_element(spellings.begin(), spellings.end(), [&own](const Spelling& a, const Spelling& b) {
    return (own(a) ? 0 : a.count) < (own(b) ? 0 : b.count);
  });
  if (other == spellings.end() || own(*other) || other->count < times) return {name, false};
  return {other->count > times ? other->name : name, true};
}

}  // namespace sohoa
