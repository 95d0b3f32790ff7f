// SPDX-License-Identifier: Apache-2.0
//
// Makes one PNG file of the frames of a scanned page, as their bytes come: one frame of gray
// or RGB, or three of one colour each. A page is given out only when every byte that the
// device announced was there. Samples are kept as scanned (1, 8 or 16 bits; 1-bit colour,
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
  // After the last frame.
  Result<OriginalFile> Finish(std::string name);

 private:
  // One colour of a page in three passes, or all of a page whose height is not yet known.
  struct Plane {
    SaneFrame frame;
    TemporaryFile bytes;
  };

  PngFormat FormatFor(const SaneFrame& frame, std::uint32_t height) const;
  Status AppendRows(std::span<const std::uint8_t> bytes);
  Status WriteHeldBack();

  double dpi_;
  SaneFrame frame_;
  std::uint64_t received_ = 0;              // bytes of the frame under way
  std::unique_ptr<PngWriter> writer_;       // straight to the file, where the height is known
  std::vector<std::uint8_t> row_;           // a row under way
  std::vector<std::uint8_t> converted_;     // the same as PNG has it
  std::array<std::optional<Plane>, 3> planes_;  // red, green, blue; or the first alone
};

}  // namespace sohoa
