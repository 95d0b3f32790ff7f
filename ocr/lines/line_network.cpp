// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_network.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "ocr/lines/line_input.h"
#include "ocr/lines/line_layers.h"

namespace sohoa {
namespace {

// Lines that go through the layers together: enough to keep the weights busy, few enough that
// what lies between two layers stays within some megabytes.
constexpr std::size_t kMostLines = 64;
constexpr int kMostColumns = 1 << 16;

Status UnsupportedFile(const char* what) {
  return Status(StatusCode::kUnsupported, std::string("load line network: ") + what + " is not supported");
}

class Int8LineNetwork final : public LineNetwork {
 public:
  Int8LineNetwork(const NetworkFile& file, LineLayerPtr layers, int input_height, int step_width, LineKernel kernel)
      : layers_(std::move(layers)),
        softmax_(file.root.layers.back()),
        kernels_(KernelFunctions(kernel)),
        spec_(file.spec),
        sample_iteration_(file.sample_iteration),
        null_code_(file.null_code),
        input_height_(input_height),
        one_row_(file.root.layers.front().image_height == 1),
        step_width_(step_width) {}

  int input_height() const override { return input_height_; }
  int classes() const override { return softmax_.classes(); }
  int null_code() const override { return null_code_; }
  int step_width() const override { return step_width_; }
  std::string Spec() const override { return spec_; }
  std::vector<LineOutputs> RunEach(std::span<const GrayImage* const> lines) const override;

 private:
  FeatureMap ToMap(const GrayImage& line) const;
  void RunTogether(FeatureMaps maps, const std::vector<std::size_t>& places, LayerRun& run,
                   std::vector<LineOutputs>& outputs) const;

  LineLayerPtr layers_;
  SoftmaxLayer softmax_;
  const LineKernelFunctions& kernels_;
  std::string spec_;
  std::int32_t sample_iteration_;
  int null_code_;
  int input_height_;
  bool one_row_;  // the image's rows are features of one position instead of positions
  int step_width_;
};

FeatureMap Int8LineNetwork::ToMap(const GrayImage& line) const {
  LineInput input = PrepareLineInput(line, input_height_);
  FeatureMap map;
  // Tesseract refuses lines that are narrower than a step.
  if (input.width < step_width_) input.width = 0;
  map.values = std::move(input.pixels);
  map.Resize(input.width, one_row_ ? 1 : input_height_, one_row_ ? input_height_ : 1);
  return map;
}

std::vector<LineOutputs> Int8LineNetwork::RunEach(std::span<const GrayImage* const> lines) const {
  std::vector<LineOutputs> outputs(lines.size());
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // The widest first, as they will be once scaled: lines of one length end together.
  const auto width = [&](std::size_t i) {
    return lines[i]->height > 0 ? static_cast<double>(lines[i]->width) / lines[i]->height : 0.0;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return width(a) > width(b); });
  LayerRun run{kernels_, EdgeNoise(sample_iteration_)};
  FeatureMaps maps;
  std::vector<std::size_t> places;
  int columns = 0;
  for (const std::size_t place : order) {
    outputs[place].classes = classes();
    FeatureMap map = ToMap(*lines[place]);
    if (map.width == 0) continue;
    columns += map.width;
    maps.push_back(std::move(map));
    places.push_back(place);
    if (maps.size() < kMostLines && columns < kMostColumns) continue;
    RunTogether(std::exchange(maps, {}), std::exchange(places, {}), run, outputs);
    columns = 0;
  }
  RunTogether(std::move(maps), places, run, outputs);
  return outputs;
}

void Int8LineNetwork::RunTogether(FeatureMaps maps, const std::vector<std::size_t>& places, LayerRun& run,
                                  std::vector<LineOutputs>& outputs) const {
  layers_->Run(maps, run);
  for (std::size_t i = 0; i < maps.size(); ++i) softmax_.Run(maps[i], run, outputs[places[i]]);
}

}  // namespace

std::vector<LineOutputs> LineNetwork::Run(std::span<const GrayImage> lines) const {
  std::vector<const GrayImage*> each;
  for (const GrayImage& line : lines) each.push_back(&line);
  return RunEach(each);
}

Result<std::unique_ptr<LineNetwork>> LineNetwork::Load(std::string_view network_part, LineKernel kernel) {
  Result<NetworkFile> file = ReadNetworkFile(network_part);
  if (!file) return file.status();
  const FileLayer& root = file->root;
  if (root.kind != LayerKind::kSeries || root.layers.size() < 2 || root.layers.front().kind != LayerKind::kInput) {
    return UnsupportedFile("a network that does not begin with an input");
  }
  const FileLayer& input = root.layers.front();
  const FileLayer& last = root.layers.back();
  if (last.kind != LayerKind::kConnected || last.activation != Activation::kSoftmax) {
    return UnsupportedFile("a network that does not end with a softmax");
  }
  // Either an image of one feature a position, or one row whose features are the image's rows.
  if (input.image_height != 1 && input.image_depth != 1) return UnsupportedFile("an input in colour");
  const int height = input.image_height == 1 ? input.image_depth : input.image_height;
  if (file->null_code < 0 || file->null_code >= last.outputs) {
    return Status(StatusCode::kCorruption,
                  "load line network: its null code is none of its codes; install the model again");
  }
  MapShape shape{{true, 1}, {false, input.image_height}, input.image_depth};
  std::vector<const FileLayer*> hidden;
  for (std::size_t i = 1; i + 1 < root.layers.size(); ++i) hidden.push_back(&root.layers[i]);
  Result<LineLayerPtr> layers = BuildSeries(hidden, shape);
  if (!layers) return layers.status();
  if (!shape.width.of_line || shape.height != MapLength{false, 1} || shape.depth != last.inputs) {
    return UnsupportedFile("a network that does not end in one row");
  }
  return std::unique_ptr<LineNetwork>(
      std::make_unique<Int8LineNetwork>(*file, std::move(*layers), height, shape.width.value, kernel));
}

}  // namespace sohoa
