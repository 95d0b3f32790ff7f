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
#include "documents/personal_names.h"
#include "documents/signing_authority.h"
#include "documents/signing_positions.h"

namespace sohoa {
namespace {

// Who signs for a head is a deputy: "Phó Giám đốc" where a seal left "Ó GIÁM ĐỐC" of it. Empty where
// something else stands there.
std::string DeputyPosition(const SigningAuthority& authority) {
  constexpr double kLikely = 0.6;
  if (authority.mark != "KT." || authority.position.empty()) return {};
  const std::string head = ProperPosition(authority.signing_for);
  const std::string key = WordsKey(authority.position);
  if (head == "Bộ trưởng" && Similarity(key, "thu truong") >= kLikely) return "Thứ trưởng";
  const std::string deputy = "Phó " + head;
  const bool listed = WordsKey(ProperPosition(deputy)) == WordsKey(deputy);
  return listed && Similarity(key, WordsKey(deputy)) >= kLikely ? ProperPosition(deputy) : std::string();
}

// ". TRƯỞNG PHÒNG": the letters of an authority's mark are lost, and only "Q." leaves the position as it is.
bool LostMark(const TextLine& line) {
  const std::string& ascii = line.text.ascii();
  return !ascii.empty() && std::string_view(".,").find(ascii.front()) != std::string_view::npos;
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
  field.normalized = (authority.acting ? "Quyền " : "") + ProperPosition(authority.position);
  std::string completed = DeputyPosition(authority);
  if (completed.empty()) completed = PositionWithoutFront(authority.position);
  const bool as_read = completed.empty() || WordsKey(completed) == WordsKey(authority.position);
  if (!as_read) field.normalized = completed;
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
  const bool whole = std::none_of(lines.begin(), lines.end(), LostMark);
  if (!whole) Check(field, "authority_mark_read", false);
  if (!whole && !authority.acting) field.alternatives.push_back({field.value, "Quyền " + field.normalized, 0.4});
  if (confidence >= 0.9 && !authority.position.empty() && as_read && whole) field.review = ReviewState::kAutoAccepted;
  return field;
}

// Where a seal lies over the first word, and it is no surname as it was read: what it may have been. The
// likeliest takes its place.
void RepairSurname(const Word& first, FieldValue& field) {
  constexpr double kSure = 0.8;
  constexpr std::size_t kMost = 4;
  const std::size_t space = field.value.find(' ');
  if (space == std::string::npos) return;
  const bool capital = FoldedText(first.text).Slice(0, 1).UpperShare() == 1;
  if (capital && (first.confidence >= kSure || IsSurname(first.text))) return;
  const std::vector<std::string> surnames = DamagedSurnames(first.text);
  for (std::size_t i = 0; i < std::min(kMost, surnames.size()); ++i) {
    const std::string name = RepairedName(WithCapital(surnames[i]) + field.value.substr(space));
    if (i == 0) {
      field.normalized = name;
    } else {
      field.alternatives.push_back({name, name, 0.2});
    }
  }
}

FieldValue NameField(const FieldContext& context) {
  if (!context.closing.signer_line) {
    return NullField(context, "signer_name",
                     context.closing.position_lines.empty() ? "not_found" : "illegible");
  }
  const TextLine& line = *context.closing.signer_line;
  FieldValue field = NewField(context, "signer_name");
  field.value = CleanText(line.text.Original(0, line.text.size()));
  field.normalized = RepairedName(field.value);
  RepairSurname(line.words.front(), field);
  field.confidence = MinConfidence(line.words);
  if (field.normalized != field.value) {
    Check(field, "known_name", false);
    field.alternatives.push_back({field.value, field.value, field.confidence});
    field.confidence = std::min(field.confidence, 0.7);
  }
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
