// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/lines_reader.h"

#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "ocr/page_reading.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

// Text of many lengths, with a table.
PreparedPage SamplePage() {
  DrawnPage drawn(1400, 1100);
  drawn.Text(120, 40, "ỦY BAN NHÂN DÂN");
  drawn.Text(700, 40, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  drawn.Text(160, 100, "Số: 85/KH-UBND");
  drawn.Text(120, 200, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;");
  drawn.Text(120, 260, "Theo đề nghị của Giám đốc Sở Nội vụ,");
  for (const int y : {350, 430, 510, 590}) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 200, 900, 1300}) drawn.Stroke(x, 350, x, 590, 3);
  drawn.Text(100, 365, "TT");
  drawn.Text(220, 365, "Nội dung");
  drawn.Text(920, 365, "Thời gian");
  drawn.Text(100, 445, "1");
  drawn.Text(220, 445, "Rà soát thủ tục hành chính");
  drawn.Text(920, 445, "Quý I");
  drawn.Text(100, 525, "2");
  drawn.Text(220, 525, "Số hóa hồ sơ");
  drawn.Text(120, 650, "Nơi nhận:");
  drawn.Text(120, 710, "- Lưu: VT.");
  return ToPreparedPage(drawn);
}

PageText Read(const LinesReaderOptions& options) {
  Result<std::unique_ptr<RegionReader>> reader = OpenLinesReader("vie", options);
  if (!reader) throw std::runtime_error(reader.status().ToString());
  Result<PageText> text = MakePageEngine(std::move(*reader))->Recognise(SamplePage());
  if (!text) throw std::runtime_error(text.status().ToString());
  return std::move(*text);
}

TEST(LinesReader, ReadsTheSameWithEveryKernelAndAnyNumberOfLinesAtOnce) {
  const PageText text = Read({});
  EXPECT_NE(PlainText(text).find("Rà soát thủ tục hành chính"), std::string::npos) << PlainText(text);
  for (const LineKernel kernel : AvailableLineKernels()) {
    EXPECT_EQ(Read({.kernel = kernel}), text) << LineKernelName(kernel);
  }
  for (const std::size_t lines : {0, 1, 3, 7, 1000}) {
    EXPECT_EQ(Read({.lines_at_once = lines}), text) << lines << " lines at once";
  }
}

TEST(LinesReader, ReadsTheSameInManyThreads) {
  const PageText text = Read({});
  std::vector<PageText> read(4);
  std::vector<std::jthread> threads;
  for (PageText& one : read) threads.emplace_back([&one] { one = Read({}); });
  threads.clear();
  for (const PageText& one : read) EXPECT_EQ(one, text);
}

}  // namespace
}  // namespace sohoa
