// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/digit_readings.h"

#include <algorithm>
#include <numeric>

namespace sohoa {
namespace {

std::string_view WithoutNoughts(std::string_view number) {
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  return number;
}

bool StandsOn(const DigitSlot& slot, const TextLine& line) {
  const int shared = std::min(slot.box.bottom, line.box.bottom) - std::max(slot.box.top, line.box.top);
  const int height = std::min(slot.box.height(), line.box.height());
  return shared * 2 > height && slot.box.left < line.box.right && slot.box.right > line.box.left;
}

}  // namespace

bool SameNumber(std::string_view a, std::string_view b) { return !a.empty() && WithoutNoughts(a) == WithoutNoughts(b); }

double DigitReadings::ProbabilityOf(std::string_view number) const {
  return std::accumulate(readings.begin(), readings.end(), 0.0, [number](double sum, const WordAlternative& reading) {
    return sum + (SameNumber(reading.text, number) ? reading.confidence : 0);
  });
}

bool DigitReadings::BestIs(std::string_view number) const { return !empty() && SameNumber(readings.front().text, number); }

DigitReadings ReadingsOn(const FieldContext& context, const TextLine& line, DigitSlotKind kind) {
  DigitReadings found;
  for (const DigitSlot& slot : context.pages.front()->text.digit_slots) {
    if (slot.kind != kind || !StandsOn(slot, line)) continue;
    found.slot = &slot;
    // Best first, so that it is spelt as the likeliest of its spellings.
    for (const WordAlternative& reading : slot.readings) {
      const auto same = std::find_if(found.readings.begin(), found.readings.end(),
                                     [&reading](const WordAlternative& other) { return SameNumber(other.text, reading.text); });
      if (same == found.readings.end()) {
        found.readings.push_back(reading);
      } else {
        same->confidence += reading.confidence;
      }
    }
    break;
  }
  Weigh(found, [](const std::string&) { return 1.0; });
  return found;
}

void Weigh(DigitReadings& readings, const std::function<double(const std::string&)>& factor) {
  double rest = 1;
  double sum = 0;
  for (WordAlternative& reading : readings.readings) {
    rest -= reading.confidence;
    reading.confidence *= factor(reading.text);
    sum += reading.confidence;
  }
  sum += std::max(0.0, rest);
  if (sum <= 0) return readings.readings.clear();
  for (WordAlternative& reading : readings.readings) reading.confidence /= sum;
  std::stable_sort(readings.readings.begin(), readings.readings.end(),
                   [](const WordAlternative& a, const WordAlternative& b) { return a.confidence > b.confidence; });
}

void AddOtherReadings(const DigitReadings& readings, const std::function<std::string(const std::string&)>& value, FieldValue& field) {
  for (std::size_t i = 1; i < readings.readings.size(); ++i) {
    const std::string text = value(readings.readings[i].text);
    if (!text.empty()) field.alternatives.push_back({text, text, readings.readings[i].confidence});
  }
}

void AddSlotLocation(const FieldContext& context, const DigitSlot& slot, FieldValue& field) {
  const PageRecord& page = *context.pages.front();
  field.locations.push_back({context.page_numbers.front(), page.id, page.geometry.ToPolygon(slot.box)});
}

}  // namespace sohoa
