// SPDX-License-Identifier: Apache-2.0
//
// The names of the objects of blobs, and all of them in order. RADOS lists objects in the order of a hash, so they are
// sorted here: in memory, so many at once, and a listing of the pool for each so many.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/rados/rados_cluster.h"

namespace sohoa {

std::string BlobName(const Sha256& name);

// 32 bytes of memory each; while they are gathered twice as many.
inline constexpr std::size_t kNamesAtOnce = 4u << 20;

// Until `visit` says in `more` that it has enough, or fails.
Status ListBlobNames(RadosCluster& cluster, const std::function<Status(const Sha256& name, bool& more)>& visit,
                     std::size_t names_at_once = kNamesAtOnce);

}  // namespace sohoa
