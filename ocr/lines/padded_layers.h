// SPDX-License-Identifier: Apache-2.0
//
// The layers of a ConvolutionModel, ready to run: maps of one line go in and come out, padded for
// whoever reads them. Immutable and safe from several threads.
#pragma once

#include <memory>
#include <vector>

#include "ocr/lines/convolution_model.h"
#include "ocr/lines/line_kernels.h"
#include "ocr/lines/packed_matrix.h"
#include "ocr/lines/padded_map.h"

namespace sohoa {

// A window over each position of a map, weighed and activated.
class PaddedConvolution {
 public:
  // `height` is that of the maps that come in, which are padded as the convolution asks for;
  // those that go out are padded by `padding`. `positive`: what comes in is never negative.
  PaddedConvolution(const ModelConvolution& model, int height, bool positive, Padding padding);

  const ConvolutionShape& shape() const { return shape_; }

  // Maps so wide that a column comes out.
  PaddedMap Run(const PaddedMap& map, const LineKernelFunctions& kernels) const;

 private:
  struct Buffers;
  // The block's outputs at `columns` columns from `x` on.
  void Write(int block, int x, int columns, PaddedMap& map, Buffers& buffers, const LineKernelFunctions& kernels) const;

  ConvolutionShape shape_;
  int height_;
  Padding padding_;
  PackedMatrix matrix_;
};

// Layers one after the other; to some, what went in is added again.
class PaddedLayers {
 public:
  // See PaddedConvolution; some layers at least.
  PaddedLayers(const std::vector<ModelLayer>& layers, int height, bool positive, Padding padding);

  // How the maps that go in are padded.
  static Padding PaddingOf(const std::vector<ModelLayer>& layers);

  // Whether what comes out is never negative.
  bool positive() const { return positive_; }
  // How wide the last map is; 0 where the first is too narrow for one of the layers.
  int OutputWidth(int width) const;

  PaddedMap Run(const PaddedMap& map, const LineKernelFunctions& kernels) const;

 private:
  struct Layer {  // one of the two
    std::unique_ptr<const PaddedConvolution> convolution;
    std::unique_ptr<const PaddedLayers> residual;
  };

  std::vector<Layer> layers_;
  bool positive_;
};

// The last layer: what each position's steps say of the classes.
class ClassesLayer {
 public:
  ClassesLayer(const FileMatrix& output, int steps, int classes, bool positive);

  // Maps one position high, without padding; `outputs` is filled anew.
  void Run(const PaddedMap& map, const LineKernelFunctions& kernels, LineOutputs& outputs) const;

 private:
  int steps_;
  int classes_;
  PackedMatrix matrix_;  // each step begins a block
};

}  // namespace sohoa
