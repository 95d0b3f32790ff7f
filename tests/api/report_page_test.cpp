// SPDX-License-Identifier: Apache-2.0
//
// The figures of a quarter in a real browser, and as a file.
#include <gtest/gtest.h>

#include "api/browser.h"
#include "api/served_archive.h"
#include "core/calendar.h"
#include "core/csv.h"

namespace sohoa {
namespace {

class ReportPage : public ServedArchive {
 protected:
  ReportPage() {
    made_.dossier.committed_unix_ms = NowUnixMs();
    Serve();
    address_ = "http://127.0.0.1:" + std::to_string(port());
    const std::string now = FormatVietnamTime(NowUnixMs());
    quarter_ = now.substr(0, 5) + "Q" + std::to_string((std::stoi(now.substr(5, 2)) + 2) / 3);
  }

  std::string address_;
  std::string quarter_;
};

TEST_F(ReportPage, ShowsTheQuarterAndGoesToAnother) {
  Browser browser;
  const auto text_of = [&browser](const std::string& selector) {
    return browser.Evaluate("document.querySelector('" + selector + "').innerText").get<std::string>();
  };
  browser.Open(address_ + "/report.html");
  browser.WaitUntil("document.querySelector('tbody tr')");
  EXPECT_EQ(browser.Evaluate("document.querySelector('#quarter').value"), quarter_);
  EXPECT_NE(text_of("#summary").find(": 1 hồ sơ, 3 trang."), std::string::npos) << text_of("#summary");
  EXPECT_EQ(text_of("tbody td"), "H42.18");
  EXPECT_EQ(text_of("tfoot th"), "Tổng");
  EXPECT_EQ(browser.Evaluate("[...document.querySelectorAll('tfoot td.number')].map((cell) => cell.innerText).slice(0, 3).join()"), "1,2,3");
  EXPECT_EQ(browser.Evaluate("document.querySelector('#csv').getAttribute('href')"), "/v1/reports/" + quarter_ + "?format=csv");

  browser.Evaluate("(() => { const choice = document.querySelector('#quarter'); choice.selectedIndex = 4; choice.dispatchEvent(new Event('change')); })()");
  browser.WaitUntil("document.querySelector('#summary').innerText.includes(': 0 hồ sơ, 0 trang.')");
  EXPECT_EQ(browser.Evaluate("location.search === '?quarter=' + document.querySelector('#quarter').value"), true);
  EXPECT_EQ(browser.Evaluate("document.querySelectorAll('table').length"), 0);
  browser.Evaluate("history.back()");
  browser.WaitUntil("document.querySelector('tbody tr')");
  EXPECT_EQ(browser.Evaluate("document.querySelector('#quarter').value"), quarter_);
  EXPECT_EQ(browser.complaints(), std::vector<std::string>());
}

TEST_F(ReportPage, GivesTheFileForASpreadsheet) {
  const WireResponse file = Get("/v1/reports/" + quarter_ + "?format=csv");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.Header("content-type"), "text/csv; charset=utf-8");
  EXPECT_EQ(file.Header("content-disposition"), "attachment; filename=\"so-hoa-" + quarter_ + ".csv\"");
  EXPECT_TRUE(file.body.starts_with(std::string(kCsvBegin) + "Quý,Mã thủ tục,Tên thủ tục,Cơ quan,Cấp,Số hồ sơ,")) << file.body;
  EXPECT_NE(file.body.find("\r\n" + quarter_ + ",Tổng,,,,1,2,3,"), std::string::npos) << file.body;
  EXPECT_EQ(Get("/v1/reports/" + quarter_ + "?format=xls").status, 400);
  EXPECT_EQ(Get("/v1/reports/" + quarter_ + "%0d%0aX?format=csv").status, 400);
}

}  // namespace
}  // namespace sohoa
