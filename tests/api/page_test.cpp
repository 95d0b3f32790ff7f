// SPDX-License-Identifier: Apache-2.0
//
// The search page in a real browser, used as an archivist would.
#include <allheaders.h>
#include <gtest/gtest.h>

#include "access/secrets.h"
#include "api/browser.h"
#include "api/served_archive.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

class SearchPage : public ServedArchive {
 protected:
  SearchPage() {
    AddPaintedPage(archive_, made_, {"<img src=x onerror=document.title='bad'>", "<b>đậm</b> vô hại"}, test::Paint::kG4);
    AddDocument(archive_, made_, 4, 4, "CV");
    Serve();
    address_ = "http://127.0.0.1:" + std::to_string(port());
  }

  void SearchByHand(const std::string& query) {
    browser_.Open(address_ + "/");
    browser_.WaitUntil("document.activeElement.id === 'query'");
    browser_.Type(query);
    browser_.Press("Enter");
    browser_.WaitUntil("document.querySelector('.hit')");
  }

  std::string TextOf(const std::string& selector) {
    return browser_.Evaluate("document.querySelector(" + Json(selector).dump() + ").innerText").get<std::string>();
  }

  // Left, top, right and bottom of each highlight, in shares of the image it lies on.
  Json HighlightsOnImage() {
    browser_.WaitUntil("document.querySelector('#sheet img')?.complete && document.querySelector('#sheet polygon')");
    return browser_.Evaluate(R"js((() => {
      const image = document.querySelector('#sheet img').getBoundingClientRect();
      return [...document.querySelectorAll('#sheet polygon')].map((polygon) => {
        const r = polygon.getBoundingClientRect();
        return [(r.left - image.left) / image.width, (r.top - image.top) / image.height,
                (r.right - image.left) / image.width, (r.bottom - image.top) / image.height];
      });
    })())js");
  }

  // Nothing went wrong in the page, and all that it needed came from the server.
  void ExpectHealthy() {
    EXPECT_EQ(browser_.complaints(), std::vector<std::string>());
    EXPECT_FALSE(browser_.asked().empty());
    for (const std::string& asked : browser_.asked()) {
      // What the browser draws its own controls with goes nowhere.
      EXPECT_TRUE(asked.starts_with(address_ + "/") || asked.starts_with("data:")) << asked;
    }
  }

  std::string address_;
  Browser browser_;
};

TEST_F(SearchPage, AsksForALoginWhereThereAreAccountsAndSearchesAfterIt) {
  queries_.CarryWithoutCoordinator();
  Account account;
  account.name = "an";
  account.grant = {{Role::kClerk}, {true, {}, Secrecy::kNone}};
  account.password = *HashPassword("một mật khẩu dài");
  ASSERT_TRUE(queries_.accounts().Add(account, "test").ok());
  browser_.Open(address_ + "/?q=khen");
  browser_.WaitUntil("!document.querySelector('#login').hidden");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#main').hidden"), true);
  browser_.Click("#login-name");
  browser_.Type("an");
  browser_.Click("#login-password");
  browser_.Type("một mật khẩu dài");
  browser_.Press("Enter");
  browser_.WaitUntil("document.querySelector('.hit')");
  EXPECT_EQ(TextOf("#who-name"), "an");
  // The pages of a clerk, and no others.
  EXPECT_EQ(browser_.Evaluate("[...document.querySelectorAll('#pages a:not([hidden])')].map((link) => link.dataset.page)"), (Json{"search", "operate"}));
  EXPECT_EQ(browser_.Evaluate("document.cookie"), "");
  browser_.Click("#logout");
  browser_.WaitUntil("!document.querySelector('#login').hidden");
}

TEST_F(SearchPage, FindsWhatIsTypedWithoutMarksAndShowsThePage) {
  browser_.Open(address_ + "/");
  EXPECT_EQ(browser_.Evaluate("document.documentElement.lang"), "vi");
  EXPECT_EQ(browser_.Evaluate("document.title"), "Sohoa – tra cứu hồ sơ");
  EXPECT_EQ(TextOf("#summary"), "Gõ từ cần tìm, có dấu hoặc không dấu.");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#query').labels[0].textContent"), "Tìm trong hồ sơ");
  // The cursor is where one types.
  browser_.WaitUntil("document.activeElement.id === 'query'");
  browser_.Type("khen thuong");
  browser_.Press("Enter");
  browser_.WaitUntil("document.querySelector('.hit')");
  EXPECT_EQ(browser_.Evaluate("document.title"), "khen thuong – Sohoa");
  EXPECT_EQ(browser_.Evaluate("document.querySelectorAll('.hit').length"), 1);
  EXPECT_EQ(TextOf(".hit strong"), "Quyết định");
  EXPECT_EQ(TextOf(".hit .where"), std::string(kServedDossier) + " · trang 1");
  EXPECT_EQ(TextOf(".hit .level"), "khớp không dấu");
  EXPECT_EQ(browser_.Evaluate("[...document.querySelectorAll('.hit mark')].map((m) => m.textContent)"),
            (Json{"Khen", "thưởng"}));
  EXPECT_TRUE(TextOf("#summary").starts_with("1 trang · ")) << TextOf("#summary");

  browser_.Click(".hit");
  browser_.WaitUntil("document.querySelector('#sheet img')?.naturalWidth > 0 && document.querySelector('#fields dd')");
  EXPECT_EQ(TextOf("#page-title"), "Quyết định · trang 1\n" + std::string(kServedDossier));
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#sheet img').alt"),
            "Ảnh trang 1 của hồ sơ " + std::string(kServedDossier));
  EXPECT_EQ(TextOf("#fields dd"), "ngày 04 tháng 10 năm 2018");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#pdf').pathname"), "/v1/documents/" + document(1).id + "/pdf");
  ExpectHealthy();
}

