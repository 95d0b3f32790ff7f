// SPDX-License-Identifier: Apache-2.0
#include "samples/paper_table.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

constexpr double kPadding = 4;
constexpr double kRuleWidth = 0.6;

struct Cell {
  TextBlock block;
  double x = 0;
  double width = 0;
};

class TableDrawing {
 public:
  TableDrawing(const AppendixTable& table, PaperPages& pages) : table_(table), pages_(pages) {}

  std::vector<Cell> Layout(const std::vector<std::string>& texts, bool header) const;
  double Height(const std::vector<Cell>& cells) const;
  void Draw(const std::vector<Cell>& cells);

 private:
  const AppendixTable& table_;
  PaperPages& pages_;
};

std::vector<Cell> TableDrawing::Layout(const std::vector<std::string>& texts, bool header) const {
  std::vector<Cell> cells;
  const bool heading = texts.size() == 2 && table_.columns.size() > 2;
  double x = pages_.left();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    TextStyle style;
    style.size = 12;
    style.pitch = 1.15;
    style.bold = header || heading;
    const bool number = i == 0;
    style.align = header || number ? Align::kCenter : Align::kLeft;
    Cell cell;
    cell.x = x;
    cell.width = heading && i == 1 ? pages_.right() - x : table_.shares[i] * pages_.frame_width();
    cell.block = TextBlock(texts[i], style, cell.width - 2 * kPadding);
    x += cell.width;
    cells.push_back(std::move(cell));
  }
  return cells;
}

double TableDrawing::Height(const std::vector<Cell>& cells) const {
  double height = 0;
  for (const Cell& cell : cells) height = std::max(height, cell.block.height());
  return height + 2 * kPadding;
}

void TableDrawing::Draw(const std::vector<Cell>& cells) {
  PageCanvas& canvas = pages_.canvas();
  const double height = Height(cells);
  SampleLine row;
  for (const Cell& cell : cells) {
    canvas.Frame(cell.x, pages_.y, cell.width, height, kRuleWidth);
    if (cell.block.lines() == 0) continue;
    const bool middle = cell.block.style().align == Align::kCenter;
    const double drop = middle ? (height - cell.block.height()) / 2 : kPadding;
    SampleLine text = canvas.DrawUnnoted(cell.block, cell.x + kPadding, pages_.y + drop);
    if (!row.text.empty()) row.text += " | ";
    row.text += text.text;
    row.words.insert(row.words.end(), text.words.begin(), text.words.end());
  }
  canvas.Note(std::move(row));
  pages_.y += height;
}

}  // namespace

Status DrawTable(const AppendixTable& table, PaperPages& pages,
                 const std::function<Status()>& next_sheet) {
  TableDrawing drawing(table, pages);
  std::size_t sheet = 0;
  const auto draw_header = [&] {
    std::vector<std::string> names = table.columns;
    if (table.page_without_number_header == sheet && !names.empty()) names[0].clear();
    drawing.Draw(drawing.Layout(names, true));
  };
  draw_header();
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::vector<Cell> cells = drawing.Layout(table.rows[i], false);
    double needed = drawing.Height(cells);
    // A heading does not stand alone at the foot of a sheet.
    for (std::size_t j = i; j + 1 < table.rows.size() && table.rows[j].size() == 2; ++j) {
      needed += drawing.Height(drawing.Layout(table.rows[j + 1], false));
    }
    if (needed > pages.room()) {
      if (Status status = next_sheet(); !status.ok()) return status;
      ++sheet;
      draw_header();
    }
    drawing.Draw(cells);
  }
  return {};
}

}  // namespace sohoa
