// SPDX-License-Identifier: Apache-2.0
#include "ocr/table_blocks.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace sohoa {
namespace {

std::string CellText(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) {
    const std::string printed = LineText(line);
    if (!printed.empty()) text += (text.empty() ? "" : " ") + printed;
  }
  return text;
}

// The lines of a cell come into the one line that its row is.
void AddToRow(std::vector<Line> lines, Line& row) {
  for (Line& line : lines) {
    row.box = Union(row.box, line.box);
    row.x_height = std::max(row.x_height, line.x_height);
    std::move(line.words.begin(), line.words.end(), std::back_inserter(row.words));
  }
}

}  // namespace

std::vector<Block> TableBlocks(const std::vector<TableGrid>& tables) {
  std::vector<Block> blocks(tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    blocks[i].kind = BlockKind::kTable;
    blocks[i].box = tables[i].box;
    blocks[i].lines.resize(static_cast<std::size_t>(tables[i].rows));
  }
  return blocks;
}

void FillCell(TableCell& cell, std::vector<Block> parts, Block& table) {
  std::vector<Line> lines;
  for (Block& part : parts) std::move(part.lines.begin(), part.lines.end(), std::back_inserter(lines));
  cell.text = CellText(lines);
  AddToRow(std::move(lines), table.lines[static_cast<std::size_t>(cell.row)]);
}

void InsertBlock(std::vector<Block>& blocks, Block block) {
  const auto below = std::find_if(blocks.begin(), blocks.end(), [&block](const Block& other) {
    return other.kind == BlockKind::kText && other.box.top >= block.box.top;
  });
  blocks.insert(below, std::move(block));
}

}  // namespace sohoa
