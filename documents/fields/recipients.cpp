// SPDX-License-Identifier: Apache-2.0
//
// Nơi nhận: box 9b. Each recipient begins with a dash and ends with a semicolon; the last one
// is the keeper ("Lưu: VT, ...").
#include <algorithm>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/set_phrases.h"

namespace sohoa {
namespace {

bool BeginsItem(const TextLine& line) {
  const std::string& ascii = line.text.ascii();
  const std::size_t first = ascii.find_first_not_of(" '`.");
  return first != std::string::npos &&
         (ascii[first] == '-' || ascii[first] == '+' || ascii[first] == '_' ||
          ascii[first] == '~' || StartsFuzzy(line.key, "luu vt", 1));
}

// "Lưu: VI, NV": the office that keeps a paper is the clerk's, "VT" (Decree 30/2020 App. I.II.9).
std::string WithKeeper(const std::string& item) {
  const FoldedText text(item);
  re2::StringPiece keeper;
  static const RE2 kept(R"(^luu\s?[:;.]?\s?(v[il1ty]|yt)\b)");
  if (!RE2::PartialMatch(text.ascii(), kept, &keeper)) return item;
  std::u32string points = ToCodePoints(item);
  points.replace(static_cast<std::size_t>(keeper.data() - text.ascii().data()), keeper.size(), U"VT");
  return FromCodePoints(points);
}

std::string WithoutEnd(std::string text) {
  while (!text.empty() && (text.back() == ';' || text.back() == '.' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

std::vector<FieldValue> RecipientFields(const FieldContext& context) {
  if (!context.closing.recipients_line || context.closing.recipients.empty()) {
    return {NullField(context, "recipients", "not_found")};
  }
  std::vector<std::string> items;
  bool dashes = false;
  for (const TextLine& line : context.closing.recipients) dashes = dashes || BeginsItem(line);
  bool ended = false;
  for (const TextLine& line : context.closing.recipients) {
    const std::string text = CleanText(line.text.Original(0, line.text.size()));
    // A dash may be lost; the semicolon of the entry before is left then.
    if (items.empty() || !dashes || ended || BeginsItem(line)) {
      items.push_back(text);
    } else {
      items.back() += ' ' + text;
    }
    const std::size_t last = line.text.ascii().find_last_not_of(" '`");
    ended = last != std::string::npos && line.text.ascii()[last] == ';';
  }
  FieldValue field = NewField(context, "recipients");
  double confidence = 1;
  for (const TextLine& line : context.closing.recipients) {
    confidence = std::min(confidence, line.confidence);
  }
  for (std::string& item : items) {
    item = WithoutEnd(std::move(item));
    if (item.empty()) continue;
    field.value += (field.value.empty() ? "" : "\n") + item;
    const std::string recipient = WithKeeper(WithSetPhrases(item));
    field.parts.emplace_back("recipient", recipient);
    field.normalized += (field.normalized.empty() ? "" : "\n") + recipient;
  }
  field.confidence = confidence;
  AddLocation(context, context.closing.recipients, field);
  if (confidence >= 0.92) field.review = ReviewState::kAutoAccepted;
  return {std::move(field)};
}

}  // namespace sohoa
