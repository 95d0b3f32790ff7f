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
  for (const Document& document : dossier.documents) {
    if (document.pdf != Sha256{}) references.push_back({document.pdf, {"pdf", document.id}});
  }
  return references;
}

std::vector<NamedReference> LayerReferences(const PageRecord& page) {
  if (page.layer_sha256 == Sha256{}) return {};
  return {{page.layer_sha256, {"page layer", page.id}}};
}

}  // namespace sohoa
