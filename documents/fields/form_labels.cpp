// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/form_labels.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {
namespace {

constexpr std::size_t kColonReach = 28;  // "(1)", "(chữ in hoa)" may stand before the colon

// A like phrase counts only where a colon vouches for it, so that a line without one is searched
// for the very words: much faster, and most lines have none.
FuzzyMatch FindLabelWords(const std::string& line, std::string_view label, std::size_t edits) {
  const std::size_t at = line.find(label);
  if (at != std::string::npos) return {at, at + label.size(), 0, true};
  if (edits == 0 || line.find(':') == std::string::npos) return {};
  return FindFuzzy(line, label, edits);
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

std::optional<FormLabel> FindLabel(const FoldedText& text, const FormRule& rule) {
  // Commas and brackets inside a label vary: compare letters only, at their own offsets.
  std::string letters = text.ascii();
  for (char& c : letters) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ':') c = ' ';
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
        match.end == squeezed.size() || squeezed[match.end] == ' ' || squeezed[match.end] == ':';
    if (!starts || !ends) continue;
    const std::size_t begin = offsets[match.begin];
    std::size_t end = offsets[match.end];
    const std::size_t colon = text.ascii().find(':', end);
    if (colon != std::string::npos && colon - end <= kColonReach) {
      end = colon + 1;
    } else if (match.distance > 0 || !StandsAlone(text, begin, end, label.size())) {
      continue;  // no colon to vouch for it: a like phrase, or words inside a sentence
    }
    return FormLabel{&rule, begin, end, label.size()};
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
