// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// The page without the print of its other side, where that shows through so strongly that it
// would be read; otherwise the page itself. `reading`: gray, its paper white. Print that is pale
// but sharp is no print of the other side: paper blurs what shines through it.
LocalImagePtr WithoutBleedThrough(const LocalImagePtr& reading);

}  // namespace sohoa
