// SPDX-License-Identifier: Apache-2.0
//
// DossierDraft: what a dossier would be if it were sealed now, of the pages that are read so far. For the clerk
// with the citizen still at the counter; nothing of it is written, and nobody else sees it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/completeness.h"
#include "core/dossier.h"
#include "core/edit.h"

namespace sohoa {

struct DraftRequest {
  std::string dossier;
  std::string batch;        // which is open: its pages are taken as if it were sealed
  std::vector<Edit> edits;  // with these (Ledger::SealArranged); pages by the ids of their receipts
};

struct DraftPage {
  std::string id;
  bool is_read = false;
  bool in_quarantine = false;
  bool blank = false;
};

struct DossierDraft {
  DossierHead head;
  std::vector<DraftPage> pages;      // in order
  std::vector<Edit> edits;           // in force
  std::vector<Document> documents;   // of those that are read
  Completeness completeness;         // unread pages count as such
};

}  // namespace sohoa
