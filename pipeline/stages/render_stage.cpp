// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "pipeline/pdf/searchable_pdf.h"
#include "pipeline/stages/document_pages.h"
#include "pipeline/stages/dossier_stages.h"
#include "pipeline/stages/rendered_document.h"

namespace sohoa {

// No recognised text goes into the title, and no clock into the file: the same pages make the
// same bytes.
PdfOptions RenderOptions(const Document& document, const DossierWork& work) {
  PdfOptions options;
  options.title = work.head.code;
  if (!document.type.label.empty()) options.title += " - " + document.type.label;
  return options;
}

namespace {

class RenderStage : public DossierStage {
 public:
  std::string_view Name() const override { return "render"; }
  int Version() const override { return 1; }

  Status Run(DossierWork& work, const StageContext& context) override {
    work.pdfs.clear();
    for (Document& document : work.documents) {
      if (context.cancelled()) return Status(StatusCode::kCancelled, "render: cancelled");
      if (TakeOver(work, document)) {
        work.pdfs.emplace_back();
        continue;
      }
      const std::filesystem::path path =
          work.scratch / ("document-" + std::to_string(work.pdfs.size() + 1) + ".pdf");
      const Status status = WriteSearchablePdf(RecordsOf(document, work), work.layers,
                                               RenderOptions(document, work), path, context);
      if (!status.ok()) return status;
      work.pdfs.push_back(path);
    }
    return Status();
  }

 private:
  // The same pages under the same title make the same bytes.
  bool TakeOver(const DossierWork& work, Document& document) const {
    const std::vector<Sha256> records = RecordNamesOf(document, work);
    for (const RenderedEarlier& earlier : work.earlier) {
      if (earlier.records != records || earlier.label != document.type.label || earlier.made_by != StageMark(Name(), Version())) continue;
      document.pdf = earlier.pdf;
      document.pdf_size = earlier.pdf_size;
      return true;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewRenderStage() { return std::make_unique<RenderStage>(); }

}  // namespace sohoa
