// SPDX-License-Identifier: Apache-2.0
//
// LineNetwork: the neural network of a line model, run over many lines. Layers are int8; equal
// input gives equal output, bit for bit, whatever the kernel, the batch and the other lines in
// it. There are two kinds:
//
//   - that of a .traineddata, which computes exactly what Tesseract 5.3.0 computes: tables for
//     tanh and the logistic function, its noise at the edges of convolutions (Load() here);
//   - convolutions of our own, which compute exactly what their file says
//     (convolutional_network.h).
//
// Immutable once loaded; Run() is safe from several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ocr/gray_image.h"

namespace sohoa {

// Which instructions multiply; all give the same bits.
enum class LineKernel { kPortable, kAvx2, kAvx512Vnni, kAmx };

// Those that this processor has, the fastest first; kPortable is always there.
std::vector<LineKernel> AvailableLineKernels();
std::string_view LineKernelName(LineKernel kernel);

// What the network says of one line: for each step, from the left, a probability of each code.
struct LineOutputs {
  int steps = 0;
  int classes = 0;
  std::vector<float> probabilities;  // steps x classes; each step sums to 1

  std::span<const float> Step(int step) const {
    return {probabilities.data() + static_cast<std::size_t>(step) * static_cast<std::size_t>(classes),
            static_cast<std::size_t>(classes)};
  }
};

class LineNetwork {
 public:
  // kUnsupported: a kind of layer that is not known here (the caller falls back to another
  // engine); kCorruption: not a network, or its sizes do not fit.
  // From the network component of a .traineddata.
  static Result<std::unique_ptr<LineNetwork>> Load(std::string_view network_part,
                                                   LineKernel kernel = AvailableLineKernels().front());
  virtual ~LineNetwork() = default;

  virtual int input_height() const = 0;  // pixels that lines are scaled to: 36 for vie
  virtual int classes() const = 0;
  virtual int null_code() const = 0;     // the code of "nothing" in CTC
  // Input pixels a step stands for: 3 for vie.
  virtual int step_width() const = 0;
  virtual std::string Spec() const = 0;  // as the model has it

  // Lines as they were cropped, dark on light, of any height and width: scaled to the network's
  // height and levelled as Tesseract does. A line too narrow for one step gives no steps, and
  // neither does one that would be wider than 32,768 pixels once scaled. The memory in between
  // stays within some ten megabytes, for 64 lines at most go through together. Outputs are in
  // the order of the lines; Tesseract's own probabilities differ in the last place or two.
  std::vector<LineOutputs> Run(std::span<const GrayImage> lines) const;
  // The same for lines that lie apart, so that none needs to be copied; none is null.
  virtual std::vector<LineOutputs> RunEach(std::span<const GrayImage* const> lines) const = 0;
};

}  // namespace sohoa
