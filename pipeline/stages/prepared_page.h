// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pipeline/stage.h"

namespace sohoa {

// Prepares the decoded page turned clockwise by `rotation` degrees (0, 90, 180, 270), and fills
// in what the record says of that.
Status PrepareAs(int rotation, PageImaging& imaging, PageWork& work);

// Nothing on a sheet that was laid between documents is anybody's text: it is kept like a blank page.
void MarkSeparatorSheet(PageWork& work);

}  // namespace sohoa
