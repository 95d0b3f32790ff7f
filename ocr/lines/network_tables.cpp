// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/network_tables.h"

#include <cmath>

namespace sohoa {
namespace {

template <typename Function>
ActivationTable MakeTable(Function function) {
  ActivationTable table{};
  for (int i = 0; i < kTablePoints; ++i) {
    // Computed in double and rounded once, as the generated tables were.
    table[static_cast<std::size_t>(i)].value =
        static_cast<float>(function(i / static_cast<double>(kTablePointsPerUnit)));
  }
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    table[i].rise = table[i + 1].value - table[i].value;
  }
  table.back() = {1.0F, 0.0F};
  return table;
}

}  // namespace

const ActivationTable& TanhTable() {
  alignas(64) static const ActivationTable table = MakeTable([](double x) { return std::tanh(x); });
  return table;
}

const ActivationTable& LogisticTable() {
  alignas(64) static const ActivationTable table =
      MakeTable([](double x) { return 1 / (1 + std::exp(-x)); });
  return table;
}

}  // namespace sohoa
