// SPDX-License-Identifier: Apache-2.0
//
// What it costs to read a page, stage by stage, one thread:
//
//   Decode        the original to pixels
//   Prepare       orientation, skew, ink, background, quality, codes (imaging_bench has its steps)
//   Orientation   DetectOrientation: how the page lies, by reading a few of its lines
//   Recognise     pixels to text in order; of that
//     Tables        FindRuledTables and EraseRules
//     Ink           FindInk            Lines     FindLines
//     Crops         CropLines          Network   LineNetwork::Run
//     Decoding      LineDecoder        Again     SecondLook, with how much of the lines it reads
//                                      (order, repair, marks and a second look for ink: the rest)
//   EncodeLayer   the layer of the PDF
//   StartAReader  a reader process until it can read
//   Page          all stages of `sohoa ocr` for text, through a reader process
//
//   reading_bench [--files a.pdf,b.png] [--model sohoa] [--benchmark_...]
//
// Of each file the first page is read; without files, three drawn pages. a_page is the time of
// one, Time that of all of them.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "imaging/local_image.h"
#include "imaging/local_page_imaging.h"
#include "ocr/lines/line_crops.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/line_finder.h"
#include "ocr/lines/line_model.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/page_ink.h"
#include "ocr/lines/second_look.h"
#include "ocr/open_engine.h"
#include "ocr/ruled_tables.h"
#include "pipeline/pipeline.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "workers/reader_client.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

// What every stage is run with; pages at each of their stages, made before anything is timed.
struct Page {
  OriginalFile original;
  DecodedPage decoded;
  PreparedPage prepared;
  GrayImage reading;
  GrayImage unruled;  // without the rules of tables
  PageInk ink;
  FoundLines lines;
  std::vector<GrayImage> crops;
  std::vector<LineOutputs> outputs;
  std::vector<SeenLine> seen;  // of crops
};

struct Bench {
  std::unique_ptr<PageImaging> imaging;
  std::unique_ptr<OcrEngine> engine;
  LineModel model;
  std::vector<Page> pages;
  ReaderOptions reader;
};

GrayImage GrayOf(const ImageHandle& handle) {
  const LocalImage& image = *LocalImage::From(*handle);
  GrayImage gray{image.width(), image.height(), {}};
  for (int y = 0; y < image.height(); ++y) gray.pixels.insert(gray.pixels.end(), image.row(y), image.row(y) + image.width());
  return gray;
}

GrayImage WithoutTables(const Page& page) {
  GrayImage gray = page.reading;
  for (const TableGrid& table : FindRuledTables(gray, page.decoded.dpi)) EraseRules(gray, table, page.decoded.dpi);
  return gray;
}

FoundLines LinesOf(const Page& page) {
  return FindLines(page.ink.components, TypicalLetterHeight(page.ink.components, page.decoded.dpi), page.ink.dividers);
}

std::vector<GrayImage> CropsOf(const Page& page) {
  std::vector<GrayImage> images;
  for (LineCrop& crop : CropLines(page.ink.gray, page.lines.lines, page.lines.specks)) images.push_back(std::move(crop.image));
  return images;
}

Page Walk(Bench& bench, OriginalFile original) {
  const std::string name = original.name();
  Page page{std::move(original), {}, {}, {}, {}, {}, {}, {}, {}, {}};
  page.decoded = TakeOrExit(bench.imaging->Decode(page.original, 0, {}), name);
  PrepareOptions options;
  if (const Result<Orientation> lies = bench.engine->DetectOrientation(page.decoded)) options.rotation = lies->rotation;
  page.prepared = TakeOrExit(bench.imaging->Prepare(page.decoded, options), name);
  page.reading = GrayOf(page.prepared.reading);
  page.unruled = WithoutTables(page);
  page.ink = FindInk(page.unruled, page.decoded.dpi);
  page.lines = LinesOf(page);
  page.crops = CropsOf(page);
  page.outputs = bench.model.network->Run(page.crops);
  for (std::size_t i = 0; i < page.crops.size(); ++i) {
    page.seen.push_back({&page.crops[i], bench.model.decoder->Decode(page.outputs[i])});
    std::erase_if(page.seen.back().words, [](const DecodedWord& word) { return word.characters.empty(); });
  }
  return page;
}

std::vector<OriginalFile> DrawnPages() {
  std::vector<OriginalFile> files;
  for (const SampleKind kind : {SampleKind::kDecision, SampleKind::kPlan, SampleKind::kReceipt}) {
    DrawOptions options;
    options.degradation = Degradation::kScan;
    const SamplePage drawn = TakeOrExit(DrawSamplePage(kind, 0, options), "draw a page");
    files.push_back(TakeOrExit(OriginalFile::FromBytes(TakeOrExit(EncodePng(drawn.image), "encode a page"), "drawn page"), "drawn page"));
  }
  return files;
}

using Stage = std::function<void(Bench&, const Page&)>;

// The result is dropped within the timed loop: freeing it is part of what a stage costs.
template <typename T>
void Keep(T value) {
  benchmark::DoNotOptimize(value);
}

