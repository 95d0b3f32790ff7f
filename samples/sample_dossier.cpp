// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_dossier.h"

#include <array>
#include <utility>

#include "samples/sample_files.h"

namespace sohoa {
namespace {

enum class FileKind : std::uint8_t { kPng, kJpeg, kTiff, kPdf };

struct DossierFile {
  const char* name;
  SampleKind kind;
  FileKind file;
  Degradation degradation;
  int rotation = 0;
  bool incoming_stamp = false;
};

// In the order in which they lie in the dossier.
constexpr std::array<DossierFile, 6> kFiles = {{
    {"01-giay-tiep-nhan.png", SampleKind::kReceipt, FileKind::kPng, Degradation::kNone},
    {"02-to-khai.jpg", SampleKind::kDeclaration, FileKind::kJpeg, Degradation::kScan},
    {"03-ke-hoach.pdf", SampleKind::kPlan, FileKind::kPdf, Degradation::kLight},
    {"04-quyet-dinh.tif", SampleKind::kDecision, FileKind::kTiff, Degradation::kLight},
    {"05-trang-trang.jpg", SampleKind::kBlank, FileKind::kJpeg, Degradation::kScan},
    {"06-cong-van.jpg", SampleKind::kLetter, FileKind::kJpeg, Degradation::kLight},
}};

constexpr int kJpegQuality = 60;

// Collects the pages of one document into one file, page by page.
class FileWriter {
 public:
  FileWriter(std::string name, FileKind kind, const SampleFileSink& sink)
      : name_(std::move(name)), kind_(kind), sink_(sink) {}

  Status Add(SamplePage page);
  Status Finish(SampleTruth truth);

 private:
  std::string stem() const { return name_.substr(0, name_.rfind('.')); }

  std::string name_;
  FileKind kind_;
  const SampleFileSink& sink_;
  SamplePdf pdf_;
  TiffFile tiff_;
  std::string single_;
  std::vector<SamplePageTruth> pages_;
};

Status FileWriter::Add(SamplePage page) {
  if (kind_ == FileKind::kTiff) {
    if (Status status = tiff_.Add(page.image); !status.ok()) return status;
  } else {
    Result<std::string> bytes =
        kind_ == FileKind::kPng ? EncodePng(page.image) : EncodeJpeg(page.image, kJpegQuality);
    if (!bytes) return bytes.status();
    if (kind_ == FileKind::kPdf) {
      pdf_.Add(page.image, *bytes);
    } else if (pages_.empty()) {
      single_ = std::move(*bytes);
    } else {
      return {StatusCode::kInternal, "write sample " + name_ + ": the format holds one page only"};
    }
  }
  pages_.push_back(std::move(page.truth));
  const std::string path = "truth/" + stem() + "-" + std::to_string(pages_.size()) + ".txt";
  return sink_(path, TruthText(pages_.back()));
}

Status FileWriter::Finish(SampleTruth truth) {
  if (kind_ == FileKind::kTiff) {
    Result<std::string> bytes = tiff_.Finish();
    if (!bytes) return bytes.status();
    single_ = std::move(*bytes);
  } else if (kind_ == FileKind::kPdf) {
    single_ = pdf_.Finish();
  }
  if (Status status = sink_("dossier/" + name_, single_); !status.ok()) return status;
  truth.pages = std::move(pages_);
  return sink_("truth/" + stem() + ".json", TruthJson(truth, name_));
}

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
    FileWriter writer(file.name, file.file, sink);
    Result<SampleTruth> truth = DrawSample(
        file.kind, draw, [&writer](SamplePage page) { return writer.Add(std::move(page)); });
    if (!truth) return truth.status();
    if (Status status = writer.Finish(std::move(*truth)); !status.ok()) return status;
  }
  return {};
}

Status WriteTextPaper(std::string_view text, SampleKind layout, const DossierOptions& options,
                      const SampleFileSink& sink) {
  FileWriter writer("text.pdf", FileKind::kPdf, sink);
  Result<SampleTruth> truth =
      DrawText(text, layout, OptionsOf(options, Degradation::kNone),
               [&writer](SamplePage page) { return writer.Add(std::move(page)); });
  if (!truth) return truth.status();
  return writer.Finish(std::move(*truth));
}

}  // namespace sohoa
