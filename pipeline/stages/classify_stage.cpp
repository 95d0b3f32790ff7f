// SPDX-License-Identifier: Apache-2.0
#include "documents/decisions.h"
#include "documents/understanding.h"
#include "pipeline/stages/document_pages.h"
#include "pipeline/stages/dossier_stages.h"

namespace sohoa {
namespace {

class ClassifyStage : public DossierStage {
 public:
  std::string_view Name() const override { return "classify"; }
  int Version() const override { return 4; }

  Status Run(DossierWork& work, const StageContext& context) override {
    for (Document& document : work.documents) {
      document.type = ClassifyDocument(RecordsOf(document, work));
      if (const Edit* decision = TypeDecision(work.edits, document.page_ids.front())) ApplyDecision(*decision, document.type);
      context.progress();
    }
    return Status();
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewClassifyStage() { return std::make_unique<ClassifyStage>(); }

}  // namespace sohoa
