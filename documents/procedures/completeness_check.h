// SPDX-License-Identifier: Apache-2.0
//
// Holds a dossier against what its procedure asks for. A pure function: the same documents, the
// same catalogue and the same day of receipt give the same answer.
#pragma once

#include <cstdint>
#include <vector>

#include "core/completeness.h"
#include "core/dossier.h"
#include "core/page.h"
#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {

struct DossierPapers {
  DossierHead head;
  std::vector<const Document*> documents;             // with ids
  std::vector<std::vector<const PageRecord*>> pages;  // of each document, in order
  std::uint32_t unread_pages = 0;      // in quarantine: what stands on them is not known yet
  std::int64_t first_seen_unix_ms = 0;  // the day of receipt where nothing else tells it
};

// `catalogue` may be nullptr: there is none.
Completeness CheckCompleteness(const DossierPapers& papers, const ProcedureCatalogue* catalogue);

}  // namespace sohoa
