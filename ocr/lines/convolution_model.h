// SPDX-License-Identifier: Apache-2.0
//
// ConvolutionModel: a line model of our own as its file has it: convolutions over a line, a
// softmax over an alphabet at the end, and what it is called. The file is a safetensors file
// whose metadata names the layers; docs/LINE_MODEL.md describes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ocr/lines/confidence_curve.h"
#include "ocr/lines/network_file.h"

namespace sohoa {

// A window over a map of features. The window's positions are a column after the other, in it
// from the top; beyond the map there are zeros.
struct ConvolutionShape {
  int kernel_x = 1;
  int kernel_y = 1;
  int stride_x = 1;
  int stride_y = 1;
  int pad_x = 0;  // columns of zeros that the window sees on both sides
  int pad_y = 0;
  int dilation_x = 1;  // how many columns lie between two of the window's, and one
  int depth = 1;  // of what comes in
  int outputs = 1;
  Activation activation = Activation::kLinear;  // or kRelu

  // Of the map that comes out; less than 1 where the window is larger than the map.
  int OutputWidth(int width) const { return Places(width + 2 * pad_x - dilation_x * (kernel_x - 1), stride_x); }
  int OutputHeight(int height) const { return Places(height + 2 * pad_y - (kernel_y - 1), stride_y); }

 private:
  static int Places(int room, int stride) { return room < 1 ? 0 : (room - 1) / stride + 1; }
};

struct ModelConvolution {
  ConvolutionShape shape;
  FileMatrix matrix;  // inputs: kernel_x * kernel_y * depth
};

// A convolution or, where there are `layers`, those: what comes out of them is added to what
// went in.
struct ModelLayer {
  ModelConvolution convolution;
  std::vector<ModelLayer> layers;

  bool is_residual() const { return !layers.empty(); }
};

struct ConvolutionModel {
  std::string name;         // "sohoa 2"; stored with what it read
  std::string description;  // the layers, as the file has them
  int height = 0;           // pixels that lines are scaled to
  std::u32string alphabet;  // class 0 is "nothing", class i + 1 its i-th character
  ConfidenceCurve confidence;  // of words, behind the prior; what is measured, if the file has it
  std::vector<ModelLayer> layers;
  FileMatrix output;  // of each position: its steps one after the other, each all classes
  int steps = 1;      // that each position of the last map stands for

  int step_width = 1;  // input pixels that a step stands for

  int classes() const { return static_cast<int>(alphabet.size()) + 1; }
};

// kCorruption: no such file, or one that was damaged or whose sizes do not fit. kUnsupported: a
// layer or version that is not known here. Allocates no more than the bytes can fill, and
// makes sure that whatever is run keeps within 32-bit sums and some ten megabytes a line.
Result<ConvolutionModel> ReadConvolutionModel(std::string_view bytes);

}  // namespace sohoa
