// SPDX-License-Identifier: Apache-2.0
//
// What correction costs: opening the language model (once a process), and a page of about 450
// words, one in fifty of them read wrong.
#include <sstream>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "ocr/language/text_corrector.h"

namespace sohoa {
namespace {

constexpr const char* kLines[] = {
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Căn cứ Nghị định sô 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện",
    "cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính;",
    "Xét đề nghị của Giám đốc Sở Nội vụ, Ủy ban nhân dân tỉnh giao các cơ quan, tô chức",
    "chủ trì, phối hợp với các đơn vị liên quan kiểm tra, đánh giá việc thực hiện; tổng hợp,",
    "báo cáo kết quả trước ngày 15 hằng tháng để theo dõi, chỉ đạo kịp thời.",
};

Block MakePage() {
  Block block;
  for (int i = 0; i < 30; ++i) {
    Line line;
    line.box = {100, 50 * i, 2000, 50 * i + 40};
    std::istringstream words(kLines[i % 6]);
    for (std::string text; words >> text;) {
      Word word;
      word.text = text;
      word.confidence = 0.95;
      word.box = line.box;
      line.words.push_back(word);
    }
    block.lines.push_back(line);
  }
  return block;
}

void OpenModel(benchmark::State& state) {
  for (auto _ : state) {
    Result<SyllableCounts> counts = ParseSyllableCounts(BuiltInSyllableCounts());
    benchmark::DoNotOptimize(LanguageModel(std::move(*counts)));
  }
}
BENCHMARK(OpenModel)->Unit(benchmark::kMillisecond);

void CorrectPage(benchmark::State& state) {
  const Result<std::shared_ptr<const LanguageModel>> model = BuiltInLanguageModel();
  if (!model) return state.SkipWithError(model.status().message().c_str());
  const TextCorrector corrector(*model);
  const Block read = MakePage();
  for (auto _ : state) {
    Block page = read;
    corrector.Correct({&page});
    benchmark::DoNotOptimize(page);
  }
}
BENCHMARK(CorrectPage)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
