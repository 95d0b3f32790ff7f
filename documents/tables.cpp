// SPDX-License-Identifier: Apache-2.0
//
// Tables of a document: the grids of its pages, those that go on over a page break as
// one, their repeated header rows dropped, a row that the break cut in two made one again.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "documents/folded_text.h"
#include "documents/table_outline.h"
#include "documents/text_lines.h"
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

// The same header again, though a cell of it may have been lost ("TT" next to a punch hole) or a
// short one misread: the whole of it has to be alike.
bool SameHeader(const Row& a, const Row& b) {
  if (a.size() != b.size()) return false;
  std::size_t compared = 0;
  double alike = 0;
  double letters = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    const std::string left = WordsKey(a[c]);
    const std::string right = WordsKey(b[c]);
    if (left.empty() || right.empty()) continue;
    const auto longer = static_cast<double>(std::max(left.size(), right.size()));
    alike += longer * Similarity(left, right);
    letters += longer;
    ++compared;
  }
  return compared * 2 >= a.size() && compared > 0 && alike >= kSameText * letters;
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

// A grid and the page it stands on.
struct PlacedGrid {
  const TableGrid& grid;
  const PageRecord& page;
  std::size_t position;       // of the page in the document, from 0
  std::uint32_t page_number;  // as FieldLocation::page
  std::vector<Row> rows;
  std::size_t header_rows;

  PlacedGrid(const TableGrid& of, const PageRecord& on, std::size_t at, std::uint32_t number)
      : grid(of), page(on), position(at), page_number(number), rows(RowsOf(of)), header_rows(HeaderRows(of)) {}
};

// In the mean of the words whose middle is in the cell; 0 where there are none.
double ConfidenceIn(const Box& cell, const PageText& text) {
  std::vector<Word> words;
  for (const Block& block : text.blocks) {
    if (block.kind != BlockKind::kTable) continue;
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        if (MostlyIn(word.box, cell)) words.push_back(word);
      }
    }
  }
  return MeanConfidence(words);
}

// The cells of the grid from row `from` on; they become rows `to` and following of the table.
void AppendCells(const PlacedGrid& placed, std::size_t from, std::size_t to, bool header, std::vector<ExtractedCell>& cells) {
  for (const TableCell& cell : placed.grid.cells) {
    const bool inside = cell.row >= 0 && cell.row < placed.grid.rows && cell.column >= 0 && cell.column < placed.grid.columns;
    const auto row = static_cast<std::size_t>(std::max(0, cell.row));
    if (!inside || row < from || (header && row >= placed.header_rows)) continue;
    ExtractedCell out;
    out.header = header;
    out.row = static_cast<std::uint32_t>(row - from + to);
    out.column = static_cast<std::uint32_t>(cell.column);
    out.row_span = static_cast<std::uint32_t>(std::clamp(cell.row_span, 1, placed.grid.rows - cell.row));
    out.column_span = static_cast<std::uint32_t>(std::clamp(cell.column_span, 1, placed.grid.columns - cell.column));
    out.text = cell.text;
    out.confidence = cell.text.empty() ? 0 : ConfidenceIn(cell.box, placed.page.text);
    out.locations.push_back({placed.page_number, placed.page.id, placed.page.geometry.ToPolygon(cell.box)});
    cells.push_back(std::move(out));
  }
}

struct OpenTable {
  ExtractedTable table;
  std::vector<Row> headers;  // as they are read on each page
  std::vector<double> edges;
  std::size_t last_page = 0;
};

// Of a header that is repeated, what most of its repeats say; of equals the first.
Row MostlyRead(const std::vector<Row>& headers) {
  Row names = headers.front();
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto times = [&](const std::string& name) {
      return std::count_if(headers.begin(), headers.end(), [&](const Row& header) { return header[c] == name; });
    };
    for (const Row& header : headers) {
      const bool better = times(header[c]) > times(names[c]) || names[c].empty();
      if (!header[c].empty() && better) names[c] = header[c];
    }
  }
  return names;
}

// A page break inside a row leaves the rest of its cells on the next page, and no number before them.
bool GoesOnInside(const Row& last, const Row& row) {
  if (row.size() < 2 || !row.front().empty() || last.front().empty()) return false;
  bool any = false;
  for (std::size_t c = 1; c < row.size(); ++c) {
    if (row[c].empty()) continue;
    const FoldedText text(row[c]);
    const bool lower = text.ascii().front() >= 'a' && text.ascii().front() <= 'z' && text.Slice(0, 1).UpperShare() == 0;
    if (!lower || last[c].empty()) return false;
    any = true;
  }
  return any;
}

