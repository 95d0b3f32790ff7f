// SPDX-License-Identifier: Apache-2.0
//
// Table blocks: how the cells of a table become a block of rows, and where it stands among the
// others. Pure functions.
#pragma once

#include <vector>

#include "core/page_text.h"

namespace sohoa {

// A block a table with its rows, as yet without words.
std::vector<Block> TableBlocks(const std::vector<TableGrid>& tables);

// What was read in a cell comes into the one line that its row is. Cells are filled in their order.
void FillCell(TableCell& cell, std::vector<Block> parts, Block& table);

// Before the first text of the page that begins below it.
void InsertBlock(std::vector<Block>& blocks, Block block);

}  // namespace sohoa
