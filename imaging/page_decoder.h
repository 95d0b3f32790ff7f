// SPDX-License-Identifier: Apache-2.0
//
// Originals to decoded pages: what is there, within which limits, and one page's pixels.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "imaging/page_imaging.h"

namespace sohoa {

Result<OriginalSummary> InspectOriginal(const OriginalFile& original, const ImagingLimits& limits);
Result<DecodedPage> DecodePage(const OriginalFile& original, std::uint32_t index, const DecodeOptions& options,
                               const ImagingLimits& limits);

}  // namespace sohoa
