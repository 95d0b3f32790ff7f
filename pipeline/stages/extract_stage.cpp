// SPDX-License-Identifier: Apache-2.0
#include "documents/consistency.h"
#include "documents/decisions.h"
#include "documents/raw_readings.h"
#include "documents/reconciliation.h"
#include "documents/understanding.h"
#include "pipeline/stages/document_pages.h"
#include "pipeline/stages/dossier_stages.h"

namespace sohoa {
namespace {

class ExtractStage : public DossierStage {
 public:
  std::string_view Name() const override { return "extract"; }
  int Version() const override { return 5; }

  Status Run(DossierWork& work, const StageContext& context) override {
    for (Document& document : work.documents) {
      const std::vector<const PageRecord*> records = RecordsOf(document, work);
      document.fields = ExtractFields(records, document.pages, document.type);
      document.tables = ExtractTables(records, document.pages);
      document.findings = FindInconsistencies(records, document.pages);
      context.progress();
    }
    ReconcileDocuments(work.documents);
    for (Document& document : work.documents) {
      for (FieldValue& field : document.fields) field.rule = StageMark(field.rule, Version());
      NoteRawReadings(RecordsOf(document, work), document.pages, document.fields);
      ApplyDecisions(FieldDecisions(work.edits, document.page_ids.front()), document.type, document.fields);
    }
    return Status();
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewExtractStage() { return std::make_unique<ExtractStage>(); }

}  // namespace sohoa
