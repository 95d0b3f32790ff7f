// SPDX-License-Identifier: Apache-2.0
//
// Which dossiers have a value, or a class, in their newest version that a person has to look at: few of
// an archive, and those who hand such values out must not go through all dossiers for them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "storage/archive_upgrade.h"
#include "storage/meta_store.h"

namespace sohoa {

// Fields of a document whose class is not decided do not count: which it has depends on that.
bool NeedsReview(const Dossier& dossier);

// Marks the version that takes the place of `before`, or of none.
void StageReviewMark(const Dossier& dossier, const Dossier* before, MetaBatch& batch);
// Of a dossier that is disposed of.
void StageNothingToReview(const Dossier& newest, MetaBatch& batch);
// Codes of up to `limit` such dossiers above `after`, in order.
Result<std::vector<std::string>> ListToReview(MetaReader& store, const std::string& after, std::uint32_t limit);

// Marks the dossiers of an archive from before `meta 9`. One that is damaged is marked, so that who hands out
// its values tells of it.
Status MarkToReview(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress);

}  // namespace sohoa
