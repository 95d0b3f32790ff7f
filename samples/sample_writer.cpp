// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_writer.h"

namespace sohoa {
namespace {

constexpr int kJpegQuality = 60;

}  // namespace

Status SampleWriter::Add(SamplePage page) {
  if (kind_ == SampleFileKind::kTiff) {
    if (Status status = tiff_.Add(page.image); !status.ok()) return status;
  } else {
    Result<std::string> bytes = kind_ == SampleFileKind::kPng
                                    ? EncodePng(page.image)
                                    : EncodeJpeg(page.image, kJpegQuality);
    if (!bytes) return bytes.status();
    if (kind_ == SampleFileKind::kPdf) {
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

Status SampleWriter::Finish(SampleTruth truth) {
  if (kind_ == SampleFileKind::kTiff) {
    Result<std::string> bytes = tiff_.Finish();
    if (!bytes) return bytes.status();
    single_ = std::move(*bytes);
  } else if (kind_ == SampleFileKind::kPdf) {
    single_ = pdf_.Finish();
  }
  if (Status status = sink_("dossier/" + name_, single_); !status.ok()) return status;
  truth.pages = std::move(pages_);
  return sink_("truth/" + stem() + ".json", TruthJson(truth, name_));
}

}  // namespace sohoa
