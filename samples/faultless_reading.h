// SPDX-License-Identifier: Apache-2.0
//
// A drawn page as a reader would give it who makes no mistake: what tests rules without the errors of reading,
// and what the classifier of texts is trained with (training/train_classes.cpp).
#pragma once

#include "core/page.h"
#include "samples/sample_truth.h"

namespace sohoa {

// Without tables, objects and barcodes.
PageRecord FaultlessReading(const SamplePageTruth& page);

}  // namespace sohoa
