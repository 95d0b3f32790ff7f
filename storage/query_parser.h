// SPDX-License-Identifier: Apache-2.0
//
// The query language: words (all must be there), "phrases in quotes", AND, OR, NOT in capital
// letters, parentheses; `quyế*` for words that begin so; `subject:đất` or `subject:"cấp đất"` for
// what stands in a field; `date:2018-04..2019` for the day of issue. A code such as 61/2018/NĐ-CP
// is the phrase of its parts, so that it is found however the reader cut it. A number of nine or
// twelve digits is somebody's identity number.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/issue_date.h"
#include "storage/search_terms.h"

namespace sohoa {

// Words that must stand one after another; most have one.
struct QueryLeaf {
  std::string text;  // as typed, NFC, without quotes
  std::vector<TermKeys> words;
  std::vector<std::string> fields;  // any of these codes; empty: anywhere on the page
  bool prefix = false;  // words that begin like its only one
  bool identity_number = false;  // nine or twelve digits, which are a person's
};

struct QueryNode {
  enum class Kind { kLeaf, kAll, kAnyOf, kDates };
  Kind kind = Kind::kAll;
  std::size_t leaf = 0;              // kLeaf: in ParsedQuery::leaves
  std::vector<QueryNode> children;   // kAll, kAnyOf
  std::vector<QueryNode> forbidden;  // kAll: none of these
  DaySpan days;                      // kDates: the day of issue is among these
};

struct ParsedQuery {
  std::vector<QueryLeaf> leaves;
  QueryNode root;  // kAll without children: there was no word
  // Some word has a mark: then each is meant as it is typed. Without any, all spellings are.
  bool marked = false;
};

inline constexpr std::size_t kMaxQueryBytes = 2000;
inline constexpr std::size_t kMaxQueryWords = 64;
inline constexpr int kMaxQueryDepth = 16;
inline constexpr std::size_t kMinPrefixLetters = 2;
inline constexpr std::size_t kMostDigitsOfPrefix = 5;

// The codes of fields that a name in front of a colon means ("số" "subject" "người_ký"); empty
// where it is none.
std::vector<std::string> FieldsNamed(std::string_view name);

// kInvalidArgument names the byte where it stopped making sense, never the words.
Result<ParsedQuery> ParseQuery(std::string_view text);

}  // namespace sohoa
