// SPDX-License-Identifier: Apache-2.0
//
// RowWalk: where the rows lie that a kernel reads, one after the other. Internal to each file that
// includes it, so that files compiled for other instructions share no code.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ocr/lines/line_kernels.h"

namespace sohoa {
namespace {

class RowWalk {
 public:
  inline __attribute__((always_inline)) explicit RowWalk(const InputRows& rows)
      : rows_(rows), row_(rows.first), group_(rows.first), left_(rows.in_group) {}

  inline __attribute__((always_inline)) const std::int8_t* Next() {
    const std::int8_t* row = row_;
    if (--left_ > 0) {
      row_ += rows_.stride;
    } else {
      group_ += rows_.group_stride;
      row_ = group_;
      left_ = rows_.in_group;
    }
    return row;
  }

  template <int kRows>
  inline __attribute__((always_inline)) void Next(const std::int8_t* (&rows)[kRows]) {
    for (int i = 0; i < kRows; ++i) rows[i] = Next();
  }

 private:
  const InputRows& rows_;
  const std::int8_t* row_;
  const std::int8_t* group_;
  int left_;
};

}  // namespace
}  // namespace sohoa
