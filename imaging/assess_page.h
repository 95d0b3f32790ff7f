// SPDX-License-Identifier: Apache-2.0
//
// PageImaging::Assess() in this process: one decode, and all else at a resolution that suffices.
#pragma once

#include "imaging/page_imaging.h"

namespace sohoa {

// `decoded` is of this process. May throw what OpenCV throws.
Result<PageAssessment> AssessPage(const DecodedPage& decoded, const AssessOptions& options);

}  // namespace sohoa
