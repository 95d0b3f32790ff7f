// SPDX-License-Identifier: Apache-2.0
#include "storage/query_parser.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/vietnamese.h"
#include "storage/people_fields.h"

namespace sohoa {
namespace {

struct Lexeme {
  enum class Kind { kWord, kPhrase, kAnd, kOr, kNot, kOpen, kClose, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;
  std::size_t at = 0;  // byte in the query
  std::string field = {};  // name in front of a colon
};

struct FieldName {
  std::string_view name;  // FoldedKey, '_' for what people put between words
  std::vector<std::string> codes;
};

// What clerks call the fields that documents have; codes themselves are names too.
const std::vector<FieldName>& FieldNames() {
  static const std::vector<FieldName> names = {
      {"so", {"code_number", "code_notation"}},
      {"number", {"code_number", "code_notation"}},
      {"trich_yeu", {"subject"}},
      {"loai", {"type", "type_name"}},
      {"co_quan", {"organ_name", "organ_superior"}},
      {"organ", {"organ_name", "organ_superior"}},
      {"nguoi_ky", {"signer_name"}},
      {"signer", {"signer_name"}},
      {"ho_so", {"dossier"}},
      {"nguoi_nop", {"applicant", "applicant_name"}},
      {"ho_ten", {"applicant", "applicant_name", "subject_name", "owner_name", "representative_name", "name", "known_name", "father_name",
                  "mother_name", "husband_name", "wife_name", "signer_name"}},
      {"person", {"applicant", "applicant_name", "subject_name", "owner_name", "representative_name", "name", "known_name", "father_name",
                  "mother_name", "husband_name", "wife_name", "signer_name"}},
      {"dinh_danh", {"identity_number", "old_identity_number"}},
      {"so_dinh_danh", {"identity_number", "old_identity_number"}},
      {"identity", {"identity_number", "old_identity_number"}},
  };
  return names;
}

// Names of its fields that stand for an identity number.
bool AsksForIdentity(const QueryLeaf& leaf) {
  return std::any_of(leaf.fields.begin(), leaf.fields.end(),
                     [](const std::string& code) { return code == "identity_number" || code == "old_identity_number"; });
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// "012 345 678 901": digits, and what people put between them.
bool IsGroupedNumber(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-' || c == '*'; });
}

bool IsDateName(std::string_view name) { return name == "ngay" || name == "date" || name == "nam" || name == "year"; }

Status Mistake(std::size_t at, std::string_view what) {
  return Status(StatusCode::kInvalidArgument,
                "read query at byte " + std::to_string(at) + ": " + std::string(what));
}

// "2018-04", "23/04/2018", and a span of two with ".." between, of which one may be missing.
std::optional<DaySpan> ReadDays(std::string_view text) {
  const auto one = [](std::string_view day) -> std::optional<DaySpan> {
    if (day.size() == 10 && day[2] == '/' && day[5] == '/') {
      return ParseDaySpan(std::string(day.substr(6)) + "-" + std::string(day.substr(3, 2)) + "-" + std::string(day.substr(0, 2)));
    }
    return ParseDaySpan(day);
  };
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return one(text);
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  if (from.empty() && to.empty()) return std::nullopt;
  DaySpan days{0, 99'999'999};
  if (const auto first = one(from)) days.from = first->from;
  else if (!from.empty()) return std::nullopt;
  if (const auto last = one(to)) days.to = last->to;
  else if (!to.empty()) return std::nullopt;
  return days;
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

// Takes "name:" off the front of a word where that names a field, or days.
std::string TakeField(std::string_view& word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0) return "";
  std::string name = FoldedKey(word.substr(0, colon));
  if (!IsDateName(name) && FieldsNamed(name).empty()) return "";
  word.remove_prefix(colon + 1);
  return name;
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
      Lexeme phrase{Lexeme::Kind::kPhrase, std::string(text.substr(inside, at - inside)), begin};
      at += QuoteLength(text, at);
      // `subject:"..."`: the name stands right in front.
      if (!lexemes.empty() && !lexemes.back().field.empty() && lexemes.back().text.empty()) {
        phrase.field = lexemes.back().field;
        lexemes.pop_back();
      }
      lexemes.push_back(std::move(phrase));
    } else if (text[at] == '(' || text[at] == ')') {
      lexemes.push_back({text[at] == '(' ? Lexeme::Kind::kOpen : Lexeme::Kind::kClose, "", begin});
      ++at;
    } else if (EndsWord(text, at)) {
      ++at;
    } else {
      while (at < text.size() && !EndsWord(text, at)) ++at;
      std::string_view word = text.substr(begin, at - begin);
      const std::string field = TakeField(word);
      const Lexeme::Kind kind = field.empty() ? WordKind(word) : Lexeme::Kind::kWord;
      lexemes.push_back({kind, std::string(word), begin, field});
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
    for (const QueryLeaf& leaf : query_.leaves) {
      for (const TermKeys& word : leaf.words) query_.marked = query_.marked || word.exact != word.folded;
    }
    return std::move(query_);
  }

 private:
  const Lexeme& Here() const { return lexemes_[next_]; }

  Result<QueryNode> ParseAnyOf(int depth) {
    if (depth > kMaxQueryDepth) return Mistake(Here().at, "parentheses are nested too deeply");
    Result<QueryNode> first = ParseAll(depth);
    if (!first || Here().kind != Lexeme::Kind::kOr) return first;
    QueryNode any;
    any.kind = QueryNode::Kind::kAnyOf;
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
    if (IsDateName(here.field)) return ParseDates(here);
    return ParseLeaf(here);
  }

  static Result<std::optional<QueryNode>> ParseDates(const Lexeme& here) {
    const std::optional<DaySpan> days = ReadDays(here.text);
    if (!days) return Mistake(here.at, "'" + here.field + ":' needs a date, or two with '..' between, such as 2018-04..2019");
    QueryNode node;
    node.kind = QueryNode::Kind::kDates;
    node.days = *days;
    return std::optional<QueryNode>(std::move(node));
  }

  Result<std::optional<QueryNode>> ParseLeaf(const Lexeme& here) {
    QueryLeaf leaf;
    leaf.text = here.text;
    if (!here.field.empty()) leaf.fields = FieldsNamed(here.field);
    const std::string digits = DigitsOf(here.text);
    leaf.identity_number = IsGroupedNumber(here.text) && LooksLikeIdentityNumber(digits);
    if (AsksForIdentity(leaf) && !leaf.identity_number) return Mistake(here.at, "an identity number has nine or twelve digits");
    // Fields have it without what stood between its digits.
    for (PlacedTerm& term : PlaceTerms(AsksForIdentity(leaf) ? digits : here.text)) {
      if (term.whole_code) continue;
      // Also among other words of a phrase.
      leaf.identity_number = leaf.identity_number || LooksLikeIdentityNumber(term.keys.folded);
      leaf.words.push_back(std::move(term.keys));
    }
    leaf.prefix = here.kind == Lexeme::Kind::kWord && here.text.ends_with('*');
    // Trying one digit after another would give numbers away.
    if (leaf.prefix && IsGroupedNumber(here.text) && digits.size() > kMostDigitsOfPrefix) {
      return Mistake(here.at, "'*' stands behind " + std::to_string(kMostDigitsOfPrefix) + " digits at most: longer numbers are looked for whole");
    }
    if (leaf.words.empty()) return std::optional<QueryNode>();
    if (leaf.prefix && (leaf.words.size() > 1 || ToCodePoints(leaf.words[0].folded).size() < kMinPrefixLetters)) {
      return Mistake(here.at, "'*' needs one word of at least " + std::to_string(kMinPrefixLetters) + " letters before it");
    }
    words_ += leaf.words.size();
    if (words_ > kMaxQueryWords) {
      return Mistake(here.at, "more than " + std::to_string(kMaxQueryWords) + " words");
    }
    query_.leaves.push_back(std::move(leaf));
    QueryNode node;
    node.kind = QueryNode::Kind::kLeaf;
    node.leaf = query_.leaves.size() - 1;
    return std::optional<QueryNode>(std::move(node));
  }

  std::vector<Lexeme> lexemes_;
  std::size_t next_ = 0;
  std::size_t words_ = 0;
  ParsedQuery query_;
};

}  // namespace

std::vector<std::string> FieldsNamed(std::string_view name) {
  // A code that no document has finds nothing; names with other letters are words.
  static const std::vector<std::string> kCodes = {
      "code_number", "code_notation", "subject", "type", "type_name", "organ_name", "organ_superior", "signer_name",
      "signer_position", "dossier", "applicant", "applicant_name", "owner_name", "representative_name", "name", "known_name", "father_name",
      "mother_name", "husband_name", "wife_name", "birth_date", "phone", "identity_number", "old_identity_number", "subject_name", "certificate_serial", "business_name", "procedure_code",
      "land_parcel", "map_sheet", "land_address"};
  for (const FieldName& field : FieldNames()) {
    if (field.name == name) return field.codes;
  }
  for (const std::string& code : kCodes) {
    if (code == name) return {code};
  }
  return {};
}

Result<ParsedQuery> ParseQuery(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    return Mistake(kMaxQueryBytes, "longer than " + std::to_string(kMaxQueryBytes) + " bytes");
  }
  Result<std::vector<Lexeme>> lexemes = Cut(ToNfc(text));
  if (!lexemes) return lexemes.status();
  return Parser(std::move(*lexemes)).Parse();
}

}  // namespace sohoa
