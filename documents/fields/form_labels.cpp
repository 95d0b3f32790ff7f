// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/form_labels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {
namespace {

constexpr std::size_t kColonReach = 28;  // "(1)", "(chữ in hoa)" may stand before the colon

// Word by word at least half alike: "Ngọc Thắng, năm sinh" is not "ngày, tháng, năm sinh".
bool WordsAreLike(std::string_view label, std::string_view found) {
  while (!label.empty() && !found.empty()) {
    const std::string_view wanted = label.substr(0, label.find(' '));
    const std::string_view there = found.substr(0, found.find(' '));
    if (Similarity(wanted, there) <= 0.5) return false;
    label.remove_prefix(std::min(label.size(), wanted.size() + 1));
    found.remove_prefix(std::min(found.size(), there.size() + 1));
  }
  return true;
}

// A like phrase counts only where a colon vouches for it, so that a line without one is searched
// for the very words: much faster, and most lines have none.
FuzzyMatch FindLabelWords(const std::string& line, std::string_view label, std::size_t edits) {
  const std::size_t at = line.find(label);
  if (at != std::string::npos) return {at, at + label.size(), 0, true};
  if (edits == 0 || line.find_first_of(":;") == std::string::npos) return {};
  const FuzzyMatch match = FindFuzzy(line, label, edits);
  if (!match.found) return {};
  // Where a space was lost or added words cannot be held against each other.
  const std::string_view found = std::string_view(line).substr(match.begin, match.end - match.begin);
  const bool same_count = std::count(found.begin(), found.end(), ' ') == std::count(label.begin(), label.end(), ' ');
  return same_count && !WordsAreLike(label, found) ? FuzzyMatch() : match;
}

// Without a colon a label is one in front of its line, or right in front of digits.
bool StandsAlone(const FoldedText& text, std::size_t begin, std::size_t end, std::size_t length) {
  constexpr std::size_t kEnumerator = 6;  // "1.1. "
  constexpr std::size_t kShort = 8;
  const std::size_t next = text.ascii().find_first_not_of(' ', end);
  const bool digits = next != std::string::npos &&
                      std::isdigit(static_cast<unsigned char>(text.ascii()[next])) != 0;
  if (digits && length >= kShort) return true;
  return begin <= (length < kShort ? 4 : kEnumerator);
}

// Where a label ends in which more words or a translation may stand in front of its colon, and whether it has one.
struct LabelEnd {
  std::size_t at = 0;
  bool closed = false;
};

// "Quê quán / Place of origin: ...", whose colon a fax may cost: the words of the cards themselves then end it.
LabelEnd EndOfTranslation(const std::string& line, std::size_t slash) {
  constexpr std::array<std::string_view, 9> kTranslations = {"full name",         "date of birth",      "sex",
                                                             "nationality",       "place of origin",    "place of residence",
                                                             "date of expiry",    "date, month, year",  "personal identification"};
  const std::string rest = line.substr(slash, kColonReach);
  std::size_t end = 0;
  for (const std::string_view words : kTranslations) {
    const FuzzyMatch match = FindFuzzy(rest, words, words.size() / 6);
    if (match.found && match.begin <= 2) end = std::max(end, slash + match.end);
  }
  const std::size_t mark = line.find_first_of(":;.", end == 0 ? slash : end);
  const bool near = mark != std::string::npos && mark - slash <= kColonReach && (end == 0 || mark - end <= 1);
  if (near) return {mark + 1, true};
  return {end, end != 0};
}

LabelEnd EndOfLabel(const std::string& line, std::size_t words_end) {
  const std::size_t next = line.find_first_not_of(' ', words_end);
  if (next != std::string::npos && line[next] == '/') {
    if (const LabelEnd end = EndOfTranslation(line, next); end.closed) return end;
  }
  // A fax makes a semicolon of the colon.
  if (next != std::string::npos && line[next] == ';' && next - words_end <= 1) return {next + 1, true};
  const std::size_t colon = line.find_first_of(":;", words_end);
  if (colon == std::string::npos || line[colon] != ':' || colon - words_end > kColonReach) return {words_end, false};
  return {colon + 1, true};
}

std::optional<FormLabel> FindLabel(const FoldedText& text, const FormRule& rule) {
  // Commas and brackets inside a label vary: compare letters only, at their own offsets.
  std::string letters = text.ascii();
  for (char& c : letters) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ':' && c != ';') c = ' ';
  }
  std::string squeezed;
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == ' ' && (squeezed.empty() || squeezed.back() == ' ')) continue;
    squeezed += letters[i];
    offsets.push_back(i);
  }
  offsets.push_back(text.size());
  for (const std::string_view label : rule.labels) {
    const std::size_t edits = label.size() >= 12 ? label.size() / 9 : 0;
    const FuzzyMatch match = FindLabelWords(squeezed, label, edits);
    if (!match.found || match.end > squeezed.size()) continue;
    const bool starts = match.begin == 0 || squeezed[match.begin - 1] == ' ' || edits > 0;
    const bool ends =
        match.end == squeezed.size() || squeezed[match.end] == ' ' || squeezed[match.end] == ':' || squeezed[match.end] == ';';
    if (!starts || !ends) continue;
    const std::size_t begin = offsets[match.begin];
    const LabelEnd end = EndOfLabel(text.ascii(), offsets[match.end]);
    if (!end.closed && (match.distance > 0 || !StandsAlone(text, begin, end.at, label.size()))) {
      continue;  // no colon to vouch for it: a like phrase, or words inside a sentence
    }
    return FormLabel{&rule, begin, end.at, end.closed, label.size()};
  }
  return std::nullopt;
}

}  // namespace

std::vector<FormLabel> FindLabels(const FoldedText& text, const std::vector<FormRule>& rules,
                                  const std::vector<FieldValue>& found) {
  std::vector<FormLabel> labels;
  for (const FormRule& rule : rules) {
    if (auto label = FindLabel(text, rule)) labels.push_back(*label);
  }
  const auto taken = [&found](const FormLabel& label) {
    return std::any_of(found.begin(), found.end(), [&label](const FieldValue& field) {
      return field.code == label.rule->code;
    });
  };
  std::stable_sort(labels.begin(), labels.end(), [&](const FormLabel& a, const FormLabel& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    if (a.end != b.end) return a.end > b.end;
    return a.words != b.words ? a.words > b.words : taken(a) < taken(b);
  });
  // Of labels over each other the longer one is meant.
  std::vector<FormLabel> kept;
  for (const FormLabel& label : labels) {
    if (kept.empty() || label.begin >= kept.back().end) kept.push_back(label);
  }
  return kept;
}

}  // namespace sohoa
