// SPDX-License-Identifier: Apache-2.0
//
// What the codecs of records have in common, for core/*_codec.cpp alone.
#pragma once

#include <cstdint>
#include <string>

#include "core/sha256.h"
#include "core/status.h"

namespace sohoa {

// Each value has a Fill (value to record) and a Take (record to value). Take throws nothing;
// what cannot be a value of ours is reported through `RecordDamage`.
class RecordDamage {
 public:
  void Report(const char* what) {
    if (what_ == nullptr) what_ = what;
  }
  Status ToStatus(const char* record) const {
    if (what_ == nullptr) return Status();
    return Status(StatusCode::kCorruption, std::string("decode ") + record + ": bad " + what_);
  }
  bool ok() const { return what_ == nullptr; }

 private:
  const char* what_ = nullptr;
};

template <typename Enum>
Enum TakeRecordEnum(std::uint32_t number, Enum last, const char* what, RecordDamage& damage) {
  if (number > static_cast<std::uint32_t>(last)) damage.Report(what);
  return static_cast<Enum>(number);
}

std::string RecordHashBytes(const Sha256& hash);
Sha256 TakeRecordHash(const std::string& bytes, RecordDamage& damage);

}  // namespace sohoa
