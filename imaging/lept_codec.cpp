// SPDX-License-Identifier: Apache-2.0
#include "imaging/lept_codec.h"

#include <cstdlib>
#include <cstring>

#include <leptonica/allheaders.h>

#include "imaging/bit_image.h"
#include "imaging/lept_bits.h"
#include "imaging/tiff_directory.h"

namespace sohoa {
namespace {

std::uint32_t LittleEndian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

PixPtr ToBlackAndWhite(const LocalImage& image) {
  PixPtr pix(pixCreate(image.width(), image.height(), 1));
  if (pix == nullptr) return pix;
  const BitImage black = DarkPixels(image.data(), image.stride(), image.width(), image.height(), 127);
  std::memcpy(pixGetData(pix.get()), black.words.data(), black.words.size() * sizeof black.words[0]);
  return pix;
}

}  // namespace

void StartLeptonica() { setMsgSeverity(L_SEVERITY_NONE); }

Result<std::string> EncodeG4(const LocalImage& image) {
  const PixPtr pix = ToBlackAndWhite(image);
  // Through memory: the function that gives raw T.6 data goes by way of a file.
  l_uint8* data = nullptr;
  std::size_t size = 0;
  if (pix == nullptr || pixWriteMemTiff(&data, &size, pix.get(), IFF_TIFF_G4) != 0) {
    return Status(StatusCode::kInternal, "encode a G4 layer: Leptonica refused the image");
  }
  const std::string tiff(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  const Result<std::vector<TiffPage>> pages = ReadTiffPages(tiff, 1);
  if (!pages || (*pages)[0].strips != 1) {
    return Status(StatusCode::kInternal, "encode a G4 layer: Leptonica wrote more than one strip");
  }
  const TiffPage& page = (*pages)[0];
  return tiff.substr(static_cast<std::size_t>(page.strip_offset), static_cast<std::size_t>(page.strip_bytes));
}

// BITMAPFILEHEADER has 14 bytes; then BITMAPCOREHEADER has 16-bit sides, all later ones 32-bit.
Result<PictureHeader> ReadBmpHeader(std::string_view bytes) {
  if (bytes.size() < 26) return Status(StatusCode::kBadInput, "read BMP header: it ends early");
  PictureHeader header;
  if (LittleEndian(bytes, 14, 4) == 12) {
    header.width = LittleEndian(bytes, 18, 2);
    header.height = LittleEndian(bytes, 20, 2);
  } else {
    header.width = static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(LittleEndian(bytes, 18, 4)))));
    header.height = static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(LittleEndian(bytes, 22, 4)))));
  }
  return header;
}

Result<LoadedPicture> LoadBmp(std::string_view bytes, const ImagingLimits& limits) {
  const Result<PictureHeader> header = ReadBmpHeader(bytes);
  if (!header) return header.status();
  if (header->width * header->height > limits.page_pixels) {
    return Status(StatusCode::kResourceLimit, "decode: more pixels than the limit");
  }
  PixPtr pix(pixReadMem(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size()));
  if (pix == nullptr) return Status(StatusCode::kBadInput, "decode: the BMP is damaged or of a rare kind");
  LoadedPicture picture;
  picture.dpi = pixGetXRes(pix.get());
  PixPtr plain(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
  if (plain != nullptr && pixGetDepth(plain.get()) < 8) plain.reset(pixConvertTo8(plain.get(), 0));
  if (plain == nullptr) return Status(StatusCode::kBadInput, "decode: the BMP is damaged or of a rare kind");
  const bool colour = pixGetDepth(plain.get()) == 32;
  picture.image = std::make_shared<LocalImage>(pixGetWidth(plain.get()), pixGetHeight(plain.get()), colour ? 3 : 1);
  const l_uint32* data = pixGetData(plain.get());
  for (int y = 0; y < picture.image->height(); ++y) {
    const l_uint32* line = data + static_cast<std::size_t>(y) * static_cast<std::size_t>(pixGetWpl(plain.get()));
    std::uint8_t* row = picture.image->row(y);
    for (int x = 0; x < picture.image->width(); ++x) {
      if (!colour) {
        row[x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
        continue;
      }
      l_int32 red = 0, green = 0, blue = 0;
      extractRGBValues(line[x], &red, &green, &blue);
      row[3 * x] = static_cast<std::uint8_t>(red);
      row[3 * x + 1] = static_cast<std::uint8_t>(green);
      row[3 * x + 2] = static_cast<std::uint8_t>(blue);
    }
  }
  return picture;
}

}  // namespace sohoa
