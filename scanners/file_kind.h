// SPDX-License-Identifier: Apache-2.0
//
// Whether a file is of a kind that we read, and whether it is all there, by its first and
// last bytes and its own lengths: what a hot folder needs to know before it lets a file go
// on. Nothing is decoded here; the sandboxed reader does that.
//
// Sources: PDF 32000-1 Annex H (the end within the last 1024 bytes), ITU-T T.81 Annex B,
// PNG 1.2 section 3, TIFF 6.0 section 2, GIF89a section 27, the WebP container, ITU-T T.800
// Annex I. A copy over a network may have its full length from the first, and zeros at the end.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "imaging/original_file.h"

namespace sohoa {

enum class FileState : std::uint8_t {
  kComplete = 0,    // a known kind, and its end is there (or cannot be told cheaply)
  kUnfinished = 1,  // a known kind without its end, or empty
  kUnknown = 2,     // no kind that we read
};

// Reads little but of a JPEG, which is walked from marker to marker. kIoError.
Result<FileState> LookAtFile(const OriginalFile& file);

}  // namespace sohoa
