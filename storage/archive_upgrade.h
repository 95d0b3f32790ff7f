// SPDX-License-Identifier: Apache-2.0
//
// Upgrade: brings an archive that an older program wrote to the format of this one, by steps from
// one format of a store to the next.
//
// Before the first change the store is kept as it was beside itself (`meta.format-1`), at no cost
// but what changes from then on. While steps run, the store's mark says so ("meta 1 > 2"), and no
// program opens it; the last write of a step sets the mark to the new format. A step that is cut
// short, by a kill or an error, is begun again by the next upgrade.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/ordered_store.h"

namespace sohoa {

// Records gone through; may return false to cancel (kCancelled).
using UpgradeProgress = std::function<bool(std::uint64_t done)>;

struct UpgradeStep {
  std::string kind;        // of the store: "meta" "blobs"
  std::uint32_t from = 0;  // to the next format
  std::string what;        // for people
  // May write on its own what does no harm when it is written twice; what it adds to `last` is
  // written together with the mark of the new format.
  std::function<Status(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress)> run;
};

struct UpgradeReport {
  std::vector<std::string> done;  // what the steps did, in order; empty: it was up to date
  std::vector<std::string> kept;  // folders with the stores as they were
};

// kNotFound: there is no archive; kUnavailable: another process holds it; kUnsupported: a newer
// format, or one that `steps` do not lead on from.
Result<UpgradeReport> UpgradeArchive(const std::string& folder, const std::vector<UpgradeStep>& steps, const UpgradeProgress& progress);

}  // namespace sohoa
