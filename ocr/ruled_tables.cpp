// SPDX-License-Identifier: Apache-2.0
#include "ocr/ruled_tables.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>

#include "imaging/bit_image.h"
#include "imaging/lept_bits.h"
#include "ocr/millimetres.h"

namespace sohoa {
namespace {

// Lines are looked for at about this resolution, where they are still two pixels wide.
constexpr double kWorkDpi = 150;
constexpr int kDark = 159;  // to it a pixel belongs to print; lines are often grey
constexpr double kRowMm = 8;     // letters have no stroke as long as these
constexpr double kColumnMm = 6;

// The dark pixels of a part of a page that is not empty.
BitImage DarkIn(const GrayImage& page, const Box& box) {
  return DarkPixels(page.Row(box.top) + box.left, static_cast<std::size_t>(page.width), box.width(), box.height(), kDark);
}

BitImage RulesOf(const BitImage& dark, double dpi) {
  BitImage rules = LongAlongRows(dark, PixelsOfMillimetres(kRowMm, dpi));
  const BitImage columns = LongAlongColumns(dark, PixelsOfMillimetres(kColumnMm, dpi));
  for (std::size_t i = 0; i < rules.words.size(); ++i) rules.words[i] |= columns.words[i];
  return rules;
}

// Positions closer than `tolerance` to their neighbour are one boundary: its mean.
std::vector<int> Boundaries(std::vector<int> positions, int tolerance) {
  std::sort(positions.begin(), positions.end());
  std::vector<int> result;
  for (std::size_t begin = 0; begin < positions.size();) {
    std::size_t end = begin + 1;
    long long sum = positions[begin];
    while (end < positions.size() && positions[end] - positions[end - 1] <= tolerance) {
      sum += positions[end++];
    }
    result.push_back(static_cast<int>(sum / static_cast<long long>(end - begin)));
    begin = end;
  }
  return result;
}

int Nearest(const std::vector<int>& boundaries, int position) {
  int best = 0;
  for (int i = 1; i < static_cast<int>(boundaries.size()); ++i) {
    if (std::abs(boundaries[static_cast<std::size_t>(i)] - position) <
        std::abs(boundaries[static_cast<std::size_t>(best)] - position)) {
      best = i;
    }
  }
  return best;
}

// The white areas that lines enclose, in pixels of `rules`.
std::vector<Box> EnclosedAreas(BitImage rules, double dpi) {
  // Many tables leave their sides open.
  for (int y = 0; y < rules.height; ++y) {
    rules.SetRun(y, 0, 1);
    rules.SetRun(y, rules.width - 1, rules.width);
  }
  rules.Invert({0, 0, rules.width, rules.height});
  const int least = PixelsOfMillimetres(2, dpi);
  std::vector<Box> areas = ConnectedComponents(rules, Neighbours::kFour);
  std::erase_if(areas, [&](const Box& area) {
    const bool open = area.top == 0 || area.bottom == rules.height;
    return open || area.width() < least || area.height() < least;
  });
  return areas;
}

TableGrid MakeGrid(const std::vector<Box>& areas, double dpi) {
  std::vector<int> xs, ys;
  for (const Box& area : areas) {
    xs.insert(xs.end(), {area.left, area.right});
    ys.insert(ys.end(), {area.top, area.bottom});
  }
  // Wider than a line and narrower than any cell.
  const int tolerance = PixelsOfMillimetres(1.2, dpi);
  xs = Boundaries(std::move(xs), tolerance);
  ys = Boundaries(std::move(ys), tolerance);
  TableGrid grid;
  grid.columns = static_cast<int>(xs.size()) - 1;
  grid.rows = static_cast<int>(ys.size()) - 1;
  for (const Box& area : areas) {
    TableCell cell;
    cell.box = area;
    cell.column = Nearest(xs, area.left);
    cell.row = Nearest(ys, area.top);
    cell.column_span = std::max(1, Nearest(xs, area.right) - cell.column);
    cell.row_span = std::max(1, Nearest(ys, area.bottom) - cell.row);
    grid.box = Union(grid.box, area);
    grid.cells.push_back(cell);
  }
  std::sort(grid.cells.begin(), grid.cells.end(), [](const TableCell& a, const TableCell& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
  return grid;
}

bool IsTable(const TableGrid& grid) {
  if (grid.rows < 2 || grid.columns < 2 || grid.cells.size() < 4) return false;
  long long covered = 0;
  for (const TableCell& cell : grid.cells) covered += cell.box.area();
  return covered * 10 > grid.box.area() * 6;
}

// What hangs together of `rules`, once lines that are broken or miss each other by a little are
// joined: an image for each piece that is large enough for a table, and where it stands.
struct Ruling {
  BitImage rules;
  int left;
  int top;
};
std::vector<Ruling> JoinedRules(const BitImage& rules, double dpi) {
  const int join = PixelsOfMillimetres(1.0, dpi);
  const PixPtr closed = ToPix(Closed(rules, join, join));
  PIXA* pieces = nullptr;
  BOXA* boxes = pixConnComp(closed.get(), &pieces, 8);
  std::vector<Ruling> found;
  for (l_int32 i = 0; i < boxaGetCount(boxes); ++i) {
    l_int32 left = 0, top = 0, width = 0, height = 0;
    boxaGetBoxGeometry(boxes, i, &left, &top, &width, &height);
    if (width < PixelsOfMillimetres(25, dpi) || height < PixelsOfMillimetres(8, dpi)) continue;
    const PixPtr piece(pixaGetPix(pieces, i, L_CLONE));
    found.push_back({ToBitImage(*piece), left, top});
  }
  boxaDestroy(&boxes);
  pixaDestroy(&pieces);
  return found;
}

}  // namespace

std::vector<TableGrid> FindRuledTables(const GrayImage& page, double dpi) {
  std::vector<TableGrid> tables;
  if (page.width < 16 || page.height < 16) return tables;
  BitImage dark = DarkIn(page, page.bounds());
  int factor = 1;
  while (dpi / factor >= 2 * kWorkDpi && dark.width >= 32 && dark.height >= 32) {
    dark = Halved(dark);
    factor *= 2;
  }
  const double work_dpi = dpi / factor;
  for (const Ruling& ruling : JoinedRules(RulesOf(dark, work_dpi), work_dpi)) {
    std::vector<Box> cells = EnclosedAreas(ruling.rules, work_dpi);
    if (cells.size() < 4) continue;
    TableGrid grid = MakeGrid(cells, work_dpi);
    if (!IsTable(grid)) continue;
    const auto to_page = [&](Box box) {
      box = {box.left + ruling.left, box.top + ruling.top, box.right + ruling.left, box.bottom + ruling.top};
      return Intersection({box.left * factor, box.top * factor, box.right * factor, box.bottom * factor}, page.bounds());
    };
    for (TableCell& cell : grid.cells) cell.box = to_page(cell.box);
    grid.box = to_page(grid.box);
    tables.push_back(std::move(grid));
  }
  std::sort(tables.begin(), tables.end(), [](const TableGrid& a, const TableGrid& b) {
    return std::pair(a.box.top, a.box.left) < std::pair(b.box.top, b.box.left);
  });
  return tables;
}

void EraseRules(GrayImage& page, const TableGrid& table, double dpi) {
  const int margin = PixelsOfMillimetres(1.5, dpi);
  const Box box = Intersection({table.box.left - margin, table.box.top - margin,
                                table.box.right + margin, table.box.bottom + margin},
                               page.bounds());
  if (box.empty()) return;
  // The grey edge of a line goes with it.
  const BitImage rules = Thickened(RulesOf(DarkIn(page, box), dpi));
  for (int y = 0; y < rules.height; ++y) {
    const std::uint32_t* words = rules.Row(y);
    std::uint8_t* row = page.Row(box.top + y) + box.left;
    for (int i = 0; i < rules.words_per_row; ++i) {
      for (std::uint32_t rest = words[i]; rest != 0; rest &= rest - 1) row[32 * i + 31 - std::countr_zero(rest)] = 255;
    }
  }
}

void EraseAllBut(GrayImage& page, const Box& box, const std::vector<Box>& kept) {
  const Box area = Intersection(box, page.bounds());
  if (area.empty()) return;
  std::vector<std::uint8_t> row(static_cast<std::size_t>(area.width()));
  for (int y = area.top; y < area.bottom; ++y) {
    std::uint8_t* pixels = page.Row(y);
    std::fill(row.begin(), row.end(), std::uint8_t{255});
    for (const Box& part : kept) {
      if (y < part.top || y >= part.bottom) continue;
      const int left = std::max(part.left, area.left);
      const int right = std::min(part.right, area.right);
      if (left < right) std::copy(pixels + left, pixels + right, row.begin() + (left - area.left));
    }
    std::copy(row.begin(), row.end(), pixels + area.left);
  }
}

double DarkShare(const GrayImage& page, const Box& box) {
  const Box inside = Intersection(box, page.bounds());
  if (inside.empty()) return 0;
  std::int64_t dark = 0;
  for (int y = inside.top; y < inside.bottom; ++y) {
    const std::uint8_t* row = page.Row(y);
    dark += std::count_if(row + inside.left, row + inside.right, [](std::uint8_t pixel) { return pixel <= kDark; });
  }
  return static_cast<double>(dark) / static_cast<double>(inside.area());
}

}  // namespace sohoa
