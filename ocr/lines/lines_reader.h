// SPDX-License-Identifier: Apache-2.0
//
// The engine `lines` as a RegionReader: own lines, and a line model run over many of them at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "ocr/lines/line_network.h"
#include "ocr/region_reader.h"

namespace sohoa {

// How it works, not what it reads: any choice gives the same text.
struct LinesReaderOptions {
  LineKernel kernel = AvailableLineKernels().front();
  // So many lines are in memory at once with what the network says of them; at least 1.
  std::size_t lines_at_once = 32;
};

// `model` and errors are those of OpenLineModel() (ocr/lines/line_model.h).
Result<std::unique_ptr<RegionReader>> OpenLinesReader(const std::string& model,
                                                       const LinesReaderOptions& options = {});

}  // namespace sohoa
