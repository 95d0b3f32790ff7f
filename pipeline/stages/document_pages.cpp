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

}  // namespace sohoa
