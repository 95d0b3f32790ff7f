// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "core/vietnamese.h"
#include "documents/fields/field_labels.h"
#include "documents/fields/fields.h"

namespace sohoa {
namespace {

// "sỐ" -> "số", "nghiỆp" -> "nghiệp": a capital inside a word that begins small.
std::string SmallInside(const std::string& word) {
  const FoldedText text(word);
  if (text.size() < 2 || text.Slice(0, 1).UpperShare() > 0) return word;
  if (text.UpperShare() > 0.5 || WordsKey(text).find_first_of("0123456789") != std::string::npos) {
    return word;
  }
  return IsVietnameseSyllable(ToLower(word)) ? ToLower(word) : word;
}

}  // namespace

FieldValue NewField(const FieldContext& context, std::string_view code) {
  FieldValue field;
  field.code = std::string(code);
  field.label = std::string(FieldLabel(code));
  if (!context.pages.empty()) {
    const PageText& text = context.pages.front()->text;
    field.source_engine = text.engine + (text.model.empty() ? "" : " " + text.model);
  }
  return field;
}

FieldValue NullField(const FieldContext& context, std::string_view code, std::string_view reason) {
  FieldValue field = NewField(context, code);
  field.null_reason = std::string(reason);
  return field;
}

void AddLocation(const FieldContext& context, const TextLine& line, FieldValue& field) {
  if (line.page >= context.pages.size() || line.page >= context.page_numbers.size()) return;
  const PageRecord& page = *context.pages[line.page];
  field.locations.push_back(
      {context.page_numbers[line.page], page.id, page.geometry.ToPolygon(line.box)});
}

void AddLocation(const FieldContext& context, const std::vector<TextLine>& lines,
                 FieldValue& field) {
  for (const TextLine& line : lines) AddLocation(context, line, field);
}

void AddLocation(const FieldContext& context, const TextLine& line, std::size_t begin,
                 std::size_t end, FieldValue& field) {
  std::vector<Word> words = WordsAt(line, begin, end);
  if (words.empty() || line.page >= context.pages.size()) return;
  AddLocation(context,
              MakeTextLine(std::move(words), line.page, context.pages[line.page]->geometry), field);
}

std::vector<Word> WordsAt(const TextLine& line, std::size_t begin, std::size_t end) {
  std::vector<Word> found;
  std::size_t at = 0;
  for (const Word& word : line.words) {
    const std::size_t length = ToCodePoints(word.text).size();
    if (at < end && at + length > begin) found.push_back(word);
    at += length + 1;
  }
  return found;
}

double MinConfidence(const std::vector<Word>& words) {
  if (words.empty()) return 0;
  return std::min_element(words.begin(), words.end(),
                          [](const Word& a, const Word& b) { return a.confidence < b.confidence; })
      ->confidence;
}

void Check(FieldValue& field, std::string_view rule, bool pass) {
  field.validation.push_back({std::string(rule), pass});
}

bool Passed(const FieldValue& field, std::string_view rule) {
  return std::any_of(field.validation.begin(), field.validation.end(),
                     [&](const FieldValidation& v) { return v.rule == rule && v.pass; });
}

void AddPart(FieldValue& field, std::string_view name, const std::string& value) {
  if (!value.empty()) field.parts.emplace_back(std::string(name), value);
}

std::string CleanText(std::string_view text) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    // Marks that stand alone are speckle; dashes and dots may be the author's.
    const bool mark = WordsKey(word).empty() && word.find_first_of("-&.+/") == std::string::npos &&
                      FoldedText(word).ascii().find('-') == std::string::npos;
    if (!word.empty() && !mark) {
      if (!out.empty()) out += ' ';
      out += SmallInside(word);
    }
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\n')
      flush();
    else
      word += c;
  }
  flush();
  for (const std::string_view dash : {"–", "—"}) {
    while (out.starts_with(dash)) out.erase(0, dash.size());
  }
  constexpr std::string_view kEdges = " .,;:'`_|*-\"";
  const std::size_t first = out.find_first_not_of(kEdges);
  if (first == std::string::npos) return {};
  const std::size_t last = out.find_last_not_of(" ,;:'`_|*-");
  out = out.substr(first, last - first + 1);
  // A quotation that was opened keeps its mark.
  if (text.starts_with('"') && out.find('"') != std::string::npos) out.insert(0, 1, '"');
  return out;
}

std::vector<ParentCitation> FindParentCitations(const FieldContext& context) {
  std::vector<ParentCitation> found;
  for (std::size_t p = 1; p < context.lines.size(); ++p) {
    const std::vector<TextLine>& lines = context.lines[p];
    for (std::size_t i = 0; i < lines.size() && lines[i].top < 0.4; ++i) {
      if (!FindFuzzy(lines[i].key, "kem theo", 1).found) continue;
      std::string text = lines[i].text.Original(0, lines[i].text.size());
      // The guide line often wraps; its date then stands on the next line.
      if (i + 1 < lines.size()) {
        text += ' ' + lines[i + 1].text.Original(0, lines[i + 1].text.size());
      }
      const FoldedText folded(text);
      std::vector<DocumentCode> codes = FindCitedCodes(folded);
      if (codes.empty()) continue;
      ParentCitation citation;
      citation.code = std::move(codes.front());
      citation.line = lines[i];
      const FoldedText rest = folded.Slice(citation.code.notation_end, folded.size());
      if (auto date = FindAnyDate(rest)) citation.date = *date;
      found.push_back(std::move(citation));
    }
  }
  return found;
}

}  // namespace sohoa
