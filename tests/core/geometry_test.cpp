// SPDX-License-Identifier: Apache-2.0
#include "core/geometry.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(PageGeometry, LeavesPointsOfAnUnturnedPageWhereTheyAre) {
  const PageGeometry page{100, 200, 0, 0, 100, 200, 300};
  EXPECT_EQ(page.ToScanned({10, 20}), (Point{10, 20}));
}

// The top-left corner of the displayed page stood elsewhere on the scan.
TEST(PageGeometry, FindsCornersOfATurnedPage) {
  EXPECT_EQ((PageGeometry{100, 200, 90, 0, 200, 100, 300}.ToScanned({0, 0})), (Point{0, 200}));
  EXPECT_EQ((PageGeometry{100, 200, 180, 0, 100, 200, 300}.ToScanned({0, 0})), (Point{100, 200}));
  EXPECT_EQ((PageGeometry{100, 200, 270, 0, 200, 100, 300}.ToScanned({0, 0})), (Point{100, 0}));
}

TEST(PageGeometry, KeepsTheCentreOfADeskewedPageInTheCentre) {
  const PageGeometry page{1000, 2000, 0, 2.5, 1090, 2050, 300};
  const Point centre = page.ToScanned({545, 1025});
  EXPECT_NEAR(centre.x, 500, 1e-9);
  EXPECT_NEAR(centre.y, 1000, 1e-9);
}

// Text that ran downhill: on the scan, what lies to the right lies lower.
TEST(PageGeometry, TurnsBackAPositiveSkewDownhill) {
  const PageGeometry page{1000, 2000, 0, 2.5, 1090, 2050, 300};
  EXPECT_GT(page.ToScanned({1000, 1025}).y, page.ToScanned({100, 1025}).y);
}

TEST(PageGeometry, PolygonsAreFractionsAndNeverLeaveThePage) {
  const PageGeometry page{100, 200, 0, 0, 100, 200, 300};
  const Polygon polygon = page.ToPolygon({-5, 20, 50, 400});
  ASSERT_EQ(polygon.size(), 4u);
  EXPECT_EQ(polygon[0], (Point{0, 0.1}));
  EXPECT_EQ(polygon[2], (Point{0.5, 1}));
}

TEST(Box, UnionIgnoresAnEmptyBox) {
  EXPECT_EQ(Union({}, {1, 2, 3, 4}), (Box{1, 2, 3, 4}));
  EXPECT_EQ(Union({0, 0, 1, 1}, {1, 2, 3, 4}), (Box{0, 0, 3, 4}));
}

}  // namespace
}  // namespace sohoa
