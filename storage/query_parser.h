// SPDX-License-Identifier: Apache-2.0
//
// The query language: words (all must be there), "phrases in quotes", AND, OR, NOT in capital
// letters, parentheses. A code such as 61/2018/NĐ-CP is the phrase of its parts, so that it
// is found however the reader cut it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/search_terms.h"

namespace sohoa {

// Words that must stand one after another; most have one.
struct QueryLeaf {
  std::string text;  // as typed, NFC, without quotes
  std::vector<TermKeys> words;
};

struct QueryNode {
  enum class Kind { kLeaf, kAll, kAnyOf };
  Kind kind = Kind::kAll;
  std::size_t leaf = 0;              // kLeaf: in ParsedQuery::leaves
  std::vector<QueryNode> children;   // kAll, kAnyOf
  std::vector<QueryNode> forbidden;  // kAll: none of these
};

struct ParsedQuery {
  std::vector<QueryLeaf> leaves;
  QueryNode root;  // kAll without children: there was no word
};

inline constexpr std::size_t kMaxQueryBytes = 2000;
inline constexpr std::size_t kMaxQueryWords = 64;
inline constexpr int kMaxQueryDepth = 16;

// kInvalidArgument names the byte where it stopped making sense, never the words.
Result<ParsedQuery> ParseQuery(std::string_view text);

}  // namespace sohoa
