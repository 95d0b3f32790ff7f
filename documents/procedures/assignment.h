// SPDX-License-Identifier: Apache-2.0
//
// The assignment of rows to columns with the largest sum of weights: each row has at most one
// column and each column at most one row.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace sohoa {

// weights[row][column] >= 0; 0 never goes together. The column of each row, or none. Of equally
// good ones always the same. Takes rows² × columns steps (Kuhn and Munkres).
std::vector<std::optional<std::size_t>> BestAssignment(const std::vector<std::vector<double>>& weights);

}  // namespace sohoa
