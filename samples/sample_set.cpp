// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_set.h"

#include <array>
#include <utility>

#include "samples/sample_classes.h"
#include "samples/sample_writer.h"

namespace sohoa {
namespace {

constexpr std::array kInTurn = {Degradation::kLight, Degradation::kScan, Degradation::kHeavy,
                                Degradation::kCopy, Degradation::kFax};

Status WriteOne(const SampleClass& one, std::uint64_t seed, std::uint64_t place,
                const SampleSetOptions& options, const SampleFileSink& sink) {
  DrawOptions draw;
  draw.dpi = options.dpi;
  draw.degradation = options.degradation.value_or(kInTurn[(seed + place) % kInTurn.size()]);
  draw.seed = seed;
  // Another class, another paper.
  const std::uint64_t paper_seed = seed * 1009 + place * 7;
  const bool fax = draw.degradation == Degradation::kFax;
  const std::string name =
      std::string(one.file) + "-" + std::to_string(seed) + (fax ? ".tif" : ".pdf");
  SampleWriter writer(name, fax ? SampleFileKind::kTiff : SampleFileKind::kPdf, sink);
  Result<SampleTruth> truth = DrawClass(
      one, paper_seed, draw, [&writer](SamplePage page) { return writer.Add(std::move(page)); });
  if (!truth) return truth.status();
  return writer.Finish(std::move(*truth));
}

}  // namespace

Status WriteSampleSet(const SampleSetOptions& options, const SampleFileSink& sink) {
  if (!options.class_code.empty() && FindSampleClass(options.class_code) == nullptr) {
    return {StatusCode::kInvalidArgument, "draw papers of class " + options.class_code +
                                              ": there is no such class; see samples/README.md"};
  }
  for (int paper = 0; paper < options.papers; ++paper) {
    std::uint64_t place = 0;
    for (const SampleClass& one : SampleClasses()) {
      ++place;
      if (!options.class_code.empty() && options.class_code != one.code) continue;
      const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(paper);
      if (Status status = WriteOne(one, seed, place, options, sink); !status.ok()) return status;
    }
  }
  return {};
}

}  // namespace sohoa
