// SPDX-License-Identifier: Apache-2.0
//
// A viewer as archives use it (OpenSeadragon), on a page of another site, which knows the address of a page's info.json
// and asks for all else by what that says.
#include <gtest/gtest.h>

#include <set>

#include "api/browser.h"
#include "api/served_archive.h"
#include "workers/child_process.h"

namespace sohoa {
namespace {

class IiifViewer : public ServedArchive {};

TEST_F(IiifViewer, ShowsAPageFromItsInfoAlone) {
  Serve();
  const std::string image = "http://127.0.0.1:" + std::to_string(port()) + "/v1/iiif/" + page(1).id;
  Browser browser;
  browser.Open("file://" + BinFolder() + "/npm/iiif_viewer.html?info=" + PercentEncoded(image + "/info.json"));
  browser.WaitUntil("document.title !== 'IIIF' || isDrawn()");
  EXPECT_EQ(browser.Evaluate("document.title"), "IIIF");

  // The picture has a black bar for each word, on white.
  const auto darkness = [&browser](const Point& from, const Point& to) {
    const auto number = [](double value) { return std::to_string(value); };
    return browser.Evaluate("darkness(" + number(from.x) + "," + number(from.y) + "," + number(to.x) + "," + number(to.y) + ")").get<double>();
  };
  for (const Line& line : page(1).text.blocks[0].lines) {
    for (const Word& word : line.words) {
      const Polygon corners = page(1).geometry.ToPolygon(word.box);
      EXPECT_GT(darkness(corners[0], corners[2]), 0.6) << "where a word is";
    }
  }
  EXPECT_LT(darkness({0.05, 0.7}, {0.95, 0.95}), 0.01) << "where nothing is";

  // Nearer, so that tiles of the finest level are asked for.
  browser.Evaluate("(viewer.viewport.zoomTo(viewer.viewport.getMaxZoom(), null, true), viewer.forceRedraw(), true)");
  browser.WaitUntil("isDrawn()");
  std::set<std::string> sizes;
  for (const std::string& asked : browser.asked()) {
    if (asked.starts_with("file:") || asked.starts_with("data:")) continue;
    EXPECT_TRUE(asked.starts_with(image + "/")) << asked;
    sizes.insert(asked);
  }
  EXPECT_TRUE(sizes.contains(image + "/info.json"));
  EXPECT_GE(sizes.size(), 3u) << "and tiles";
  EXPECT_EQ(browser.complaints(), std::vector<std::string>());
}

}  // namespace
}  // namespace sohoa
