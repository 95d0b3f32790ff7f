// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/assignment.h"

#include <algorithm>
#include <limits>

namespace sohoa {
namespace {

// Rows and columns count from 1; 0 is the row or column that is none. Behind the columns that
// were given stands one of no cost for each row, which thereby may stay without.
class Assigner {
 public:
  explicit Assigner(const std::vector<std::vector<double>>& weights)
      : weights_(weights),
        rows_(weights.size()),
        given_(weights.empty() ? 0 : weights.front().size()),
        columns_(given_ + rows_),
        row_potential_(rows_ + 1),
        column_potential_(columns_ + 1),
        row_of_(columns_ + 1) {}

  std::vector<std::optional<std::size_t>> Solve() {
    for (std::size_t row = 1; row <= rows_; ++row) Place(row);
    std::vector<std::optional<std::size_t>> chosen(rows_);
    for (std::size_t column = 1; column <= given_; ++column) {
      const std::size_t row = row_of_[column];
      if (row != 0 && weights_[row - 1][column - 1] > 0) chosen[row - 1] = column - 1;
    }
    return chosen;
  }

 private:
  double Cost(std::size_t row, std::size_t column) const { return column > given_ ? 0 : -weights_[row - 1][column - 1]; }

  // Finds the cheapest way to give `row` a column, moving others where that helps.
  void Place(std::size_t row) {
    std::vector<double> least(columns_ + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> came_from(columns_ + 1);
    std::vector<bool> used(columns_ + 1);
    row_of_[0] = row;
    std::size_t at = 0;
    do {
      used[at] = true;
      at = Advance(at, least, came_from, used);
    } while (row_of_[at] != 0);
    while (at != 0) {
      row_of_[at] = row_of_[came_from[at]];
      at = came_from[at];
    }
  }

  std::size_t Advance(std::size_t at, std::vector<double>& least, std::vector<std::size_t>& came_from, const std::vector<bool>& used) {
    const std::size_t row = row_of_[at];
    double step = std::numeric_limits<double>::infinity();
    std::size_t next = 0;
    for (std::size_t column = 1; column <= columns_; ++column) {
      if (used[column]) continue;
      const double reduced = Cost(row, column) - row_potential_[row] - column_potential_[column];
      if (reduced < least[column]) {
        least[column] = reduced;
        came_from[column] = at;
      }
      if (least[column] < step) {
        step = least[column];
        next = column;
      }
    }
    for (std::size_t column = 0; column <= columns_; ++column) {
      if (used[column]) {
        row_potential_[row_of_[column]] += step;
        column_potential_[column] -= step;
      } else {
        least[column] -= step;
      }
    }
    return next;
  }

  const std::vector<std::vector<double>>& weights_;
  const std::size_t rows_;
  const std::size_t given_;
  const std::size_t columns_;
  std::vector<double> row_potential_;
  std::vector<double> column_potential_;
  std::vector<std::size_t> row_of_;  // of each column; 0 = free
};

}  // namespace

std::vector<std::optional<std::size_t>> BestAssignment(const std::vector<std::vector<double>>& weights) {
  return Assigner(weights).Solve();
}

}  // namespace sohoa
