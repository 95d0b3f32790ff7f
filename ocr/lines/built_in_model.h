// SPDX-License-Identifier: Apache-2.0
//
// The line model that goes into the program, ocr/models/sohoa.safetensors.
#pragma once

#include <string_view>

namespace sohoa {

// Its bytes, for ReadConvolutionModel().
std::string_view BuiltInLineModel();

}  // namespace sohoa
