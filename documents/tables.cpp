// SPDX-License-Identifier: Apache-2.0
//
// Tables of a document: the grids of its pages, those that go on over a page break as
// one, their repeated header rows dropped.
#include <algorithm>
#include <cmath>
#include <string>

#include "documents/folded_text.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

constexpr double kSameText = 0.8;
// A table that goes on begins in the upper part of the next page.
constexpr double kContinuationTop = 0.30;

using Row = std::vector<std::string>;

std::vector<Row> RowsOf(const TableGrid& grid) {
  std::vector<Row> rows(static_cast<std::size_t>(std::max(0, grid.rows)),
                        Row(static_cast<std::size_t>(std::max(0, grid.columns))));
  for (const TableCell& cell : grid.cells) {
    if (cell.row < 0 || cell.row >= grid.rows || cell.column < 0 || cell.column >= grid.columns) {
      continue;
    }
    rows[static_cast<std::size_t>(cell.row)][static_cast<std::size_t>(cell.column)] = cell.text;
  }
  return rows;
}

// How many rows the header takes: more than one where a cell of the first row spans some.
std::size_t HeaderRows(const TableGrid& grid) {
  int rows = 1;
  for (const TableCell& cell : grid.cells) {
    if (cell.row == 0) rows = std::max(rows, cell.row_span);
  }
  return static_cast<std::size_t>(std::min(rows, std::max(1, grid.rows - 1)));
}

// Column names; under a cell that spans columns stand its own and that of the row below.
Row ColumnNames(const TableGrid& grid, const std::vector<Row>& rows, std::size_t header_rows) {
  Row names(static_cast<std::size_t>(grid.columns));
  for (const TableCell& cell : grid.cells) {
    if (cell.row != 0 || cell.column < 0) continue;
    const int last = std::min(grid.columns, cell.column + std::max(1, cell.column_span));
    for (int c = cell.column; c < last; ++c) names[static_cast<std::size_t>(c)] = cell.text;
  }
  for (std::size_t r = 1; r < header_rows; ++r) {
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (rows[r][c].empty() || rows[r][c] == names[c]) continue;
      names[c] = names[c].empty() ? rows[r][c] : names[c] + " / " + rows[r][c];
    }
  }
  return names;
}

// The same header again, though a cell of it may have been lost ("TT" next to a punch hole).
bool SameHeader(const Row& a, const Row& b) {
  if (a.size() != b.size()) return false;
  std::size_t compared = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    const std::string left = WordsKey(a[c]);
    const std::string right = WordsKey(b[c]);
    if (left.empty() || right.empty()) continue;
    if (Similarity(left, right) < kSameText) return false;
    ++compared;
  }
  return compared * 2 >= a.size() && compared > 0;
}

std::vector<double> ColumnEdges(const TableGrid& grid, int page_width) {
  std::vector<double> edges(static_cast<std::size_t>(grid.columns), -1);
  for (const TableCell& cell : grid.cells) {
    if (cell.column < 0 || cell.column >= grid.columns || cell.column_span != 1) continue;
    edges[static_cast<std::size_t>(cell.column)] =
        static_cast<double>(cell.box.left) / std::max(1, page_width);
  }
  return edges;
}

bool SameColumns(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t c = 0; c < a.size(); ++c) {
    if (a[c] >= 0 && b[c] >= 0 && std::abs(a[c] - b[c]) > 0.03) return false;
  }
  return true;
}

bool HasText(const TableGrid& grid) {
  return std::any_of(grid.cells.begin(), grid.cells.end(),
                     [](const TableCell& cell) { return !cell.text.empty(); });
}

struct OpenTable {
  ExtractedTable table;
  std::vector<double> edges;
  std::size_t last_page = 0;
};

bool Continue(OpenTable& open, const TableGrid& grid, std::size_t page, std::uint32_t page_number,
              const PageGeometry& geometry, const std::vector<Row>& rows) {
  if (grid.columns != static_cast<int>(open.table.columns.size())) return false;
  const std::size_t header_rows = HeaderRows(grid);
  const bool header = SameHeader(open.table.columns, ColumnNames(grid, rows, header_rows));
  const bool next_page = page == open.last_page + 1;
  const bool on_top = grid.box.top < kContinuationTop * geometry.height;
  const bool silent =
      next_page && on_top && SameColumns(open.edges, ColumnEdges(grid, geometry.width));
  if (!header && !silent) return false;
  const std::size_t from = header ? header_rows : 0;
  open.table.rows.insert(open.table.rows.end(), rows.begin() + static_cast<std::ptrdiff_t>(from),
                         rows.end());
  if (open.table.pages.back() != page_number) open.table.pages.push_back(page_number);
  open.last_page = page;
  return true;
}

OpenTable Open(const TableGrid& grid, std::size_t page, std::uint32_t page_number,
               const PageGeometry& geometry, const std::vector<Row>& rows) {
  OpenTable open;
  const std::size_t header_rows = HeaderRows(grid);
  open.table.pages = {page_number};
  open.table.columns = ColumnNames(grid, rows, header_rows);
  open.table.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(header_rows), rows.end());
  open.edges = ColumnEdges(grid, geometry.width);
  open.last_page = page;
  return open;
}

}  // namespace

std::vector<ExtractedTable> ExtractTables(const std::vector<const PageRecord*>& pages,
                                          const std::vector<std::uint32_t>& page_numbers) {
  std::vector<OpenTable> open;
  for (std::size_t p = 0; p < pages.size() && p < page_numbers.size(); ++p) {
    for (const TableGrid& grid : pages[p]->text.tables) {
      if (grid.rows < 1 || grid.columns < 2 || !HasText(grid)) continue;
      const std::vector<Row> rows = RowsOf(grid);
      const PageGeometry& geometry = pages[p]->geometry;
      if (!open.empty() && Continue(open.back(), grid, p, page_numbers[p], geometry, rows))
        continue;
      open.push_back(Open(grid, p, page_numbers[p], geometry, rows));
    }
  }
  std::vector<ExtractedTable> tables;
  for (OpenTable& each : open) tables.push_back(std::move(each.table));
  return tables;
}

}  // namespace sohoa
