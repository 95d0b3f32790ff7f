// SPDX-License-Identifier: Apache-2.0
//
// Tells by its rows, as they come from a device, whether a frame is the one before it once more:
// some devices give one page many times over. It finds a frame that came twice, were it with
// other noise or compression; a sheet that went through twice lies otherwise each time, and is
// left to what compares texts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanners/png_writer.h"

namespace sohoa {

// Ink by the square millimetre; about 60 kB of an A4 page.
struct PictureSketch {
  int columns = 0;
  int rows = 0;
  std::vector<std::uint8_t> ink;  // 0 paper to 255 black
  // Enough on it to be told from another page; blank pages are all alike.
  bool has_content = false;
};

// Takes the rows of one frame, from the top. One thread at a time.
class SketchMaker {
 public:
  explicit SketchMaker(const PngFormat& format);
  // As PngWriter::WriteRow() takes it.
  void AddRow(std::span<const std::uint8_t> row);
  PictureSketch Finish();  // once

 private:
  void EndBand();

  PngFormat format_;
  double cell_;  // pixels
  std::uint32_t row_ = 0;
  std::uint32_t band_end_ = 0;
  std::uint32_t sampled_ = 0;  // rows of the band under way
  std::vector<std::uint32_t> column_ends_;  // pixels
  std::vector<std::uint64_t> sums_;         // of gray, a column each
  std::vector<std::uint8_t> light_;         // means of gray, all bands
};

// Whether they are of one frame.
bool AreOfOneFrame(const PictureSketch& a, const PictureSketch& b);

}  // namespace sohoa
