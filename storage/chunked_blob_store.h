// SPDX-License-Identifier: Apache-2.0
//
// A BlobStore over an OrderedStore: a blob is a name that points at an upload, and an upload
// is pieces of 1 MiB, so that no blob is ever whole in memory. An upload that did not finish
// is swept away at the next opening.
#pragma once

#include <memory>

#include "core/result.h"
#include "storage/blob_store.h"
#include "storage/ordered_store.h"

namespace sohoa {

Result<std::unique_ptr<BlobStore>> OpenChunkedBlobStore(std::unique_ptr<OrderedStore> store);
// The same for reading alone: a copy that takes no writes.
std::unique_ptr<BlobStore> ReadChunkedBlobStore(std::unique_ptr<OrderedStore> store);

}  // namespace sohoa
