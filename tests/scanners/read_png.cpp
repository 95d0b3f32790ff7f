// SPDX-License-Identifier: Apache-2.0
#include "scanners/read_png.h"

#include <csetjmp>
#include <cstring>

#include <png.h>

namespace sohoa {
namespace {

struct Source {
  std::string bytes;
  std::size_t at = 0;
};

void Take(png_structp png, png_bytep to, std::size_t length) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (source->at + length > source->bytes.size()) png_error(png, "ends early");
  std::memcpy(to, source->bytes.data() + source->at, length);
  source->at += length;
}

bool Decode(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_read_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  return true;
}

}  // namespace

int PngPixels::At(std::uint32_t x, std::uint32_t y, int c) const {
  const auto sample = static_cast<std::size_t>(x) * static_cast<std::size_t>(channels) +
                      static_cast<std::size_t>(c);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rows[y][i]); };
  if (depth == 1) return byte(sample / 8) >> (7 - sample % 8) & 1;
  return depth == 8 ? byte(sample) : byte(2 * sample) << 8 | byte(2 * sample + 1);
}

std::optional<PngPixels> ReadPng(const OriginalFile& file) {
  Result<std::string> bytes = file.ReadAt(0, file.size());
  if (!bytes) return std::nullopt;
  Source source{std::move(*bytes), 0};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_read_fn(png, &source, Take);
  std::optional<PngPixels> pixels;
  if (Decode(png, info)) {
    pixels.emplace();
    pixels->width = png_get_image_width(png, info);
    pixels->height = png_get_image_height(png, info);
    pixels->channels = png_get_channels(png, info);
    pixels->depth = png_get_bit_depth(png, info);
    pixels->dpi = png_get_x_pixels_per_meter(png, info) * 0.0254;
    const png_bytepp rows = png_get_rows(png, info);
    for (std::uint32_t y = 0; y < pixels->height; ++y) {
      pixels->rows.emplace_back(reinterpret_cast<const char*>(rows[y]),
                                png_get_rowbytes(png, info));
    }
  }
  png_destroy_read_struct(&png, &info, nullptr);
  return pixels;
}

}  // namespace sohoa
