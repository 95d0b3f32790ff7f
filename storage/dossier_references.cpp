// SPDX-License-Identifier: Apache-2.0
#include "storage/dossier_references.h"

#include <string>

namespace sohoa {

std::vector<NamedReference> DossierReferences(const Dossier& dossier) {
  std::vector<NamedReference> references;
  for (const Original& original : dossier.originals) {
    references.push_back(
        {original.sha256, {"original", original.batch + "/" + std::to_string(original.place)}});
  }
  for (const QuarantinedPage& page : dossier.quarantined) {
    if (page.source.original == Sha256{}) continue;  // it never got as far as a blob
    references.push_back({page.source.original, {"original", page.page_id}});
  }
  for (const DossierPage& page : dossier.pages) {
    references.push_back({page.source.original, {"original", page.id}});
    references.push_back({page.record, {"page record", page.id}});
  }
  for (const SetAsidePage& aside : dossier.set_aside) {
    references.push_back({aside.page.source.original, {"original", aside.page.id}});
    references.push_back({aside.page.record, {"page record", aside.page.id}});
  }
  for (const Document& document : dossier.documents) {
    if (document.pdf != Sha256{}) references.push_back({document.pdf, {"pdf", document.id}});
  }
  return references;
}

std::vector<const DossierPage*> FindablePages(const Dossier& dossier) {
  std::vector<const DossierPage*> pages;
  for (const DossierPage& page : dossier.pages) pages.push_back(&page);
  for (const SetAsidePage& aside : dossier.set_aside) {
    if (aside.why.sent_to.empty()) pages.push_back(&aside.page);
  }
  return pages;
}

std::vector<NamedReference> LayerReferences(const PageRecord& page) {
  if (page.layer_sha256 == Sha256{}) return {};
  return {{page.layer_sha256, {"page layer", page.id}}};
}

}  // namespace sohoa
