// SPDX-License-Identifier: Apache-2.0
//
// Ruled tables: the grid of a table from its printed lines. Pure functions of pixels.
#pragma once

#include <vector>

#include "core/page_text.h"
#include "ocr/gray_image.h"

namespace sohoa {

// Grids with at least two rows and two columns, cells without text, from top to bottom. A cell
// that spans rows or columns of the others stands once, where it begins.
std::vector<TableGrid> FindRuledTables(const GrayImage& page, double dpi);

// Paints the lines of the table white, so that they are not read as letters.
void EraseRules(GrayImage& page, const TableGrid& table, double dpi);

// Paints what is in `box` and in none of `kept` white.
void EraseAllBut(GrayImage& page, const Box& box, const std::vector<Box>& kept);

// Share of pixels in `box` that are dark, 0..1.
double DarkShare(const GrayImage& page, const Box& box);

}  // namespace sohoa
