// SPDX-License-Identifier: Apache-2.0
#include "ocr/ruled_tables.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace sohoa {
namespace {

// Lines are looked for at this resolution, where they are still two pixels wide.
constexpr double kWorkDpi = 150;
constexpr int kDark = 160;  // below it a pixel belongs to print; lines are often grey

int Pixels(double millimetres, double dpi) {
  return std::max(1, static_cast<int>(std::lround(millimetres * dpi / 25.4)));
}

// A view; OpenCV has no const matrix over foreign memory.
cv::Mat View(const GrayImage& image) {
  return cv::Mat(image.height, image.width, CV_8UC1,
                 const_cast<std::uint8_t*>(image.pixels.data()));
}

cv::Rect ToRect(const Box& box) { return {box.left, box.top, box.width(), box.height()}; }

cv::Mat Element(int width, int height) {
  return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(width, height));
}

struct Rules {
  cv::Mat horizontal;
  cv::Mat vertical;
};

// 255 on ruled lines. Letters have no stroke as long as these.
Rules FindRules(const cv::Mat& dark, double dpi) {
  Rules rules;
  // A line may step by a pixel where the page is not quite straight.
  cv::dilate(dark, rules.horizontal, Element(1, 3));
  cv::morphologyEx(rules.horizontal, rules.horizontal, cv::MORPH_OPEN,
                   Element(Pixels(8, dpi), 1));
  cv::dilate(dark, rules.vertical, Element(3, 1));
  cv::morphologyEx(rules.vertical, rules.vertical, cv::MORPH_OPEN, Element(1, Pixels(6, dpi)));
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
std::vector<Box> EnclosedAreas(const cv::Mat& rules, double dpi) {
  cv::Mat closed = rules.clone();
  // Many tables leave their sides open.
  closed.col(0).setTo(255);
  closed.col(closed.cols - 1).setTo(255);
  cv::Mat white;
  cv::bitwise_not(closed, white);
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(white, labels, stats, centroids, 4);
  std::vector<Box> areas;
  const int least = Pixels(2, dpi);
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT);
    const int top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int width = stats.at<int>(i, cv::CC_STAT_WIDTH);
    const int height = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    const bool open = top == 0 || top + height == rules.rows;
    if (open || width < least || height < least) continue;
    areas.push_back({left, top, left + width, top + height});
  }
  return areas;
}

TableGrid MakeGrid(const std::vector<Box>& areas, double dpi) {
  std::vector<int> xs, ys;
  for (const Box& area : areas) {
    xs.insert(xs.end(), {area.left, area.right});
    ys.insert(ys.end(), {area.top, area.bottom});
  }
  // Wider than a line and narrower than any cell.
  const int tolerance = Pixels(1.2, dpi);
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

Box Scaled(const Box& box, double factor, const Box& bounds) {
  const auto scale = [factor](int v) { return static_cast<int>(std::lround(v * factor)); };
  return Intersection({scale(box.left), scale(box.top), scale(box.right), scale(box.bottom)},
                      bounds);
}

}  // namespace

std::vector<TableGrid> FindRuledTables(const GrayImage& page, double dpi) {
  std::vector<TableGrid> tables;
  if (page.width < 16 || page.height < 16) return tables;
  const double scale = std::min(1.0, kWorkDpi / dpi);
  const double work_dpi = dpi * scale;
  cv::Mat small;
  cv::resize(View(page), small, cv::Size(), scale, scale, cv::INTER_AREA);
  const cv::Mat dark = small < kDark;
  const Rules rules = FindRules(dark, work_dpi);
  cv::Mat all = rules.horizontal | rules.vertical;
  // Joins lines that are broken or miss each other by a little.
  const int join = Pixels(1.0, work_dpi);
  cv::morphologyEx(all, all, cv::MORPH_CLOSE, Element(join, join));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(all, labels, stats, centroids, 8);
  for (int i = 1; i < count; ++i) {
    const cv::Rect area(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                        stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (area.width < Pixels(25, work_dpi) || area.height < Pixels(8, work_dpi)) continue;
    std::vector<Box> cells = EnclosedAreas(labels(area) == i, work_dpi);
    if (cells.size() < 4) continue;
    TableGrid grid = MakeGrid(cells, work_dpi);
    if (!IsTable(grid)) continue;
    const auto to_page = [&](Box box) {
      box = {box.left + area.x, box.top + area.y, box.right + area.x, box.bottom + area.y};
      return Scaled(box, 1 / scale, page.bounds());
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
  const int margin = Pixels(1.5, dpi);
  const Box box = Intersection({table.box.left - margin, table.box.top - margin,
                                table.box.right + margin, table.box.bottom + margin},
                               page.bounds());
  if (box.empty()) return;
  cv::Mat area = View(page)(ToRect(box));
  const cv::Mat dark = area < kDark;
  const Rules rules = FindRules(dark, dpi);
  cv::Mat erased = rules.horizontal | rules.vertical;
  // The grey edge of a line goes with it.
  cv::dilate(erased, erased, Element(3, 3));
  area.setTo(255, erased);
}

void EraseBox(GrayImage& page, const Box& box) {
  const Box inside = Intersection(box, page.bounds());
  if (!inside.empty()) View(page)(ToRect(inside)).setTo(255);
}

double DarkShare(const GrayImage& page, const Box& box) {
  const Box inside = Intersection(box, page.bounds());
  if (inside.empty()) return 0;
  const cv::Mat dark = View(page)(ToRect(inside)) < kDark;
  return static_cast<double>(cv::countNonZero(dark)) / static_cast<double>(inside.area());
}

}  // namespace sohoa
