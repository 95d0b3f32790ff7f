// SPDX-License-Identifier: Apache-2.0
#include "imaging/assess_page.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "imaging/barcode_reader.h"
#include "imaging/barcode_regions.h"
#include "imaging/page_preparation.h"
#include "imaging/page_quality.h"
#include "imaging/paper_size.h"
#include "imaging/resample.h"
#include "imaging/vips_codec.h"

namespace sohoa {
namespace {

// Letters, skew, holes and edges are seen as well at this resolution; blur is not.
constexpr double kEnoughDpi = 150;
constexpr int kThumbnailQuality = 75;
// Paper as white as this under pale print was lit too strongly.
constexpr int kWhitePaper = 235;
// No paper is as dark as the lid of a scanner.
constexpr int kBlack = 70;
constexpr double kBlackShare = 0.7;
constexpr double kDeepestBorderMm = 60;
constexpr double kNoBorderMm = 0.7;
// Holes of a punch and what is left of them.
constexpr double kSmallestHoleMm = 3.5;
constexpr double kLargestHoleMm = 9;
constexpr double kHoleEdgeMm = 18;

// A side of the turned page where the scan had it.
SheetSides AsScanned(SheetSides upright, int rotation) {
  for (; rotation > 0; rotation -= 90) upright = {upright.top, upright.right, upright.bottom, upright.left};
  return upright;
}

// The means of gray of rows, from the top.
std::vector<bool> BlackRows(const LocalImage& gray) {
  std::vector<bool> black;
  for (int y = 0; y < gray.height(); ++y) {
    const std::uint8_t* row = gray.row(y);
    const auto dark = std::count_if(row, row + gray.width(), [](std::uint8_t level) { return level < kBlack; });
    black.push_back(static_cast<double>(dark) > kBlackShare * gray.width());
  }
  return black;
}

template <typename Iterator>
double DepthMm(Iterator begin, Iterator end, double mm) {
  const Iterator paper = std::find(begin, end, false);
  const double depth = static_cast<double>(paper - begin) / mm;
  // What is black through and through is no border but a page.
  return paper == end || depth > kDeepestBorderMm || depth < kNoBorderMm ? 0 : depth;
}

SheetMargins FindBorder(const LocalImagePtr& gray, double dpi) {
  const double mm = dpi / kMmPerInch;
  const std::vector<bool> rows = BlackRows(*gray);
  const std::vector<bool> columns = BlackRows(*TurnQuarter(gray, 90));  // from the left
  return {DepthMm(columns.begin(), columns.end(), mm), DepthMm(rows.begin(), rows.end(), mm),
          DepthMm(columns.rbegin(), columns.rend(), mm), DepthMm(rows.rbegin(), rows.rend(), mm)};
}

// Round and full, and near an edge.
bool IsHole(const BitImage& dark, const Box& box, double mm) {
  const double width = box.width() / mm;
  const double height = box.height() / mm;
  if (std::min(width, height) < kSmallestHoleMm || std::max(width, height) > kLargestHoleMm) return false;
  if (std::fabs(width - height) > 0.2 * std::max(width, height)) return false;
  const double edge = kHoleEdgeMm * mm;
  if (box.left > edge && box.top > edge && box.right < dark.width - edge && box.bottom < dark.height - edge) return false;
  const double share = static_cast<double>(CountInk(dark, box)) / static_cast<double>(box.area());
  return share > 0.68 && share < 0.92;  // of a disc 0.785
}

std::vector<Box> FindHoles(const UprightPage& page, double to_decoded) {
  std::vector<Box> holes;
  const double mm = page.geometry.dpi / kMmPerInch;
  for (const Box& box : ConnectedComponents(page.dark)) {
    if (!IsHole(page.dark, box, mm)) continue;
    const Point middle = page.geometry.ToScanned({box.center_x(), box.center_y()});
    const double half = (box.width() + box.height()) / 4.0;
    const auto pixel = [&](double at) { return static_cast<int>(std::lround(at * to_decoded)); };
    holes.push_back({pixel(middle.x - half), pixel(middle.y - half), pixel(middle.x + half), pixel(middle.y + half)});
  }
  return holes;
}

// Looked for where the page is upright and small, and read where all of it is there.
std::vector<Barcode> FindCodes(const UprightPage& page, double to_decoded, const LocalImage& fine) {
  std::vector<Box> regions;
  for (const Box& found : FindBarcodeRegions(page.dark, page.geometry.dpi)) {
    Box region;
    for (const auto& [x, y] : {Point{1.0 * found.left, 1.0 * found.top}, Point{1.0 * found.right, 1.0 * found.top},
                               Point{1.0 * found.left, 1.0 * found.bottom}, Point{1.0 * found.right, 1.0 * found.bottom}}) {
      const Point corner = page.geometry.ToScanned({x, y});
      const int left = static_cast<int>(std::floor(corner.x * to_decoded)) & ~7;  // as WholeRegions() has it
      const int top = static_cast<int>(std::floor(corner.y * to_decoded)) & ~7;
      region = Union(region, {left, top, left + 8, top + 8});
    }
    region = Intersection(region, {0, 0, fine.width(), fine.height()});
    if (!region.empty()) regions.push_back(region);
  }
  return ReadBarcodes(fine, regions, page.geometry.rotation != 0);
}

void Describe(const Judgement& judged, const UprightPage& page, PageAssessment& assessment) {
  assessment.quality = judged.quality;
  assessment.paper = judged.paper;
  assessment.contrast = judged.edges.contrast;
  assessment.edge_width = judged.edges.width;
  assessment.skew_degrees = page.geometry.skew_degrees;
  assessment.rotation = page.geometry.rotation;
  assessment.orientation_confidence = page.orientation_confidence;
  assessment.cut = AsScanned(judged.cut, page.geometry.rotation);
  const Box all{0, 0, page.dark.width, page.dark.height};
  assessment.ink = static_cast<double>(CountInk(page.dark, all)) / static_cast<double>(all.area());
}

void AddFlags(PageAssessment& assessment) {
  std::vector<std::string>& flags = assessment.quality.flags;
  const bool pale = std::find(flags.begin(), flags.end(), "low_contrast") != flags.end();
  if (pale && assessment.paper >= kWhitePaper) flags.emplace_back("too_light");
  if (assessment.border != SheetMargins()) flags.emplace_back("black_border");
  if (!assessment.holes.empty()) flags.emplace_back("punch_holes");
  if (!assessment.dpi_known) return;
  const double width = assessment.width_mm() - assessment.border.left - assessment.border.right;
  const double height = assessment.height_mm() - assessment.border.top - assessment.border.bottom;
  assessment.paper_size = PaperSizeOf(width, height);
  if (IsOverLong(width, height)) flags.emplace_back("over_long");
}

}  // namespace

Result<PageAssessment> AssessPage(const DecodedPage& decoded, const AssessOptions& options) {
  PageAssessment assessment;
  const LocalImagePtr scan = SharedPixels(decoded.image);
  assessment.width = scan->width();
  assessment.height = scan->height();
  assessment.dpi = decoded.dpi;
  assessment.dpi_known = decoded.dpi_known;
  // By a whole factor, which is quick. A resolution in pixels a metre is never quite 300 dpi.
  const double factor = std::max(1.0, std::floor(decoded.dpi / kEnoughDpi + 0.05));
  const double dpi = decoded.dpi / factor;
  const LocalImagePtr fine = ToGray(scan);
  const LocalImagePtr small = ScaleDown(scan, 1 / factor);
  const UprightPage page = MakeUpright(small, dpi, PrepareOptions(), kSlightTurnEvidence);
  const Judgement judged = JudgePage({*page.scan, *page.reading, page.dark, page.geometry, decoded.dpi_known, decoded.bitonal, page.inks,
                                      fine.get(), decoded.dpi});
  Describe(judged, page, assessment);
  assessment.border = FindBorder(ToGray(small), dpi);
  assessment.holes = FindHoles(page, factor);
  if (!assessment.quality.blank) assessment.codes = FindCodes(page, factor, *fine);
  AddFlags(assessment);
  const LocalImagePtr picture = ScaleDown(small, options.thumbnail_width / static_cast<double>(small->width()));
  Result<EncodedPicture> thumbnail = EncodeJpeg(*picture, 1, kThumbnailQuality);
  if (!thumbnail) return thumbnail.status();
  assessment.thumbnail = std::move(thumbnail->bytes);
  return assessment;
}

}  // namespace sohoa
