// SPDX-License-Identifier: Apache-2.0
//
// StagedReader: a store as it will be once a batch is written. Sequence numbers and counters
// are read through it, so that two things staged into one batch do not take the same one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/meta_store.h"

namespace sohoa {

class StagedReader {
 public:
  // Both must outlive it.
  StagedReader(MetaReader& store, const MetaBatch& batch) : store_(store), batch_(batch) {}

  Result<std::optional<std::string>> Get(std::string_view key) const {
    if (const std::optional<std::string>* staged = batch_.Find(key)) return *staged;
    return store_.Get(key);
  }

 private:
  MetaReader& store_;
  const MetaBatch& batch_;
};

}  // namespace sohoa
