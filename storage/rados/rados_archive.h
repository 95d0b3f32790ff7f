// SPDX-License-Identifier: Apache-2.0
//
// An archive in a pool of a Ceph cluster: records in the same RocksDB store as on a disk, over a file system in RADOS;
// blobs as objects of their own (docs/adr/0022-rocksdb-over-rados.md). Whoever opens it leads it: one process of one host.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/rados/rados_cluster.h"
#include "storage/stored_archive.h"

namespace sohoa {

struct RadosArchiveOptions {
  RadosPlace place;
  // As in ArchiveOptions.
  std::string beacon;
  bool beacon_must_match = false;
  std::uint64_t reserve_bytes = 0;  // of the cluster's room, before copies
  // Memory for what is read often, as ArchiveOptions::cache_bytes. As much as the store gets of it is taken once more, for
  // bytes of its files, which the system keeps in memory for files of a disk.
  std::uint64_t cache_bytes = 0;
};

// kUnavailable: another process has it, or had it until less than kLeaseDuration ago, or the cluster does not answer;
// kNotFound: there is no such pool; else as OpenLocalArchive().
Result<std::unique_ptr<Archive>> OpenRadosArchive(const RadosArchiveOptions& options);
// As OpenLocalStores().
Result<ArchiveStores> OpenRadosStores(const RadosArchiveOptions& options);

}  // namespace sohoa
