// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/convolutional_network.h"

#include <algorithm>
#include <utility>

#include "ocr/lines/line_input.h"
#include "ocr/lines/padded_layers.h"

namespace sohoa {
namespace {

class ConvolutionalNetwork final : public LineNetwork {
 public:
  ConvolutionalNetwork(const ConvolutionModel& model, LineKernel kernel)
      : layers_(model.layers, model.height, true, {}),
        last_(model.output, model.steps, model.classes(), layers_.positive()),
        input_padding_(PaddedLayers::PaddingOf(model.layers)),
        kernels_(KernelFunctions(kernel)),
        description_(model.description),
        height_(model.height),
        classes_(model.classes()),
        step_width_(model.step_width) {}

  int input_height() const override { return height_; }
  int classes() const override { return classes_; }
  int null_code() const override { return 0; }
  int step_width() const override { return step_width_; }
  std::string Spec() const override { return description_; }

  // Weights serve all positions of a line, which are many: lines go through one by one.
  std::vector<LineOutputs> RunEach(std::span<const GrayImage* const> lines) const override {
    std::vector<LineOutputs> outputs(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      outputs[i].classes = classes_;
      const LineInput input = PrepareLineInput(*lines[i], height_);
      if (input.width < step_width_ || layers_.OutputWidth(input.width) < 1) continue;
      last_.Run(layers_.Run(ToMap(input), kernels_), kernels_, outputs[i]);
    }
    return outputs;
  }

 private:
  // Paper is 0, like what lies beyond the edge, and ink 127.
  PaddedMap ToMap(const LineInput& input) const;

  PaddedLayers layers_;
  ClassesLayer last_;
  Padding input_padding_;
  const LineKernelFunctions& kernels_;
  std::string description_;
  int height_;
  int classes_;
  int step_width_;
};

PaddedMap ConvolutionalNetwork::ToMap(const LineInput& input) const {
  PaddedMap map(input.width, height_, 1, input_padding_);
  const std::int8_t* from = input.pixels.data();
  for (int x = 0; x < input.width; ++x, from += height_) {
    std::transform(from, from + height_, map.At(x, 0),
                   [](std::int8_t pixel) { return static_cast<std::int8_t>((127 - pixel) / 2); });
  }
  return map;
}

}  // namespace

std::unique_ptr<LineNetwork> MakeConvolutionalNetwork(const ConvolutionModel& model, LineKernel kernel) {
  return std::make_unique<ConvolutionalNetwork>(model, kernel);
}

}  // namespace sohoa
