// SPDX-License-Identifier: Apache-2.0
//
// Who signed: boxes 7a and 7b. Authority lines chain ("TM. ỦY BAN NHÂN DÂN" / "KT. CHỦ TỊCH" /
// "PHÓ CHỦ TỊCH"); the last one is the signer's own position.
#include <algorithm>
#include <string>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"

namespace sohoa {
namespace {

std::string SentenceCase(const std::string& printed) {
  const std::u32string points = ToCodePoints(ToLower(printed));
  if (points.empty()) return {};
  return ToUpper(FromCodePoints(std::u32string_view(points).substr(0, 1))) +
         FromCodePoints(std::u32string_view(points).substr(1));
}

std::string AuthorityOf(const TextLine& line) {
  const std::size_t space = line.key.find(' ');
  const std::string first = line.key.substr(0, space);
  for (const char* known : {"tm", "kt", "tl", "tuq", "q"}) {
    if (first == known) return ToUpper(known);
  }
  return {};
}

// The line behind its "KT." prefix.
std::string Behind(const TextLine& line, const std::string& authority) {
  const std::string text = line.text.Original(0, line.text.size());
  if (authority.empty()) return CleanText(text);
  const std::size_t at = line.text.ascii().find_first_of(". ");
  return CleanText(line.text.Original(at == std::string::npos ? 0 : at + 1, line.text.size()));
}

FieldValue PositionField(const FieldContext& context) {
  const std::vector<TextLine>& lines = context.closing.position_lines;
  if (lines.empty()) return NullField(context, "signer_position", "not_found");
  FieldValue field = NewField(context, "signer_position");
  field.value = CleanText(JoinLines(lines));
  const std::string authority = AuthorityOf(lines.back());
  field.normalized = SentenceCase(Behind(lines.back(), authority));
  double confidence = 1;
  for (const TextLine& line : lines) {
    const std::string prefix = AuthorityOf(line);
    if (!prefix.empty()) field.parts.emplace_back(prefix, Behind(line, prefix));
    confidence = std::min(confidence, line.confidence);
  }
  field.confidence = confidence;
  AddLocation(context, lines, field);
  if (confidence >= 0.9) field.review = ReviewState::kAutoAccepted;
  return field;
}

FieldValue NameField(const FieldContext& context) {
  if (!context.closing.signer_line) {
    return NullField(context, "signer_name",
                     context.closing.position_lines.empty() ? "not_found" : "illegible");
  }
  const TextLine& line = *context.closing.signer_line;
  FieldValue field = NewField(context, "signer_name");
  field.value = CleanText(line.text.Original(0, line.text.size()));
  field.normalized = field.value;
  field.confidence = MinConfidence(line.words);
  AddLocation(context, line, field);
  // A seal and a signature lie over the name, and a lost tone mark makes another name that is
  // as good: never accepted unseen.
  return field;
}

}  // namespace

std::vector<FieldValue> SignerFields(const FieldContext& context) {
  return {NameField(context), PositionField(context)};
}

}  // namespace sohoa
