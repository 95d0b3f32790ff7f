// SPDX-License-Identifier: Apache-2.0
#include "storage/query_parser.h"

#include <optional>
#include <utility>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

struct Lexeme {
  enum class Kind { kWord, kPhrase, kAnd, kOr, kNot, kOpen, kClose, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;
  std::size_t at = 0;  // byte in the query
};

Status Mistake(std::size_t at, std::string_view what) {
  return Status(StatusCode::kInvalidArgument,
                "read query at byte " + std::to_string(at) + ": " + std::string(what));
}

// Typographic quotes are quotes: people paste them.
std::size_t QuoteLength(std::string_view text, std::size_t at) {
  if (text[at] == '"') return 1;
  const std::string_view three = text.substr(at, 3);
  return three == "“" || three == "”" ? 3 : 0;
}

bool EndsWord(std::string_view text, std::size_t at) {
  const char c = text[at];
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '(' || c == ')' ||
         QuoteLength(text, at) > 0;
}

Lexeme::Kind WordKind(std::string_view word) {
  if (word == "AND") return Lexeme::Kind::kAnd;
  if (word == "OR") return Lexeme::Kind::kOr;
  if (word == "NOT") return Lexeme::Kind::kNot;
  return Lexeme::Kind::kWord;
}

Result<std::vector<Lexeme>> Cut(std::string_view text) {
  std::vector<Lexeme> lexemes;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    if (const std::size_t quote = QuoteLength(text, at); quote > 0) {
      at += quote;
      const std::size_t inside = at;
      while (at < text.size() && QuoteLength(text, at) == 0) ++at;
      if (at == text.size()) return Mistake(begin, "a quotation mark is not closed");
      lexemes.push_back({Lexeme::Kind::kPhrase, std::string(text.substr(inside, at - inside)), begin});
      at += QuoteLength(text, at);
    } else if (text[at] == '(' || text[at] == ')') {
      lexemes.push_back({text[at] == '(' ? Lexeme::Kind::kOpen : Lexeme::Kind::kClose, "", begin});
      ++at;
    } else if (EndsWord(text, at)) {
      ++at;
    } else {
      while (at < text.size() && !EndsWord(text, at)) ++at;
      const std::string_view word = text.substr(begin, at - begin);
      lexemes.push_back({WordKind(word), std::string(word), begin});
    }
  }
  lexemes.push_back({Lexeme::Kind::kEnd, "", text.size()});
  return lexemes;
}

// query = all (OR all)*;  all = term+ with AND between or not;  term = [NOT] (word | (query))
class Parser {
 public:
  explicit Parser(std::vector<Lexeme> lexemes) : lexemes_(std::move(lexemes)) {}

  Result<ParsedQuery> Parse() {
    Result<QueryNode> root = ParseAnyOf(0);
    if (!root) return root.status();
    if (Here().kind != Lexeme::Kind::kEnd) return Mistake(Here().at, "a parenthesis too many");
    query_.root = std::move(*root);
    return std::move(query_);
  }

 private:
  const Lexeme& Here() const { return lexemes_[next_]; }

  Result<QueryNode> ParseAnyOf(int depth) {
    if (depth > kMaxQueryDepth) return Mistake(Here().at, "parentheses are nested too deeply");
    Result<QueryNode> first = ParseAll(depth);
    if (!first || Here().kind != Lexeme::Kind::kOr) return first;
    QueryNode any{QueryNode::Kind::kAnyOf, 0, {}, {}};
    if (IsEmpty(*first)) return Mistake(Here().at, "OR needs a word on its left");
    any.children.push_back(std::move(*first));
    while (Here().kind == Lexeme::Kind::kOr) {
      const std::size_t at = Here().at;
      ++next_;
      Result<QueryNode> other = ParseAll(depth);
      if (!other) return other;
      if (IsEmpty(*other)) return Mistake(at, "OR needs a word on its right");
      any.children.push_back(std::move(*other));
    }
    return any;
  }

  Result<QueryNode> ParseAll(int depth) {
    QueryNode all;
    const std::size_t begin = Here().at;
    while (true) {
      if (Here().kind == Lexeme::Kind::kAnd) {
        if (IsEmpty(all)) return Mistake(Here().at, "AND needs a word on its left");
        ++next_;
        if (!StartsTerm()) return Mistake(Here().at, "AND needs a word on its right");
      }
      if (!StartsTerm()) break;
      const bool forbid = Here().kind == Lexeme::Kind::kNot;
      if (forbid) ++next_;
      if (forbid && !StartsTerm()) return Mistake(Here().at, "NOT needs a word on its right");
      Result<std::optional<QueryNode>> term = ParseTerm(depth);
      if (!term) return term.status();
      if (*term) (forbid ? all.forbidden : all.children).push_back(std::move(**term));
    }
    if (all.children.empty() && !all.forbidden.empty()) {
      return Mistake(begin, "NOT needs a word beside it that is looked for");
    }
    return all;
  }

  bool StartsTerm() const {
    const Lexeme::Kind kind = Here().kind;
    return kind == Lexeme::Kind::kWord || kind == Lexeme::Kind::kPhrase ||
           kind == Lexeme::Kind::kNot || kind == Lexeme::Kind::kOpen;
  }

  static bool IsEmpty(const QueryNode& node) {
    return node.kind == QueryNode::Kind::kAll && node.children.empty();
  }

  // None for a word without a letter or digit.
  Result<std::optional<QueryNode>> ParseTerm(int depth) {
    const Lexeme here = Here();
    ++next_;
    if (here.kind == Lexeme::Kind::kNot) return Mistake(here.at, "NOT stands twice");
    if (here.kind == Lexeme::Kind::kOpen) {
      Result<QueryNode> inner = ParseAnyOf(depth + 1);
      if (!inner) return inner.status();
      if (Here().kind != Lexeme::Kind::kClose) return Mistake(here.at, "a parenthesis is not closed");
      ++next_;
      if (IsEmpty(*inner)) return std::optional<QueryNode>();
      return std::optional<QueryNode>(std::move(*inner));
    }
    QueryLeaf leaf{here.text, {}};
    for (PlacedTerm& term : PlaceTerms(here.text)) {
      if (!term.whole_code) leaf.words.push_back(std::move(term.keys));
    }
    if (leaf.words.empty()) return std::optional<QueryNode>();
    words_ += leaf.words.size();
    if (words_ > kMaxQueryWords) {
      return Mistake(here.at, "more than " + std::to_string(kMaxQueryWords) + " words");
    }
    query_.leaves.push_back(std::move(leaf));
    return std::optional<QueryNode>(
        QueryNode{QueryNode::Kind::kLeaf, query_.leaves.size() - 1, {}, {}});
  }

  std::vector<Lexeme> lexemes_;
  std::size_t next_ = 0;
  std::size_t words_ = 0;
  ParsedQuery query_;
};

}  // namespace

Result<ParsedQuery> ParseQuery(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    return Mistake(kMaxQueryBytes, "longer than " + std::to_string(kMaxQueryBytes) + " bytes");
  }
  Result<std::vector<Lexeme>> lexemes = Cut(ToNfc(text));
  if (!lexemes) return lexemes.status();
  return Parser(std::move(*lexemes)).Parse();
}

}  // namespace sohoa
