// SPDX-License-Identifier: Apache-2.0
//
// A BlobStore of objects: b/SHA-256 is the blob, made by one write that fails where it is there already. One of more than
// 8 MiB is an object without bytes whose attribute says where its pieces are, written when they all are, so that no blob is
// ever whole in memory. What an upload that was cut short left is removed at the next opening.
#pragma once

#include <memory>

#include "core/result.h"
#include "storage/blob_store.h"
#include "storage/rados/rados_cluster.h"

namespace sohoa {

// `room` does not wait; see BlobStore::Room().
Result<std::unique_ptr<BlobStore>> OpenRadosBlobStore(std::shared_ptr<RadosCluster> cluster, std::function<StoreRoom()> room);

}  // namespace sohoa