TEST_F(SearchPage, HighlightsLieOnTheirWordsAtEveryZoom) {
  SearchByHand("khen thưởng");
  browser_.Click(".hit");
  for (const char* zoom : {"#larger", "#larger", "#smaller"}) {
    const Json highlights = HighlightsOnImage();
    ASSERT_EQ(highlights.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
      const Polygon word = page(1).geometry.ToPolygon(page(1).text.blocks[0].lines[1].words[i].box);
      EXPECT_NEAR(highlights[i][0].get<double>(), word[0].x, 2e-3);
      EXPECT_NEAR(highlights[i][1].get<double>(), word[0].y, 2e-3);
      EXPECT_NEAR(highlights[i][2].get<double>(), word[2].x, 2e-3);
      EXPECT_NEAR(highlights[i][3].get<double>(), word[2].y, 2e-3);
    }
    browser_.Click(zoom);
  }
  ExpectHealthy();
}

// The picture has a black bar for each word, on white: what is looked at is that the yellow
// of the highlight has ink in it, and that no neighbour of it is yellow.
TEST_F(SearchPage, AHighlightCanBeSeenOverTheInkOfItsWord) {
  SearchByHand("khen");
  browser_.Click(".hit");
  HighlightsOnImage();
  const Json r = browser_.Evaluate(R"js((() => {
    const r = document.querySelector('#sheet polygon').getBoundingClientRect();
    return [r.x - 4, r.y - 4, r.width + 8, r.height + 8];
  })())js");
  const std::string png = browser_.Screenshot(r[0], r[1], r[2], r[3]);
  Pix* read = pixReadMem(reinterpret_cast<const l_uint8*>(png.data()), png.size());
  ASSERT_NE(read, nullptr);
  Pix* pix = pixConvertTo32(read);
  const auto is_dark = [pix](int x, int y) {
    l_int32 red = 0;
    l_int32 green = 0;
    l_int32 blue = 0;
    pixGetRGBPixel(pix, x, y, &red, &green, &blue);
    return red < 90 && green < 90 && blue < 90;
  };
  const int width = pixGetWidth(pix);
  const int height = pixGetHeight(pix);
  EXPECT_TRUE(is_dark(width / 2, height / 2));
  bool yellow = false;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      l_int32 red = 0;
      l_int32 green = 0;
      l_int32 blue = 0;
      pixGetRGBPixel(pix, x, y, &red, &green, &blue);
      yellow = yellow || (red - blue > 80 && green - blue > 40);
    }
  }
  EXPECT_TRUE(yellow);
  pixDestroy(&pix);
  pixDestroy(&read);
}

TEST_F(SearchPage, WhatIsShownStandsInTheAddress) {
  SearchByHand("tập thể");
  EXPECT_EQ(browser_.Evaluate("document.querySelectorAll('.hit').length"), 2);
  browser_.Click("#facets button");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 1");
  browser_.Click(".hit");
  const std::string shown = TextOf("#page-title");
  const std::string kept = browser_.Evaluate("location.href").get<std::string>();
  browser_.Evaluate("history.back()");
  browser_.WaitUntil("document.querySelector('#viewer').hidden && document.querySelector('.hit')");

  browser_.Open(kept);
  browser_.WaitUntil("!document.querySelector('#viewer').hidden && document.querySelector('#sheet img')?.naturalWidth > 0");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#query').value"), "tập thể");
  EXPECT_EQ(TextOf("#page-title"), shown);
  EXPECT_EQ(browser_.Evaluate("document.querySelectorAll('.hit').length"), 1);
  ExpectHealthy();
}

