// SPDX-License-Identifier: Apache-2.0
//
// Starts libvips with the decoders that we use and no others. Its modules for ImageMagick,
// OpenSlide and the like take a quarter of the time a reader needs to start, and each is one more
// decoder for hostile bytes to reach.
#pragma once

#include "core/status.h"

namespace sohoa {

// Once a process: one thread, no cache. No other thread may use the environment meanwhile: a
// variable is set and taken back.
Status StartVips();

}  // namespace sohoa
