// SPDX-License-Identifier: Apache-2.0
//
// Safetensors: named tensors and a few texts about them in one file: the length of a header (8
// bytes, little-endian), the header in JSON, then the tensors' bytes
// (https://github.com/huggingface/safetensors). Borrows the bytes it was parsed from.
//
// Immutable once parsed; safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct Tensor {
  std::string type;  // "I8", "I32", "F32" ...
  std::vector<std::int64_t> shape;
  std::string_view bytes;
};

class Safetensors {
 public:
  // kCorruption: not such a file, it ends early, or a tensor lies outside it. Allocates no more
  // than a few times the header's length.
  static Result<Safetensors> Parse(std::string_view bytes);

  // Of the header's `__metadata__`; empty where there is none of that name.
  std::string_view Text(const std::string& name) const;
  const Tensor* Find(const std::string& name) const;  // null: there is none
  std::string_view data() const { return data_; }     // all that follows the header

 private:
  std::map<std::string, std::string> texts_;
  std::map<std::string, Tensor> tensors_;
  std::string_view data_;
};

}  // namespace sohoa
