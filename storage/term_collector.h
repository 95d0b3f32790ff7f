// SPDX-License-Identifier: Apache-2.0
//
// TermCollector: all terms of some pages, in order of their keys. What it costs is counted in terms
// that differ: each word is looked at once, and each pair of two words is a pair of their numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/status.h"
#include "storage/index_codec.h"
#include "storage/index_terms.h"

namespace sohoa {

// What a term is on one page. Weights are in halves: 2 for a word of running text.
struct TermOnPage {
  std::uint32_t page = 0;
  std::uint32_t weight = 0;
  std::span<const std::uint32_t> positions;  // rising, where HasPositions; of a pair those of its right word
};
inline constexpr std::uint32_t kMaxTermWeight = 255;

class TermCollector {
 public:
  // Pages are numbered from 0, in the order in which they come.
  void Add(const IndexedPage& page, const PageWords& words);

  // Each term once, in byte order of keys, with its pages in order. Ends with the first error.
  using Visit = std::function<Status(std::string_view key, std::span<const TermOnPage> pages)>;
  Status ForEach(const Visit& visit) const;

 private:
  // One place of a term, or a value to filter by.
  struct Place {
    std::uint32_t term = 0;
    std::uint32_t page = 0;
    std::uint32_t position = 0;
    std::uint32_t weight = 0;
  };
  struct Word {
    TermKeys keys;
    std::optional<std::uint32_t> term = {};  // of the whole page
  };

  std::uint32_t AddText(std::string_view text, std::string_view field, std::uint32_t first);
  void AddWord(std::uint32_t word, std::string_view field, std::uint32_t position, std::uint32_t weight);
  std::uint32_t NumberOf(const TermKeys& keys);
  std::uint32_t NumberOfField(std::string_view field);
  std::uint32_t NewTerm(std::string key);
  void AddFilter(const std::string& value);

  std::uint32_t page_ = 0;
  std::vector<std::string> keys_;  // of terms
  std::vector<Place> places_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::uint32_t> words_by_spelling_;
  // Of two words' numbers: those of the page, of fields that name people, and of alternatives.
  std::map<std::string_view, std::unordered_map<std::uint64_t, std::uint32_t>> pairs_;
  std::vector<std::string> fields_;
  std::unordered_map<std::uint64_t, std::uint32_t> field_words_;  // of a field's number and a word's
  std::unordered_map<std::string, std::uint32_t> filters_;
  std::string spelling_;
};

}  // namespace sohoa
