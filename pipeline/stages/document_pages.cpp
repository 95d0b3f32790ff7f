// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/document_pages.h"

#include <cassert>

namespace sohoa {

std::vector<const PageRecord*> RecordsOf(const Document& document, const DossierWork& work) {
  std::vector<const PageRecord*> records;
  for (std::uint32_t page : document.pages) {
    for (std::size_t i = 0; i < work.pages.size(); ++i) {
      if (work.pages[i].page == page) records.push_back(&work.records[i]);
    }
  }
  assert(records.size() == document.pages.size());
  return records;
}

std::vector<Sha256> RecordNamesOf(const Document& document, const DossierWork& work) {
  std::vector<Sha256> names;
  for (const std::uint32_t number : document.pages) {
    for (const DossierPage& page : work.pages) {
      if (page.page == number) names.push_back(page.record);
    }
  }
  return names;
}

}  // namespace sohoa
