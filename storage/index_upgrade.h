// SPDX-License-Identifier: Apache-2.0
//
// The search index of format `meta 2`, which had a key for each word of each page, made into
// segments. What hits show is kept as it was, and all terms follow from it.
#pragma once

#include "core/result.h"
#include "storage/archive_upgrade.h"
#include "storage/meta_store.h"
#include "storage/ordered_store.h"

namespace sohoa {

// What it writes by itself does no harm when it is written twice; `last` makes it count.
Status UpgradeIndexToSegments(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress);

}  // namespace sohoa
