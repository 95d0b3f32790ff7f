// SPDX-License-Identifier: Apache-2.0
//
// The layers of a line network as its file has them: the network component of a .traineddata,
// read with bounds checks and nothing computed yet. The format is Tesseract 5.3.0's
// serialisation, little-endian (src/lstm/network.cpp and the layers beside it).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

enum class LayerKind {
  kInput,
  kConvolve,   // gathers a window around each position
  kMaxPool,    // the largest of a rectangle
  kReconfig,   // a rectangle as one deeper position
  kParallel,   // all of its layers on the same input, side by side in depth
  kSeries,     // one layer after the other
  kReverseX,   // its layer sees the image from the right
  kReverseY,   // ... from below
  kTranspose,  // ... with x and y exchanged
  kLstm,
  kLstmSummary,  // an LSTM of which only the last step of each row remains
  kConnected,    // fully connected
};

enum class Activation { kLinear, kTanh, kLogistic, kPositiveClip, kSymmetricClip, kRelu, kSoftmax };

// An int8 matrix; a row is an output.
struct FileMatrix {
  int outputs = 0;
  int inputs = 0;
  std::vector<std::int8_t> weights;  // outputs x inputs
  std::vector<std::int32_t> biases;  // of each output: what is added to the sum of its products
  std::vector<float> scales;         // of each output: what a product of two steps is worth
};

struct FileLayer {
  LayerKind kind = LayerKind::kInput;
  Activation activation = Activation::kLinear;  // kConnected
  int inputs = 0;    // depth of what goes in; the image's height for kInput
  int outputs = 0;   // depth of what comes out
  int x = 0;         // kConvolve: half the window's width; kMaxPool, kReconfig: the rectangle's
  int y = 0;
  int image_height = 0;  // kInput
  int image_depth = 0;   // kInput
  std::vector<FileMatrix> matrices;  // kConnected: 1; LSTM: candidate, input, forget and output gate
  std::vector<FileLayer> layers;     // kSeries, kParallel: some; reversals: 1
};

struct NetworkFile {
  FileLayer root;
  std::string spec;
  std::int32_t sample_iteration = 0;  // seeds the noise at the edges
  std::int32_t null_code = 0;
};

// kUnsupported: layers or number formats that are not known here; kCorruption: the bytes end
// early or sizes do not fit one another. Allocates no more than the bytes can fill.
Result<NetworkFile> ReadNetworkFile(std::string_view bytes);

}  // namespace sohoa
