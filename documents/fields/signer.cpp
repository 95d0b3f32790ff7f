// SPDX-License-Identifier: Apache-2.0
//
// Who signed: boxes 7a and 7b. Authority lines chain ("TM. ỦY BAN NHÂN DÂN" / "KT. CHỦ TỊCH" /
// "PHÓ CHỦ TỊCH"); what stands behind no mark is the signer's own position.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/signing_authority.h"

namespace sohoa {
namespace {

std::string SentenceCase(const std::string& printed) {
  const std::u32string points = ToCodePoints(ToLower(printed));
  if (points.empty()) return {};
  return ToUpper(FromCodePoints(std::u32string_view(points).substr(0, 1))) +
         FromCodePoints(std::u32string_view(points).substr(1));
}

FieldValue PositionField(const FieldContext& context) {
  const std::vector<TextLine>& lines = context.closing.position_lines;
  if (lines.empty()) return NullField(context, "signer_position", "not_found");
  FieldValue field = NewField(context, "signer_position");
  field.value = CleanText(JoinLines(lines));
  std::vector<std::string> printed;
  double confidence = 1;
  for (const TextLine& line : lines) {
    printed.push_back(CleanText(line.text.Original(0, line.text.size())));
    confidence = std::min(confidence, line.confidence);
  }
  const SigningAuthority authority = ParseSigningAuthority(printed);
  field.normalized = SentenceCase((authority.acting ? "QUYỀN " : "") + authority.position);
  if (authority.position.empty()) field.normalized.clear();
  AddPart(field, "authority", authority.mark);
  AddPart(field, "on_behalf_of", authority.on_behalf_of);
  AddPart(field, "signing_for", authority.signing_for);
  AddPart(field, "position", authority.position);
  if (authority.acting) AddPart(field, "acting", "Q.");
  // Who signs for the chairman is not the chairman: without a line of his own his position is
  // not known.
  Check(field, "position_printed", !authority.position.empty());
  field.confidence = confidence;
  AddLocation(context, lines, field);
  if (confidence >= 0.9 && !authority.position.empty()) field.review = ReviewState::kAutoAccepted;
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
