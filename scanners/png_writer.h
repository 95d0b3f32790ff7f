// SPDX-License-Identifier: Apache-2.0
//
// Writes a PNG file row by row into a temporary file, so that a page is never in memory
// whole. Source: PNG 1.2 (W3C).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/result.h"
#include "imaging/original_file.h"

namespace sohoa {

struct PngFormat {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int channels = 1;  // 1 gray, 3 RGB
  int depth = 8;     // 1, 8 or 16 (big-endian); 1 only with one channel, and 0 = black
  double dpi = 0;    // 0: not known, not written

  std::size_t RowBytes() const { return (std::size_t{width} * channels * depth + 7) / 8; }
};

class PngWriter {
 public:
  static Result<std::unique_ptr<PngWriter>> Create(const PngFormat& format);
  ~PngWriter();
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  // RowBytes() of them, `height` times.
  Status WriteRow(std::span<const std::uint8_t> row);
  // Once, after the last row.
  Result<OriginalFile> Finish(std::string name);

 private:
  struct Impl;
  explicit PngWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
