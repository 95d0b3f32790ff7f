// SPDX-License-Identifier: Apache-2.0
//
// Search indexes of older formats made into segments of the present one: that of `meta 2`, which had
// a key for each word of each page, those of `meta 3`, whose segments were larger, of `meta 4`,
// whose segments had no heavy postings, and of `meta 5`, in which whoever searched was told of fields
// that name people. All terms follow from what hits show.
#pragma once

#include "core/result.h"
#include "storage/archive_upgrade.h"
#include "storage/meta_store.h"
#include "storage/ordered_store.h"

namespace sohoa {

// What it writes by itself does no harm when it is written twice; `last` makes it count.
Status UpgradeIndex(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress);

}  // namespace sohoa
