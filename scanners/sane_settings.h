// SPDX-License-Identifier: Apache-2.0
//
// From what the desk asks for to the options of a device, which every maker names in their
// own way. The names that are known here come from the SANE Standard 1.06 (section 4.5) and
// from the options that Debian's backends offer.
#pragma once

#include "core/result.h"
#include "scanners/sane_device.h"
#include "scanners/scanner.h"

namespace sohoa {

struct SaneSources {
  bool feeder = false;
  bool flatbed = false;
  bool duplex = false;
};
SaneSources FindSources(const SaneDevice& device);

// Whether the device can stop where two sheets were drawn in at once.
bool NoticesDoubleFeed(const SaneDevice& device);
// After a jam: whether it was that. SANE has no status of its own for it.
bool SawDoubleFeed(const SaneDevice& device);

struct SaneSetup {
  bool feeder = false;
  bool duplex = false;
  double dpi = 0;  // what the device really uses; 0 where it does not say
};

// Sets `options.device_options` in their order, then source, sides, what to do about two sheets
// at once, and what scanners/sane_picture.h has, leaving alone what was set by name.
// kInvalidArgument: the device does not have it.
Result<SaneSetup> ApplyOptions(SaneDevice& device, const ScanOptions& options);

}  // namespace sohoa
