// SPDX-License-Identifier: Apache-2.0
//
// A dossier as if there were nothing in it but what its reader may see. Pure functions.
#pragma once

#include <set>
#include <string>

#include "access/decision.h"
#include "core/dossier.h"

namespace sohoa {

// What a document, or one of the dossier's pages, is to Decide(). A page that is in no document is as secret as
// the most secret one.
AccessObject ObjectOf(const Dossier& dossier, const Document& document);
AccessObject ObjectOfPage(const Dossier& dossier, const std::string& page_id);
// The dossier with all that is in it.
AccessObject ObjectOf(const Dossier& dossier);
// Its name and whatever of it may be seen.
AccessObject HeadOf(const Dossier& dossier);

// Pages of its documents that are too secret, and all that are in no document where there is one such.
std::set<std::string> HiddenPages(const Dossier& dossier, const SearchAccess& access);
// Takes out these pages, the documents that have one of them, and what tells of either. Pages keep their numbers.
void HidePages(const std::set<std::string>& pages, Dossier& dossier);

}  // namespace sohoa
