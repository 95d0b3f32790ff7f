// SPDX-License-Identifier: Apache-2.0
//
// What a PDF/A says of itself: the XMP packet (ISO 19005-2, 6.6) and the same facts as the
// older document information dictionary has them, which must agree.
#pragma once

#include <string>

#include "pipeline/pdf/searchable_pdf.h"

namespace sohoa {

inline constexpr char kPdfProducer[] = "Sohoa";

std::string XmpPacket(const PdfOptions& options);
// "D:20181004083000+07'00'"; empty where there is no time.
std::string PdfDate(std::int64_t unix_ms);

}  // namespace sohoa
