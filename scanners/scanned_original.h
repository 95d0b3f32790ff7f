// SPDX-License-Identifier: Apache-2.0
//
// One original as a scanner gives it, with what the scanner knows about it.
#pragma once

#include <cstdint>
#include <string>

#include "core/geometry.h"
#include "imaging/original_file.h"

namespace sohoa {

enum class SheetSide : std::uint8_t { kFront = 0, kBack = 1 };

// Whether an original is one that came shortly before it, once more. A warning to a person, for
// two copies of a paper are often meant: nothing is left out for it.
enum class Repetition : std::uint8_t {
  kNone = 0,
  kSamePicture = 1,  // hardly another pixel (scanners/picture_likeness.h)
  kSameBytes = 2,
};

// A file as it came, or a scanned frame as a PNG file.
struct ScannedOriginal {
  std::string name;  // shown to people: "0003.png", or the file's name
  OriginalFile file;
  // Names the original to Release(); equal after a restart where the source still has it.
  std::string token;

  // From 1, as ScannerState::next_sheet; both sides have the same.
  std::uint32_t sheet = 0;
  SheetSide side = SheetSide::kFront;
  Repetition repetition = Repetition::kNone;
  std::string repeats = {};  // the name of the one that it repeats

  // Of a scanned frame; 0 where the device did not say, and of files.
  double dpi = 0;
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
  double width_mm() const { return dpi > 0 ? width * kMmPerInch / dpi : 0; }
  double height_mm() const { return dpi > 0 ? height * kMmPerInch / dpi : 0; }
  // Longer than what was asked for by more than feeders slip: a long form, or sheets that hang
  // together.
  bool over_long = false;
};

}  // namespace sohoa
