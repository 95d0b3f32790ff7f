// SPDX-License-Identifier: Apache-2.0
//
// What a page costs before it is read, step by step, on drawn A4 pages at 300 dpi:
//
//   Decode       an original in memory to pixels: PNG, JPEG, G4 TIFF
//   Orientation  FindQuarterTurn        Skew       FindSkew
//   Ink          SeparateInk            Straighten by the page's skew, what is read
//   Background   CleanBackground        Bits       DarkPixels of what is read
//   Quality      JudgePage              Regions    FindBarcodeRegions
//   Barcodes     ReadBarcodes, there    Prepare    all of these as the reader does it
//   Assess       what a desk is told, decoding and all
//   EncodeLayer  the layer of the PDF, its pixels made anew
//   Picture      a layer 400 pixels wide for a screen
//
// clean is the drawn page; scan and heavy are what an ordinary and a poor scanner make of it;
// bitonal is the scan reduced to one bit. A page is drawn once, before anything is timed.
// CPU is that of all threads, for libvips works in one of its own.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "imaging/barcode_reader.h"
#include "imaging/barcode_regions.h"
#include "imaging/bit_image.h"
#include "imaging/clean_background.h"
#include "imaging/coloured_ink.h"
#include "imaging/deferred_image.h"
#include "imaging/local_page_imaging.h"
#include "imaging/page_angle.h"
#include "imaging/page_quality.h"
#include "imaging/resample.h"
#include "imaging/straighten.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

enum class Coding { kPng, kJpeg, kG4 };

struct Sample {
  const char* name;
  SampleKind kind;
  Degradation degradation;
  Coding coding;
};

constexpr std::array kSamples = {
    Sample{"decision_clean", SampleKind::kDecision, Degradation::kNone, Coding::kPng},
    Sample{"decision_scan", SampleKind::kDecision, Degradation::kScan, Coding::kPng},
    Sample{"decision_heavy", SampleKind::kDecision, Degradation::kHeavy, Coding::kPng},
    Sample{"decision_jpeg", SampleKind::kDecision, Degradation::kScan, Coding::kJpeg},
    Sample{"decision_bitonal", SampleKind::kDecision, Degradation::kScan, Coding::kG4},
    Sample{"receipt_scan", SampleKind::kReceipt, Degradation::kScan, Coding::kPng},
};

Result<std::string> Encode(const SampleImage& image, Coding coding) {
  constexpr int kScannerQuality = 85;
  if (coding == Coding::kPng) return EncodePng(image);
  if (coding == Coding::kJpeg) return EncodeJpeg(image, kScannerQuality);
  TiffFile tiff;
  if (const Status added = tiff.Add(image); !added.ok()) return added;
  return tiff.Finish();
}

// A page at each of its steps.
struct Steps {
  OriginalFile original;
  DecodedPage decoded;
  PreparedPage prepared;
  LocalImagePtr scan;   // as decoded
  LocalImagePtr print;  // upright, not yet straight
  LocalImagePtr straight;
  LocalImagePtr reading;
  BitImage dark{1, 1};
  std::vector<Box> regions;
};

PageImaging& Imaging() {
  static const std::unique_ptr<PageImaging> imaging = NewLocalPageImaging(ImagingLimits());
  return *imaging;
}

BitImage Ink(const LocalImage& reading) {
  return DarkPixels(reading.data(), reading.stride(), reading.width(), reading.height(), 149);
}

std::unique_ptr<Steps> Walk(const Sample& sample) {
  const DrawOptions options{.degradation = sample.degradation};
  const SamplePage page = TakeOrExit(DrawSamplePage(sample.kind, 0, options), sample.name);
  const std::string bytes = TakeOrExit(Encode(page.image, sample.coding), sample.name);
  auto steps = std::make_unique<Steps>(Steps{
      TakeOrExit(OriginalFile::FromBytes(bytes, sample.name), sample.name), {}, {}, {}, {}, {}, {}, BitImage(1, 1), {}});
  steps->decoded = TakeOrExit(Imaging().Decode(steps->original, 0, DecodeOptions()), sample.name);
  steps->prepared = TakeOrExit(Imaging().Prepare(steps->decoded, PrepareOptions()), sample.name);
  const PageGeometry& geometry = steps->prepared.geometry;
  steps->scan = SharedPixels(steps->decoded.image);
  steps->print = TurnQuarter(SeparateInk(steps->scan).print, geometry.rotation);
  steps->straight = Straighten(steps->print, geometry.skew_degrees);
  steps->reading = SharedPixels(steps->prepared.reading);
  steps->dark = Ink(*steps->reading);
  steps->regions = FindBarcodeRegions(steps->dark, geometry.dpi);
  return steps;
}

