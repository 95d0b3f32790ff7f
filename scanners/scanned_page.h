// SPDX-License-Identifier: Apache-2.0
//
// Makes one PNG file of the frames of a scanned page, as their bytes come: one frame of gray
// or RGB, or three of one colour each. A page is given out only when every byte that the
// device announced was there and none of them is what a decoder fills a picture with whose end
// it never got (a driver that decodes JPEG itself does not tell). Samples are kept as scanned (1, 8 or 16 bits; 1-bit colour,
// which PNG does not have, becomes 8 bits of 0 or 255).
//
// Source: SANE Standard 1.06, section 3.2 (frames, bit order, byte order).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "imaging/original_file.h"
#include "scanners/picture_likeness.h"
#include "scanners/png_writer.h"
#include "scanners/sane_device.h"
#include "scanners/temporary_file.h"

namespace sohoa {

class ScannedPage {
 public:
  // `dpi` 0: not known.
  explicit ScannedPage(double dpi) : dpi_(dpi) {}

  Status BeginFrame(const SaneFrame& frame);
  Status Append(std::span<const std::uint8_t> bytes);
  // kBadInput: bytes are missing or there are too many.
  Status EndFrame();
  // After the last frame. kBadInput, as above: the end of the picture was made up.
  Result<OriginalFile> Finish(std::string name);
  // After Finish().
  std::uint32_t width() const { return width_; }
  std::uint32_t height() const { return height_; }
  PictureSketch& sketch() { return sketch_; }

 private:
  // One colour of a page in three passes, or all of a page whose height is not yet known.
  struct Plane {
    SaneFrame frame;
    TemporaryFile bytes;
  };

  PngFormat FormatFor(const SaneFrame& frame, std::uint32_t height) const;
  Status AppendRows(std::span<const std::uint8_t> bytes);
  Status WriteHeldBack();
  Status BeginWriting(const PngFormat& format);
  Status WriteConverted();

  double dpi_;
  SaneFrame frame_;
  std::uint64_t received_ = 0;              // bytes of the frame under way
  std::unique_ptr<PngWriter> writer_;       // straight to the file, where the height is known
  std::vector<std::uint8_t> row_;           // a row under way
  std::vector<std::uint8_t> converted_;     // the same as PNG has it
  std::array<std::optional<Plane>, 3> planes_;  // red, green, blue; or the first alone
  std::optional<SketchMaker> sketch_maker_;
  PictureSketch sketch_;
  std::uint32_t width_ = 0;
  std::uint32_t height_ = 0;
  int channels_ = 1;
  bool eight_bits_ = true;
  std::uint32_t filled_rows_ = 0;  // the last of them, but for white ones below
};

}  // namespace sohoa
