// SPDX-License-Identifier: Apache-2.0
//
// A set of drawn papers of many classes, for measuring and for learning: the same options give
// the same files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "samples/sample_dossier.h"

namespace sohoa {

struct SampleSetOptions {
  int papers = 1;  // of each class
  std::uint64_t seed = 1;
  int dpi = 200;
  std::optional<Degradation> degradation;  // when absent, each of the five in turn
  std::string class_code;                  // only this one; empty for all
};

// dossier/CLASS-SEED.pdf, or .tif of a fax, and their truth. kInvalidArgument for a class that is
// not drawn.
Status WriteSampleSet(const SampleSetOptions& options, const SampleFileSink& sink);

}  // namespace sohoa
