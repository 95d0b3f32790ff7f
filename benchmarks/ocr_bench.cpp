// SPDX-License-Identifier: Apache-2.0
//
// Time of a page in the page reader, step by step, on real files:
//   ocr_bench --files a.pdf,b.png   (first page of each; the reader is the one beside the build)
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "workers/reader_client.h"

namespace {

using namespace sohoa;

std::vector<std::string> files;

std::unique_ptr<ReaderClient> Start(benchmark::State& state) {
  ReaderOptions options;
  options.executable = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() /
                       "sohoa-reader";
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  if (reader) return std::move(*reader);
  state.SkipWithError(reader.status().message().c_str());
  return nullptr;
}

void StartAReader(benchmark::State& state) {
  for (auto _ : state) {
    if (!Start(state)) return;
  }
}

enum class Step { kDecode, kPrepare, kRecognise, kEncode };

Status RunSteps(ReaderClient& reader, const OriginalFile& file, Step last,
                benchmark::State& state) {
  // Only the last step is timed.
  Result<DecodedPage> decoded = reader.imaging().Decode(file, 0, {});
  if (!decoded || last == Step::kDecode) return decoded.status();
  if (last == Step::kPrepare) state.ResumeTiming();
  Result<PreparedPage> prepared = reader.imaging().Prepare(*decoded, {});
  if (!prepared || last == Step::kPrepare) return prepared.status();
  state.ResumeTiming();
  if (last == Step::kRecognise) return reader.engine().Recognise(*prepared).status();
  return reader.imaging().EncodeLayer(*prepared, {}).status();
}

void RunStep(benchmark::State& state, const std::string& path, Step last) {
  const std::unique_ptr<ReaderClient> reader = Start(state);
  if (!reader) return;
  Result<OriginalFile> file = OriginalFile::Open(path);
  if (!file) return state.SkipWithError(file.status().message().c_str());
  for (auto _ : state) {
    if (last != Step::kDecode) state.PauseTiming();
    const Status done = RunSteps(*reader, *file, last, state);
    if (!done.ok()) return state.SkipWithError(done.message().c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc == 3 && std::strcmp(argv[1], "--files") == 0) {
    std::istringstream list(argv[2]);
    for (std::string file; std::getline(list, file, ',');) files.push_back(file);
  } else if (argc != 1) {
    std::fprintf(stderr, "usage: ocr_bench [--files FILE,FILE...] [--benchmark_...]\n");
    return 2;
  }
  benchmark::RegisterBenchmark("StartAReader", StartAReader)->UseRealTime();
  constexpr std::pair<const char*, Step> kSteps[] = {{"Decode", Step::kDecode},
                                                     {"Prepare", Step::kPrepare},
                                                     {"Recognise", Step::kRecognise},
                                                     {"EncodeLayer", Step::kEncode}};
  for (const std::string& file : files) {
    const std::string stem = std::filesystem::path(file).stem().string();
    for (const auto& [name, step] : kSteps) {
      benchmark::RegisterBenchmark((std::string(name) + "/" + stem).c_str(), RunStep, file, step)
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
