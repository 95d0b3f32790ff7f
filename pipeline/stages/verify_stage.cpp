// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "pipeline/stages/document_pages.h"
#include "pipeline/stages/dossier_stages.h"
#include "pipeline/stages/rendered_document.h"

namespace sohoa {
namespace {

class VerifyStage : public DossierStage {
 public:
  std::string_view Name() const override { return "verify"; }
  int Version() const override { return 1; }

  Status Run(DossierWork& work, const StageContext& context) override {
    for (std::size_t i = 0; i < work.documents.size(); ++i) {
      if (context.cancelled()) return Status(StatusCode::kCancelled, "verify: cancelled");
      if (work.pdfs[i].empty()) continue;  // it was verified when it was made
      const Document& document = work.documents[i];
      const Status status =
          VerifySearchablePdf(work.pdfs[i], RecordsOf(document, work), RenderOptions(document, work));
      if (!status.ok()) return Annotate(status, "document " + std::to_string(i + 1));
      context.progress();
    }
    return Status();
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewVerifyStage() { return std::make_unique<VerifyStage>(); }

}  // namespace sohoa
