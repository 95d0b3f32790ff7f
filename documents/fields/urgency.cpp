// SPDX-License-Identifier: Apache-2.0
//
// Stamps on the left of the head: degree of urgency (10b) and of secrecy (10a), framed
// capitals in red (Decree 30/2020 App. I.II.10).
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/fields/fields.h"
#include "documents/stamped_degrees.h"

namespace sohoa {
namespace {

struct Stamp {
  const Degree* degree = nullptr;
  double similarity = 0;
  TextLine line;
};

// The words of a stamp at the front of a line: those up to a gap of a word's height.
std::string FrontOf(const TextLine& line) {
  std::vector<Word> front;
  for (const Word& word : line.words) {
    if (!front.empty() && word.box.left - front.back().box.right > word.box.height()) break;
    front.push_back(word);
  }
  return Squeezed(MakeTextLine(std::move(front), line.page, {}));
}

std::optional<Stamp> FindStamp(const FieldContext& context, std::span<const Degree> degrees) {
  std::optional<Stamp> best;
  const PageRecord& page = *context.pages.front();
  for (const TextLine& line : LinesOfPage(page, 0, true)) {
    if (line.top > 0.4 || line.center_x() > 0.6) continue;
    // Text to the right of a stamp may have been read as one line with it.
    const std::string key = FrontOf(line);
    const bool framed = line.text.ascii().find_first_of("[](){}|") != std::string::npos;
    for (const Degree& degree : degrees) {
      // Short words are too like others to be read loosely; a frame helps.
      const double floor = degree.key.size() < 5 ? 1.0 : (framed ? 0.6 : 0.8);
      const double similarity = Similarity(key, degree.key);
      const bool capitals = line.text.UpperShare() > 0.7 || framed;
      if (similarity < floor || (degree.key.size() < 5 && !capitals)) continue;
      if (!best || similarity > best->similarity) best = Stamp{&degree, similarity, line};
    }
  }
  return best;
}

FieldValue StampField(const FieldContext& context, std::string_view code, const Stamp& stamp) {
  FieldValue field = NewField(context, code);
  field.value = CleanText(stamp.line.text.Original(0, stamp.line.text.size()));
  field.normalized = std::string(stamp.degree->written);
  if (stamp.similarity < 1) field.value = field.normalized;
  field.confidence = stamp.similarity;
  AddLocation(context, stamp.line, field);
  if (stamp.similarity >= 1) field.review = ReviewState::kAutoAccepted;
  return field;
}

// Red ink on the left of the head, as flat and as large as a stamp of urgency (20 to 40 mm by
// 8 mm, with the slack of a hand that presses it), that nobody could read.
std::optional<Box> UnreadStamp(const PageRecord& page) {
  const PageGeometry& geometry = page.geometry;
  if (geometry.dpi <= 0) return std::nullopt;
  const double mm = geometry.dpi / 25.4;
  for (const ColouredInk& ink : page.inks) {
    if (ink.kind != ColouredInk::Kind::kRed) continue;
    const double width = ink.box.width() / mm;
    const double height = ink.box.height() / mm;
    const bool size = width > 16 && width < 48 && height > 6 && height < 18;
    const bool place =
        ink.box.center_x() < 0.45 * geometry.width && ink.box.center_y() < 0.35 * geometry.height;
    if (size && place && width > 1.4 * height) return ink.box;
  }
  return std::nullopt;
}

// There is a stamp, so it is not that the document has no degree: a person must look.
FieldValue UnreadField(const FieldContext& context, const Box& box) {
  FieldValue field = NullField(context, "urgency", "illegible");
  const PageRecord& page = *context.pages.front();
  field.locations.push_back({context.page_numbers.front(), page.id, page.geometry.ToPolygon(box)});
  return field;
}

}  // namespace

std::vector<FieldValue> UrgencyFields(const FieldContext& context) {
  std::vector<FieldValue> fields;
  if (auto stamp = FindStamp(context, DegreesOfUrgency())) {
    fields.push_back(StampField(context, "urgency", *stamp));
  }
  if (auto stamp = FindStamp(context, DegreesOfSecrecy())) {
    fields.push_back(StampField(context, "secrecy", *stamp));
  }
  if (fields.empty()) {
    if (const auto box = UnreadStamp(*context.pages.front())) {
      fields.push_back(UnreadField(context, *box));
    }
  }
  return fields;
}

}  // namespace sohoa
