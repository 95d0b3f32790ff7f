// SPDX-License-Identifier: Apache-2.0
//
// Line models of our own kind with weights drawn at random, as files; and what must come out of
// them, computed in the plainest way from what was drawn.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace sohoa {

// A safetensors file in its parts, to be spoilt.
struct MadeModelFile {
  nlohmann::json header;
  std::string data;

  nlohmann::json& metadata() { return header["__metadata__"]; }
  // The layers of the metadata, and those with others in their place.
  nlohmann::json Network() const;
  void SetNetwork(const nlohmann::json& network);
  // The checksum is made anew.
  std::string Bytes() const;
  static std::string Join(const nlohmann::json& header, std::string_view data);
};

// What a layer is, as the file says it.
struct MadeWindow {
  int outputs = 1;
  int kernel_x = 1;
  int kernel_y = 1;
  int stride_x = 1;
  int stride_y = 1;
  int pad_x = 0;
  int pad_y = 0;
  int dilation_x = 1;
  bool relu = true;
};

struct MadeLayer {
  std::string name;
  MadeWindow window;
  int depth = 1;
  std::vector<std::int8_t> weights;  // outputs x kernel_x x kernel_y x depth
  std::vector<std::int32_t> biases;
  std::vector<float> scales;
  std::vector<MadeLayer> residual;  // or these
};

// Features of the positions of a line.
struct PlainMap {
  int width = 0;
  int height = 0;
  int depth = 0;
  std::vector<int> values;  // [x][y][feature]

  int& At(int x, int y, int feature) {
    return values[static_cast<std::size_t>((x * height + y) * depth + feature)];
  }
  int At(int x, int y, int feature) const { return const_cast<PlainMap*>(this)->At(x, y, feature); }
};

class MadeConvolutionModel {
 public:
  MadeConvolutionModel(int height, std::string alphabet, unsigned seed = 1);

  MadeConvolutionModel& Add(const MadeWindow& window);
  MadeConvolutionModel& AddResidual(const std::vector<MadeWindow>& windows);
  // The last layer. What it says of every step is `always`'s classes, one after the other, where
  // there are some; class 0 is "nothing".
  MadeConvolutionModel& Output(int steps, const std::vector<int>& always = {});

  MadeModelFile File() const;
  std::string Bytes() const { return File().Bytes(); }
  int classes() const { return classes_; }

  // Of all layers but the last.
  PlainMap Run(const PlainMap& input) const;
  // Of the last: steps x classes.
  std::vector<double> Probabilities(const PlainMap& map) const;

 private:
  MadeLayer Draw(const MadeWindow& window);

  int height_;
  std::string alphabet_;
  int classes_;
  int steps_ = 1;
  std::mt19937 random_;
  int depth_ = 1;  // of what comes out so far
  std::vector<MadeLayer> layers_;
  MadeLayer output_;
};

}  // namespace sohoa
