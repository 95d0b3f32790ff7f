// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>

#include "documents/understanding.h"
#include "pipeline/stages/dossier_stages.h"

namespace sohoa {
namespace {

class SeparateStage : public DossierStage {
 public:
  std::string_view Name() const override { return "separate"; }
  int Version() const override { return 6; }

  Status Run(DossierWork& work, const StageContext&) override {
    work.documents.clear();
    const std::map<std::string, bool> cuts = Arrange({}, work.edits).cuts;
    for (const DocumentPages& part : SeparateDocuments(work.records, cuts)) {
      Document document;
      for (std::size_t index : part.pages) {
        document.pages.push_back(work.pages[index].page);
        document.page_ids.push_back(work.pages[index].id);
      }
      work.documents.push_back(std::move(document));
    }
    return Status();
  }
};

}  // namespace

std::unique_ptr<DossierStage> NewSeparateStage() { return std::make_unique<SeparateStage>(); }

}  // namespace sohoa
