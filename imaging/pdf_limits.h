// SPDX-License-Identifier: Apache-2.0
//
// What a PDF may ask for, checked while it is read: qpdf takes whatever a file says.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

class QPDF;
class QPDFObjectHandle;
class QPDFPageObjectHelper;

namespace sohoa {

// Follows the page tree without making pages of it. kResourceLimit: more than `most` pages, or a
// tree deeper than any program makes. A tree that runs into itself is followed once.
Status CheckPageTree(QPDF& pdf, std::uint32_t most);

// The bytes of a stream, of which more than `most` are not taken: kResourceLimit. `most` goes down
// by what was taken. Throws what qpdf throws.
Result<std::string> DecodeStream(QPDFObjectHandle& stream, std::uint64_t& most);
// The same for the drawing operators of a page.
Result<std::string> DecodeContents(QPDFPageObjectHelper& page, std::uint64_t& most);

}  // namespace sohoa
