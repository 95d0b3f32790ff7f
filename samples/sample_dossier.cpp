// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_dossier.h"

#include <array>
#include <utility>

#include "samples/sample_writer.h"

namespace sohoa {
namespace {

struct DossierFile {
  const char* name;
  SampleKind kind;
  SampleFileKind file;
  Degradation degradation;
  int rotation = 0;
  bool incoming_stamp = false;
};

// In the order in which they lie in the dossier.
constexpr std::array<DossierFile, 6> kFiles = {{
    {"01-giay-tiep-nhan.png", SampleKind::kReceipt, SampleFileKind::kPng, Degradation::kNone},
    {"02-to-khai.jpg", SampleKind::kDeclaration, SampleFileKind::kJpeg, Degradation::kScan},
    {"03-ke-hoach.pdf", SampleKind::kPlan, SampleFileKind::kPdf, Degradation::kLight},
    {"04-quyet-dinh.tif", SampleKind::kDecision, SampleFileKind::kTiff, Degradation::kLight},
    {"05-trang-trang.jpg", SampleKind::kBlank, SampleFileKind::kJpeg, Degradation::kScan},
    {"06-cong-van.jpg", SampleKind::kLetter, SampleFileKind::kJpeg, Degradation::kLight},
}};

DrawOptions OptionsOf(const DossierOptions& options, Degradation by_default) {
  DrawOptions draw;
  draw.dpi = options.dpi;
  draw.seed = options.seed;
  draw.degradation = options.degradation.value_or(by_default);
  return draw;
}

}  // namespace

Status WriteSampleDossier(const DossierOptions& options, const SampleFileSink& sink) {
  for (const DossierFile& file : kFiles) {
    if (options.only && *options.only != file.kind) continue;
    DrawOptions draw = OptionsOf(options, file.degradation);
    draw.rotation = file.rotation;
    draw.incoming_stamp = file.incoming_stamp;
    SampleWriter writer(file.name, file.file, sink);
    Result<SampleTruth> truth = DrawSample(
        file.kind, draw, [&writer](SamplePage page) { return writer.Add(std::move(page)); });
    if (!truth) return truth.status();
    if (Status status = writer.Finish(std::move(*truth)); !status.ok()) return status;
  }
  return {};
}

Status WriteTextPaper(std::string_view text, SampleKind layout, const DossierOptions& options,
                      const SampleFileSink& sink) {
  SampleWriter writer("text.pdf", SampleFileKind::kPdf, sink);
  Result<SampleTruth> truth =
      DrawText(text, layout, OptionsOf(options, Degradation::kNone),
               [&writer](SamplePage page) { return writer.Add(std::move(page)); });
  if (!truth) return truth.status();
  return writer.Finish(std::move(*truth));
}

}  // namespace sohoa
