// SPDX-License-Identifier: Apache-2.0
//
// SavedSearches: searches that somebody keeps under a name, for themselves alone, in the archive's MetaStore. What is
// searched for may name people: it stands in no log and no audit record.
//
// Safe from several threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/account_store.h"

namespace sohoa {

struct SavedSearch {
  std::string id;
  std::string name;        // as its owner calls it, NFC
  std::string parameters;  // "q=khen+thuong&type=Q%C4%90", as GET /v1/search takes them
  std::int64_t created_unix_ms = 0;
};
inline constexpr std::size_t kMostSavedSearches = 200;  // of one owner

class SavedSearches {
 public:
  // `meta` must outlive it.
  SavedSearches(MetaStore& meta, ArchiveWriter write) : meta_(meta), write_(std::move(write)) {}

  // Of `owner`, as ActorOf() has it, in order of their names.
  Result<std::vector<SavedSearch>> List(const std::string& owner);
  // Takes the place of one of the same name. kInvalidArgument; kResourceLimit: there are
  // kMostSavedSearches.
  Result<SavedSearch> Save(const std::string& owner, const std::string& name, const std::string& parameters);
  // kNotFound: the owner has none of that id.
  Status Remove(const std::string& owner, const std::string& id);

 private:
  MetaStore& meta_;
  const ArchiveWriter write_;
};

}  // namespace sohoa
