// SPDX-License-Identifier: Apache-2.0
//
// One small built-in page of every kind that we read, through all that a page goes through. What a
// library loads only when it is first needed is loaded then; a jail may forbid it afterwards.
#pragma once

#include "core/status.h"
#include "imaging/page_imaging.h"

namespace sohoa {

// After the libraries are started. An error names the kind.
Status WarmUp(PageImaging& imaging);

}  // namespace sohoa
