// SPDX-License-Identifier: Apache-2.0
//
// The picture that a SANE device makes: colour, depth, resolution, brightness and area. On the
// SaneThread. Names of options come from the SANE Standard 1.06 (section 4.5) and from the
// backends of Debian.
#pragma once

#include "core/result.h"
#include "scanners/sane_device.h"
#include "scanners/scanner.h"

namespace sohoa {

// Gives the resolution that the device really uses; 0 where it does not say. kInvalidArgument:
// the device does not have it.
Result<double> SetPicture(SaneDevice& device, const ScanOptions& options);

// resolutions, colours, most_width_mm, most_height_mm, finds_size, has_brightness.
void DescribePicture(const SaneDevice& device, ScannerDescription& description);

}  // namespace sohoa
