// SPDX-License-Identifier: Apache-2.0
//
// Whether an edit can be, before it is written down. An edit that once was accepted is never
// refused later on.
#pragma once

#include <set>
#include <string>

#include "core/dossier.h"
#include "core/edit.h"
#include "core/status.h"
#include "storage/archive.h"

namespace sohoa {

// By itself: what it must say, in NFC; a turn "by so much" becomes the one of the scan, for which
// the page's record is read. kInvalidArgument, or kNotFound for the page.
Status PrepareEdit(Archive& archive, Edit& edit);

// One of those that come with the seal of their batch, by itself: cuts, order, turns (of the scan), pages
// replaced, set aside or back. kInvalidArgument.
Status PrepareSealedEdit(Edit& edit);

// The same against the pages of the dossier, of which `own` arrived with the batch: an edit at its seal
// touches no others. kConflict: it does not fit.
Status CheckSealedEdit(const std::set<std::string>& own, const PageArrangement& pages, const Edit& edit);

// Against the dossier: `visible` is its newest version, `pages` what the edits before made of it.
// Fills in what a confirmation confirms. kConflict: it does not fit.
Status CheckEdit(const Dossier& visible, const PageArrangement& pages, Edit& edit);

}  // namespace sohoa