const std::pair<const char*, Stage> kStages[] = {
    {"Decode", [](Bench& b, const Page& p) { Keep(b.imaging->Decode(p.original, 0, {})); }},
    {"Prepare", [](Bench& b, const Page& p) { Keep(b.imaging->Prepare(p.decoded, {.rotation = p.prepared.geometry.rotation})); }},
    {"Orientation", [](Bench& b, const Page& p) { Keep(b.engine->DetectOrientation(p.decoded)); }},
    {"Recognise", [](Bench& b, const Page& p) { Keep(b.engine->Recognise(p.prepared)); }},
    {"Recognise/Tables", [](Bench&, const Page& p) { Keep(WithoutTables(p)); }},
    {"Recognise/Ink", [](Bench&, const Page& p) { Keep(FindInk(p.unruled, p.decoded.dpi)); }},
    {"Recognise/Lines", [](Bench&, const Page& p) { Keep(LinesOf(p)); }},
    {"Recognise/Crops", [](Bench&, const Page& p) { Keep(CropsOf(p)); }},
    {"Recognise/Network", [](Bench& b, const Page& p) { Keep(b.model.network->Run(p.crops)); }},
    {"Recognise/Decoding",
     [](Bench& b, const Page& p) {
       for (const LineOutputs& line : p.outputs) Keep(b.model.decoder->Decode(line));
     }},
    {"Recognise/Again",
     [](Bench& b, const Page& p) {
       std::vector<SeenLine> seen = p.seen;
       Keep(SecondLook(b.model).Take(seen));
     }},
    {"EncodeLayer", [](Bench& b, const Page& p) { Keep(b.imaging->EncodeLayer(p.prepared, {})); }},
};

void SetPages(benchmark::State& state, const Bench& bench) {
  state.counters["a_page"] = benchmark::Counter(static_cast<double>(bench.pages.size()),
                                                benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void RunStage(benchmark::State& state, Bench& bench, const Stage& stage) {
  for (auto _ : state) {
    for (const Page& page : bench.pages) stage(bench, page);
  }
  SetPages(state, bench);
}

void StartAReader(benchmark::State& state, const Bench& bench) {
  for (auto _ : state) Keep(TakeOrExit(StartReader(bench.reader), "start a reader"));
}

void ReadPages(benchmark::State& state, const Bench& bench) {
  const std::unique_ptr<ReaderClient> reader = TakeOrExit(StartReader(bench.reader), "start a reader");
  const auto stages = MakeReadingStages(reader->imaging(), reader->engine());
  for (auto _ : state) {
    for (const Page& page : bench.pages) {
      PageWork work;
      work.original = &page.original;
      std::string failed_stage;
      const Status read = RunPageStages(stages, work, StageContext(), &failed_stage);
      if (!read.ok()) return state.SkipWithError(read.message().c_str());
    }
  }
  SetPages(state, bench);
}

Bench Prepare(const std::string& model, const std::string& files) {
  Bench bench;
  bench.imaging = NewLocalPageImaging(ImagingLimits());
  OcrOptions ocr;
  ocr.model = model;
  bench.reader.ocr = ocr;
  bench.reader.executable = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "sohoa-reader";
  bench.engine = TakeOrExit(OpenEngine(ocr), "open the engine");
  bench.model = TakeOrExit(OpenLineModel(model), model);
  std::vector<OriginalFile> originals;
  std::istringstream list(files);
  for (std::string file; std::getline(list, file, ',');) originals.push_back(TakeOrExit(OriginalFile::Open(file), file));
  if (originals.empty()) originals = DrawnPages();
  for (OriginalFile& original : originals) bench.pages.push_back(Walk(bench, std::move(original)));
  return bench;
}

void PrintExtent(const Bench& bench) {
  SecondLookExtent all;
  std::size_t lines = 0;
  for (const Page& page : bench.pages) {
    std::vector<SeenLine> seen = page.seen;
    const SecondLookExtent extent = SecondLook(bench.model).Take(seen);
    all.steps += extent.steps;
    all.again += extent.again;
    all.lines += extent.lines;
    lines += page.seen.size();
  }
  if (all.steps > 0) std::printf("read again: %zu of %zu lines, %.1f %% of the width of all\n", all.lines, lines, 100 * all.again / all.steps);
}

void Register(Bench& bench) {
  for (const auto& [name, stage] : kStages) {
    benchmark::RegisterBenchmark(name, [&bench, &stage = stage](benchmark::State& state) { RunStage(state, bench, stage); })
        ->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
  }
  benchmark::RegisterBenchmark("StartAReader", [&bench](benchmark::State& state) { StartAReader(state, bench); })
      ->Unit(benchmark::kMillisecond)->UseRealTime();
  benchmark::RegisterBenchmark("Page", [&bench](benchmark::State& state) { ReadPages(state, bench); })
      ->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::string files;
  std::string model = "sohoa";
  benchmark::Initialize(&argc, argv);
  for (int i = 1; i < argc; i += 2) {
    const bool known = i + 1 < argc && (std::strcmp(argv[i], "--files") == 0 || std::strcmp(argv[i], "--model") == 0);
    if (!known) {
      std::fprintf(stderr, "usage: reading_bench [--files FILE,FILE...] [--model NAME] [--benchmark_...]\n");
      return 2;
    }
    (std::strcmp(argv[i], "--files") == 0 ? files : model) = argv[i + 1];
  }
  if (const sohoa::Status started = sohoa::InitImaging(); !started.ok()) {
    std::fprintf(stderr, "reading_bench: %s\n", started.ToString().c_str());
    return 1;
  }
  sohoa::Bench bench = sohoa::Prepare(model, files);
  sohoa::PrintExtent(bench);
  sohoa::Register(bench);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
