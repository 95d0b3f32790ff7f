// SPDX-License-Identifier: Apache-2.0
//
// Judges what was understood of a document against what it really says, and sums verdicts up.
// Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "understanding_truth.h"

namespace sohoa {

enum class Outcome : std::uint8_t { kRight, kWrong, kMissing };

struct Verdict {
  std::string class_name;  // of the truth
  std::string field;       // TrueField::name, or "type"
  Outcome outcome = Outcome::kMissing;
  bool accepted = false;  // nobody will look at it again
  bool review = false;    // it waits for a person
  double confidence = 0;
  double score = 0;       // before calibration
  bool evidence = false;  // the rule's evidence sufficed, whatever the probability
  std::uint32_t page = 0;  // where the value begins, as FieldLocation has it; 0 = nowhere
  std::string found;
  std::string wanted;

  // The error that matters: wrong, and nobody will notice.
  bool silent() const { return outcome == Outcome::kWrong && accepted; }
};

// One verdict on the class and one on each true field. `found` is nullptr where there is no
// document.
std::vector<Verdict> Judge(const TrueDocument& truth, const Document* found);

// How many verdicts are what.
struct Score {
  std::size_t count = 0;
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t missing = 0;
  std::size_t silent = 0;
  std::size_t review = 0;
  // Over the values that were given: how far confidence is from the share that is right, in ten
  // classes of confidence, weighted by how many values fall into each (ECE).
  double calibration_error = 0;
};
Score ScoreOf(const std::vector<Verdict>& verdicts);

// Least per cent that must be right, by field; "fields" is all of them without the class, "silent" the most per
// cent of all verdicts that may be silent errors.
using Floors = std::map<std::string, double, std::less<>>;
// One line for each that is not kept; a field that nothing was judged of keeps none.
std::vector<std::string> FloorsMissed(const std::vector<Verdict>& verdicts, const Floors& floors);

// Twice the letters in common blocks by all letters, 0..1: the longest common block, and the same
// again on both sides of it (Ratcliff and Obershelp).
double Alikeness(std::string_view a, std::string_view b);

}  // namespace sohoa
