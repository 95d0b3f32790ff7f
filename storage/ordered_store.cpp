// SPDX-License-Identifier: Apache-2.0
#include "storage/ordered_store.h"

namespace sohoa {

Result<std::uint32_t> OrderedStore::BackUpTo(const std::string&, const std::function<bool(std::uint64_t)>&) {
  return Status(StatusCode::kUnsupported, "back up: a store in memory has no files");
}

Status OrderedStore::CheckpointTo(const std::string&) {
  return Status(StatusCode::kUnsupported, "make checkpoint: a store in memory has no files");
}

Status OrderedStore::CheckTableFile(const std::string&, std::uint64_t& bytes) {
  bytes = 0;
  return {};
}

}  // namespace sohoa
