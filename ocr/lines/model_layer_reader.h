// SPDX-License-Identifier: Apache-2.0
//
// The layers of a ConvolutionModel, out of the list in its file's metadata and the tensors that
// it names.
#pragma once

#include <string_view>

#include "core/result.h"
#include "ocr/lines/convolution_model.h"
#include "ocr/lines/safetensors.h"

namespace sohoa {

// Into `model`, whose height and alphabet are there already. Follows the map of the widest line
// through the layers, so that sizes that do not fit one another or would need too much memory
// are found. Errors are those of ReadConvolutionModel().
Status ReadModelLayers(const Safetensors& file, std::string_view network, ConvolutionModel& model);

}  // namespace sohoa
