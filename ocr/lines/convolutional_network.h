// SPDX-License-Identifier: Apache-2.0
//
// The network of a ConvolutionModel as a LineNetwork.
#pragma once

#include <memory>

#include "ocr/lines/convolution_model.h"
#include "ocr/lines/line_network.h"

namespace sohoa {

std::unique_ptr<LineNetwork> MakeConvolutionalNetwork(const ConvolutionModel& model,
                                                      LineKernel kernel = AvailableLineKernels().front());

}  // namespace sohoa
