// SPDX-License-Identifier: Apache-2.0
//
// What line_network_bench measures of a line model of our own.
#pragma once

#include <string>
#include <vector>

#include "ocr/gray_image.h"

namespace sohoa {

// Registers Page/<model's name>/<kernel> over `lines`, and Layer/<number>/<what it is> with the
// first kernel. `model`: "sohoa", or the path of a file; ends the process where it is no model.
void RegisterOwnModel(const std::string& model, const std::vector<GrayImage>& lines);

}  // namespace sohoa
