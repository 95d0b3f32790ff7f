// SPDX-License-Identifier: Apache-2.0
#include "imaging/lept_bits.h"

#include <cstring>
#include <new>

namespace sohoa {

PixPtr ToPix(const BitImage& image) {
  PixPtr pix(pixCreateNoInit(image.width, image.height, 1));
  if (pix == nullptr) throw std::bad_alloc();
  std::memcpy(pixGetData(pix.get()), image.words.data(), image.words.size() * sizeof(std::uint32_t));
  return pix;
}

BitImage ToBitImage(const PIX& pix) {
  PIX& source = const_cast<PIX&>(pix);  // Leptonica has no const accessors
  BitImage image(pixGetWidth(&source), pixGetHeight(&source));
  // Both keep rows of whole 32-bit words.
  std::memcpy(image.words.data(), pixGetData(&source), image.words.size() * sizeof(std::uint32_t));
  // Operations of whole words may have left ink beyond the last pixel.
  if (const int rest = image.width % 32; rest != 0) {
    for (int y = 0; y < image.height; ++y) image.Row(y)[image.words_per_row - 1] &= ~(~std::uint32_t{0} >> rest);
  }
  return image;
}

}  // namespace sohoa