TEST_F(SearchPage, NarrowsByFacetsAndDaysAndOrdersByDate) {
  SearchByHand("tập thể");
  browser_.Click("[data-facet='type=QĐ']");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 1");
  EXPECT_EQ(TextOf("[data-facet='type=QĐ']"), "Quyết định\n1");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('[data-facet=\"type=QĐ\"]').getAttribute('aria-pressed')"), "true");
  browser_.Click("[data-facet='type=QĐ']");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 2");

  browser_.Evaluate("(() => { const from = document.querySelector('#from'); from.value = '2018-10-01'; from.dispatchEvent(new Event('change')); })()");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 1 && location.search.includes('from=2018-10-01')");
  EXPECT_EQ(TextOf(".hit strong"), "Quyết định");
  browser_.Evaluate("(() => { const to = document.querySelector('#to'); to.value = '2018-10-03'; to.dispatchEvent(new Event('change')); })()");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 0 && location.search.includes('to=2018-10-03')");

  browser_.Open(address_ + "/?q=" + PercentEncoded("tập thể") + "&sort=newest");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 2");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#sort').value"), "newest");
  EXPECT_EQ(TextOf(".hit strong"), "Quyết định") << "the other one has no date";
  browser_.Evaluate("(() => { const sort = document.querySelector('#sort'); sort.value = 'relevance'; sort.dispatchEvent(new Event('change')); })()");
  browser_.WaitUntil("!location.search.includes('sort=')");
  ExpectHealthy();
}

TEST_F(SearchPage, AsksWhetherAnotherWordWasMeant) {
  SearchByHand("thưởngg");
  EXPECT_EQ(TextOf(".hit .level"), "gần đúng");
  browser_.WaitUntil("document.querySelector('#suggestion button')");
  EXPECT_EQ(TextOf("#suggestion"), "Có phải bạn muốn tìm: thưởng?");
  browser_.Click("#suggestion button");
  browser_.WaitUntil("document.querySelector('#query').value === 'thưởng' && document.querySelector('.hit') && !document.querySelector('#suggestion button')");
  ExpectHealthy();
}

TEST_F(SearchPage, KeepsASearchUnderAName) {
  queries_.CarryWithoutCoordinator();
  browser_.Open(address_ + "/?q=" + PercentEncoded("tập thể") + "&type=KH");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 1");
  browser_.Click("#saved-title");
  browser_.WaitUntil("!document.querySelector('#saved-none').hidden");
  browser_.Click("#save-name");
  browser_.Type("Khen tập thể");
  browser_.Press("Enter");
  browser_.WaitUntil("document.querySelector('.kept')");
  EXPECT_EQ(TextOf(".kept"), "Khen tập thể");

  browser_.Open(address_ + "/");
  browser_.WaitUntil("document.activeElement.id === 'query'");
  browser_.Click("#saved-title");
  browser_.WaitUntil("document.querySelector('.kept')");
  browser_.Click(".kept");
  browser_.WaitUntil("document.querySelectorAll('.hit').length === 1");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#query').value"), "tập thể");
  EXPECT_EQ(browser_.Evaluate("new URLSearchParams(location.search).get('type')"), "KH");

  browser_.Click("#saved-title");
  browser_.WaitUntil("document.querySelector('.remove')");
  browser_.Click(".remove");
  browser_.WaitUntil("!document.querySelector('.kept')");
  EXPECT_EQ(GetJson("/v1/searches").at("searches").size(), 0u);
  ExpectHealthy();
}

TEST_F(SearchPage, WorksWithoutAMouse) {
  SearchByHand("tập thể");
  browser_.Press("Tab");
  browser_.Type("j");
  browser_.WaitUntil("document.querySelector('.hit').getAttribute('aria-current') === 'true'");
  EXPECT_EQ(browser_.Evaluate("document.activeElement.id"), "page-title");
  browser_.Type("j");
  browser_.WaitUntil("document.querySelectorAll('.hit')[1].getAttribute('aria-current') === 'true'");
  browser_.Press("Escape");
  browser_.WaitUntil("document.querySelector('#viewer').hidden");
  EXPECT_EQ(browser_.Evaluate("document.activeElement === document.querySelectorAll('.hit')[1]"), true);
  browser_.Type("/");
  EXPECT_EQ(browser_.Evaluate("document.activeElement.id"), "query");
  EXPECT_EQ(browser_.Evaluate("document.querySelector('#query').value"), "tập thể");
}

TEST_F(SearchPage, SaysInVietnameseThatNothingIsFoundOrCouldBeAsked) {
  browser_.Open(address_ + "/?q=" + PercentEncoded("thủy điện"));
  browser_.WaitUntil("document.querySelector('#summary').innerText === 'Không tìm thấy trang nào.'");
  browser_.Open(address_ + "/?q=" + PercentEncoded("\"khen"));
  browser_.WaitUntil("document.querySelector('#summary').innerText.startsWith('Không tìm được: ')");
}

TEST_F(SearchPage, TextOfAPageIsNeverMarkup) {
  SearchByHand("vô hại");
  EXPECT_NE(TextOf(".hit .snippet").find("<b>đậm</b>"), std::string::npos) << TextOf(".hit .snippet");
  browser_.Click(".hit");
  browser_.WaitUntil("document.querySelector('#sheet img')?.naturalWidth > 0");
  EXPECT_EQ(browser_.Evaluate("document.querySelectorAll('.snippet img, .snippet b').length"), 0);
  EXPECT_EQ(browser_.Evaluate("document.title"), "vô hại – Sohoa");
  ExpectHealthy();
}

}  // namespace
}  // namespace sohoa
