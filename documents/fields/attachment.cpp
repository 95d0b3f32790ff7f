// SPDX-License-Identifier: Apache-2.0
//
// What an appendix that stands by itself says of the document it belongs to: "(Kèm theo Quyết định số
// 12/QĐ-UBND ngày 05/3/2024 ...)" under its title (Decree 30/2020/NĐ-CP, Appendix I part II.8).
#include <algorithm>
#include <string>
#include <utility>

#include "documents/fields/fields.h"

namespace sohoa {
namespace {

constexpr double kHead = 0.4;

}  // namespace

std::vector<FieldValue> AttachmentFields(const FieldContext& context) {
  if (context.lines.empty()) return {};
  const std::vector<TextLine>& lines = context.lines.front();
  for (std::size_t i = 0; i < lines.size() && lines[i].top < kHead; ++i) {
    if (!FindFuzzy(lines[i].key, "kem theo", 1).found) continue;
    std::vector<TextLine> guide = {lines[i]};
    // It often wraps; the number, or the date, then stands on the next line.
    if (i + 1 < lines.size()) guide.push_back(lines[i + 1]);
    const FoldedText text(JoinLines(guide));
    const std::vector<DocumentCode> codes = FindCitedCodes(text);
    if (codes.empty()) continue;
    const DocumentCode& code = codes.front();
    FieldValue field = NewField(context, "attached_to");
    field.value = CleanText(text.Original(0, text.size()));
    field.normalized = code.number + "/" + (code.year.empty() ? "" : code.year + "/") + code.notation;
    AddPart(field, "code_number", code.number);
    AddPart(field, "code_notation", code.notation);
    if (const auto date = FindAnyDate(text.Slice(code.notation_end, text.size()))) AddPart(field, "issued_date", date->Edtf());
    const std::vector<Word> words = WordsAt(guide.front(), code.number_begin, code.notation_end);
    field.confidence = words.empty() ? MeanConfidence(guide.front().words) : MinConfidence(words);
    Check(field, "notation_pattern", IsWellFormedNotation(code.notation));
    if (field.confidence >= kSureWord && code.clean && !code.number.empty()) field.review = ReviewState::kAutoAccepted;
    AddLocation(context, guide, field);
    return {std::move(field)};
  }
  return {NullField(context, "attached_to", "not_found")};
}

}  // namespace sohoa
