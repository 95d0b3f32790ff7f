// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "core/calendar.h"
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
  int Version() const override { return 9; }

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
      ReconcileWithReceipt(ReceiptDay(document, work), document);
      for (FieldValue& field : document.fields) field.rule = StageMark(field.rule, Version());
      NoteRawReadings(RecordsOf(document, work), document.pages, document.fields);
      ApplyDecisions(FieldDecisions(work.edits, document.page_ids.front()), document.type, document.fields);
    }
    return Status();
  }

 private:
  static std::string ReceiptDay(const Document& document, const DossierWork& work) {
    std::int64_t last = 0;
    for (const std::string& id : document.page_ids) {
      const auto received = work.received_unix_ms.find(id);
      if (received == work.received_unix_ms.end()) return std::string();
      last = std::max(last, received->second);
    }
    return last == 0 ? std::string() : FormatVietnamTime(last).substr(0, 10);
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewExtractStage() { return std::make_unique<ExtractStage>(); }

}  // namespace sohoa
