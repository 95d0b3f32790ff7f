// SPDX-License-Identifier: Apache-2.0
//
// Understanding of read pages: a plan of one page, and a stack of many such plans with their
// continuation pages. What is measured is per page of input.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/vietnamese.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

void AddLine(PageRecord& page, double x, double y, std::string_view text) {
  Line line;
  int left = static_cast<int>(x * page.geometry.width);
  const int top = static_cast<int>(y * page.geometry.height);
  const std::string nfc_text = ToNfc(text);
  for (const Token& token : Tokenize(nfc_text)) {
    const int width = static_cast<int>(ToCodePoints(token.text).size()) * 22;
    line.words.push_back(
        {std::string(token.text), {left, top, left + width, top + 50}, 0.96, InkKind::kPrint, false, false, {}});
    line.box = Union(line.box, line.words.back().box);
    left += width + 18;
  }
  page.text.blocks.front().lines.push_back(std::move(line));
}

PageRecord EmptyPage() {
  PageRecord page;
  page.geometry.width = 2480;
  page.geometry.height = 3508;
  page.geometry.dpi = 300;
  page.text.blocks.emplace_back();
  return page;
}

void AddBody(PageRecord& page, double from) {
  for (double y = from; y < 0.9; y += 0.02) {
    AddLine(page, 0.13, y,
            "việc thực hiện Nghị định số 46/2015/NĐ-CP ngày 12/5/2015 của Chính phủ");
  }
}

PageRecord FirstPage() {
  PageRecord page = EmptyPage();
  AddLine(page, 0.13, 0.07, "UBND TỈNH NINH BÌNH");
  AddLine(page, 0.52, 0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  AddLine(page, 0.16, 0.09, "SỞ XÂY DỰNG");
  AddLine(page, 0.60, 0.09, "Độc lập Tự do Hạnh phúc");
  AddLine(page, 0.17, 0.12, "Số: 85/KH-SXD");
  AddLine(page, 0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  AddLine(page, 0.45, 0.17, "KẾ HOẠCH");
  AddLine(page, 0.32, 0.19, "Kiểm tra chất lượng công trình");
  AddBody(page, 0.25);
  return page;
}

PageRecord NextPage() {
  PageRecord page = EmptyPage();
  AddBody(page, 0.08);
  return page;
}

void BM_ExtractFields(benchmark::State& state) {
  const PageRecord page = FirstPage();
  const std::vector<const PageRecord*> pages = {&page};
  for (auto _ : state) {
    const DocumentType type = ClassifyDocument(pages);
    benchmark::DoNotOptimize(ExtractFields(pages, {1}, type));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ExtractFields)->Unit(benchmark::kMillisecond);

void BM_SeparateStack(benchmark::State& state) {
  std::vector<PageRecord> pages;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    pages.push_back(i % 4 == 0 ? FirstPage() : NextPage());
  for (auto _ : state) benchmark::DoNotOptimize(SeparateDocuments(pages));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_SeparateStack)->Arg(8)->Arg(64)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