const Steps& StepsOf(const Sample& sample) {
  static std::map<std::string, std::unique_ptr<Steps>> drawn;
  std::unique_ptr<Steps>& steps = drawn[sample.name];
  if (!steps) steps = Walk(sample);
  return *steps;
}

using Step = std::function<void(const Steps&)>;

// The result is dropped within the timed loop: freeing 26 MB is part of what a step costs.
template <typename T>
void Keep(T value) {
  benchmark::DoNotOptimize(value);
}

// Pixels that are made when they are first asked for are kept: here each layer pays for its own.
PreparedPage WithDisplayUnmade(PreparedPage page) {
  if (const auto* scan = dynamic_cast<const UprightScan*>(page.display.get())) page.display = scan->Unmade();
  return page;
}

const std::pair<const char*, Step> kSteps[] = {
    {"Decode", [](const Steps& s) { Keep(Imaging().Decode(s.original, 0, DecodeOptions())); }},
    {"Orientation", [](const Steps& s) { Keep(FindQuarterTurn(*s.print, s.decoded.dpi)); }},
    {"Skew", [](const Steps& s) { Keep(FindSkew(*s.print)); }},
    {"Ink", [](const Steps& s) { Keep(SeparateInk(s.scan)); }},
    {"Straighten", [](const Steps& s) { Keep(Straighten(s.print, s.prepared.geometry.skew_degrees)); }},
    {"Background", [](const Steps& s) { Keep(CleanBackground(s.straight)); }},
    {"Bits", [](const Steps& s) { Keep(Ink(*s.reading)); }},
    {"Quality",
     [](const Steps& s) {
       Keep(JudgePage({*s.scan, *s.reading, s.dark, s.prepared.geometry, true, s.decoded.bitonal, s.prepared.inks}));
     }},
    {"Regions", [](const Steps& s) { Keep(FindBarcodeRegions(s.dark, s.decoded.dpi)); }},
    {"Barcodes", [](const Steps& s) { Keep(ReadBarcodes(*s.reading, s.regions)); }},
    {"Assess", [](const Steps& s) { Keep(Imaging().Assess(s.original, 0, AssessOptions())); }},
    {"Prepare", [](const Steps& s) { Keep(Imaging().Prepare(s.decoded, PrepareOptions())); }},
    {"EncodeLayer", [](const Steps& s) { Keep(Imaging().EncodeLayer(WithDisplayUnmade(s.prepared), EncodeOptions())); }},
};

void Run(benchmark::State& state, const Sample& sample, const Step& step) {
  const Steps& steps = StepsOf(sample);
  for (auto _ : state) step(steps);
}

void RunPicture(benchmark::State& state, const Sample& sample) {
  const PageLayer layer =
      TakeOrExit(Imaging().EncodeLayer(StepsOf(sample).prepared, EncodeOptions()), sample.name);
  PictureRequest request;
  request.width = 400;
  for (auto _ : state) Keep(Imaging().RenderPicture(layer, request));
}

void Register() {
  for (const Sample& sample : kSamples) {
    const std::string suffix = std::string("/") + sample.name;
    for (const auto& [name, step] : kSteps) {
      benchmark::RegisterBenchmark(
          (name + suffix).c_str(),
          [&sample, &step = step](benchmark::State& state) { Run(state, sample, step); })
          ->Unit(benchmark::kMillisecond)
          ->MeasureProcessCPUTime()
          ->UseRealTime();
    }
    benchmark::RegisterBenchmark(
        ("Picture" + suffix).c_str(),
        [&sample](benchmark::State& state) { RunPicture(state, sample); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime();
  }
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  if (const sohoa::Status started = sohoa::InitImaging(); !started.ok()) {
    std::fprintf(stderr, "imaging_bench: %s\n", started.ToString().c_str());
    return 1;
  }
  sohoa::Register();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
