// SPDX-License-Identifier: Apache-2.0
//
// ReviewOpinions: what people said of values that more than one has to look at, until that is enough for a decision, in
// the archive's MetaStore. Whoever looks after them is not shown it. They go with their dossier.
//
// Safe from several threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/account_store.h"
#include "core/document.h"

namespace sohoa {

// A value: of the document that begins at `page`, the field of that code, the `ordinal`-th from 0.
struct ReviewedValue {
  std::string page;
  std::string field;
  std::uint32_t ordinal = 0;
  auto operator<=>(const ReviewedValue&) const = default;
};

struct ReviewOpinion {
  std::string by;  // as ActorOf() has it
  ReviewState review = ReviewState::kConfirmed;
  std::string value;  // NFC, what they say it is; empty where they could not read it
  std::int64_t at_unix_ms = 0;
  std::uint32_t took_ms = 0;

  bool AgreesWith(const ReviewOpinion& other) const {
    return (review == ReviewState::kUnreadable) == (other.review == ReviewState::kUnreadable) && value == other.value;
  }
};

class ReviewOpinions {
 public:
  // `meta` must outlive it.
  ReviewOpinions(MetaStore& meta, ArchiveWriter write) : meta_(meta), write_(std::move(write)) {}

  Result<std::vector<ReviewOpinion>> List(const std::string& dossier, const ReviewedValue& value);
  // kConflict: they have said something of it already.
  Status Add(const std::string& dossier, const ReviewedValue& value, const ReviewOpinion& opinion);
  // What was said is a decision now.
  Status Clear(const std::string& dossier, const ReviewedValue& value);

 private:
  MetaStore& meta_;
  const ArchiveWriter write_;
};

}  // namespace sohoa
