// SPDX-License-Identifier: Apache-2.0
//
// What scanning does to a page. Whole-number arithmetic throughout, so that every machine
// gives the same pixels.
#pragma once

#include <cstdint>

#include "samples/sample_pages.h"

namespace sohoa {

// Skews, dirties and turns the page as the options say; boxes of the truth go along.
void Degrade(SamplePage& page, const DrawOptions& options, std::uint64_t seed);

}  // namespace sohoa
