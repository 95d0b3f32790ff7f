// SPDX-License-Identifier: Apache-2.0
//
// Finds originals that are one of those just before them once more.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "scanners/picture_likeness.h"
#include "scanners/scanned_original.h"

namespace sohoa {

class RepetitionFinder {
 public:
  // Compares with so many originals before; two where both sides come in turn.
  explicit RepetitionFinder(std::size_t reach) : reach_(reach) {}

  // Sets `original.repetition` and `repeats`, and remembers it. `sketch`: of a scanned frame;
  // one without content is like no other.
  void Look(ScannedOriginal& original, std::optional<PictureSketch> sketch);

 private:
  struct Seen {
    std::string name;
    OriginalFile file;  // a descriptor of our own, good when the file was moved meanwhile
    std::optional<PictureSketch> sketch;
  };
  std::size_t reach_;
  std::deque<Seen> seen_;  // the newest first
};

}  // namespace sohoa
