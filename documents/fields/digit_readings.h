// SPDX-License-Identifier: Apache-2.0
//
// DigitReadings: what the reader of digits made of a place in the head, weighed by whatever else
// is known of the number that stands there. Plain values; pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/fields/fields.h"

namespace sohoa {

// From these probabilities on a reading is sure, and likelier than all others together.
inline constexpr double kSureReading = 0.9;
inline constexpr double kLikelyReading = 0.5;
// How much likelier a reading is that the reader of print has come to as well.
inline constexpr double kReadTwice = 4;

struct DigitReadings {
  const DigitSlot* slot = nullptr;        // nullptr: the line has no such place
  std::vector<WordAlternative> readings;  // best first; what they lack to 1 is something else

  bool empty() const { return readings.empty(); }
  // Of the number, however many noughts stand before it.
  double ProbabilityOf(std::string_view number) const;
  bool BestIs(std::string_view number) const;
};

// Of the slot of that kind on `line` of the first page.
DigitReadings ReadingsOn(const FieldContext& context, const TextLine& line, DigitSlotKind kind);

// Multiplies the chance of each reading by `factor` of it, and orders anew.
void Weigh(DigitReadings& readings, const std::function<double(const std::string&)>& factor);

// "05" is "5".
bool SameNumber(std::string_view a, std::string_view b);

// The readings but for the first, as alternatives of a field.
void AddOtherReadings(const DigitReadings& readings, const std::function<std::string(const std::string&)>& value, FieldValue& field);

// Where the slot is, for a person to look at.
void AddSlotLocation(const FieldContext& context, const DigitSlot& slot, FieldValue& field);

}  // namespace sohoa