void JoinText(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += ' ';
  text += more;
}

// The first row of `cells` (number `row`) goes into the row before it, those behind it move up.
void JoinRows(ExtractedTable& table, std::size_t row) {
  Row& last = table.rows[row - 1];
  for (std::size_t c = 0; c < last.size(); ++c) JoinText(last[c], table.rows[row][c]);
  table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(row));
  std::vector<ExtractedCell> kept;
  for (ExtractedCell& cell : table.cells) {
    if (cell.header || cell.row < row) {
      kept.push_back(std::move(cell));
      continue;
    }
    const auto first = std::find_if(kept.begin(), kept.end(), [&](const ExtractedCell& before) {
      return !before.header && before.row + before.row_span == row && before.column == cell.column;
    });
    if (cell.row == row && first != kept.end()) {
      JoinText(first->text, cell.text);
      if (!cell.text.empty()) first->confidence = std::min(first->confidence, cell.confidence);
      std::move(cell.locations.begin(), cell.locations.end(), std::back_inserter(first->locations));
      continue;
    }
    --cell.row;
    kept.push_back(std::move(cell));
  }
  table.cells = std::move(kept);
}

bool Continue(OpenTable& open, const PlacedGrid& placed) {
  const TableGrid& grid = placed.grid;
  ExtractedTable& table = open.table;
  if (grid.columns != static_cast<int>(table.columns.size())) return false;
  const PageGeometry& geometry = placed.page.geometry;
  Row names = ColumnNames(grid, placed.rows, placed.header_rows);
  const bool header = SameHeader(table.columns, names);
  const bool next_page = placed.position == open.last_page + 1;
  const bool on_top = grid.box.top < kContinuationTop * geometry.height;
  const bool silent = next_page && on_top && SameColumns(open.edges, ColumnEdges(grid, geometry.width));
  if (!header && !silent) return false;
  if (header) open.headers.push_back(std::move(names));
  const std::size_t from = header ? placed.header_rows : 0;
  const std::size_t to = table.rows.size();
  table.rows.insert(table.rows.end(), placed.rows.begin() + static_cast<std::ptrdiff_t>(from), placed.rows.end());
  AppendCells(placed, from, to, false, table.cells);
  const bool cut = next_page && to > 0 && to < table.rows.size() && GoesOnInside(table.rows[to - 1], table.rows[to]);
  if (cut) JoinRows(table, to);
  if (table.pages.back() != placed.page_number) table.pages.push_back(placed.page_number);
  open.last_page = placed.position;
  return true;
}

OpenTable Open(const PlacedGrid& placed) {
  OpenTable open;
  ExtractedTable& table = open.table;
  table.pages = {placed.page_number};
  table.columns = ColumnNames(placed.grid, placed.rows, placed.header_rows);
  table.rows.assign(placed.rows.begin() + static_cast<std::ptrdiff_t>(placed.header_rows), placed.rows.end());
  AppendCells(placed, 0, 0, true, table.cells);
  AppendCells(placed, placed.header_rows, 0, false, table.cells);
  open.headers = {table.columns};
  open.edges = ColumnEdges(placed.grid, placed.page.geometry.width);
  open.last_page = placed.position;
  return open;
}

}  // namespace

std::vector<ExtractedTable> ExtractTables(const std::vector<const PageRecord*>& pages,
                                          const std::vector<std::uint32_t>& page_numbers) {
  std::vector<OpenTable> open;
  for (std::size_t p = 0; p < pages.size() && p < page_numbers.size(); ++p) {
    for (const TableGrid& grid : pages[p]->text.tables) {
      if (grid.rows < 1 || grid.columns < 2 || !HasText(grid)) continue;
      const PlacedGrid placed(grid, *pages[p], p, page_numbers[p]);
      if (open.empty() || !Continue(open.back(), placed)) open.push_back(Open(placed));
    }
  }
  std::vector<ExtractedTable> tables;
  for (OpenTable& each : open) {
    each.table.columns = MostlyRead(each.headers);
    OutlineTable(each.table);
    tables.push_back(std::move(each.table));
  }
  return tables;
}

}  // namespace sohoa
