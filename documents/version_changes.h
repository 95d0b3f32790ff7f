// SPDX-License-Identifier: Apache-2.0
//
// What is different between two versions of a dossier, field by field: what reading again with
// another model, or an edit, did to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dossier.h"

namespace sohoa {

struct VersionChange {
  enum class Kind : std::uint8_t {
    kPageAdded,
    kPageGone,      // set aside, sent away, or in quarantine
    kPageReread,    // its record is another one
    kDocumentAdded,
    kDocumentGone,
    kPagesChanged,  // the document has other pages, or in another order
    kTypeChanged,
    kFieldAdded,
    kFieldGone,
    kFieldChanged,    // value or what it is normalized to
    kReadingChanged,  // the value is a person's and stays; what is read beneath it is another
    kReviewChanged,   // the value is the same
  };
  Kind kind = Kind::kFieldChanged;
  std::string document;  // id; empty for pages
  std::string what;      // page id, or field code
  std::uint32_t ordinal = 0;  // which of the fields with that code, from 0
  std::string before;
  std::string after;
  double confidence_before = 0;
  double confidence_after = 0;
  ReviewState review_before = ReviewState::kNeedsReview;
  ReviewState review_after = ReviewState::kNeedsReview;
};
std::string_view VersionChangeName(VersionChange::Kind kind);  // "field_changed"

// Pages first, then by document in the order of `after`, those that are gone last. A document is the
// same where it begins with the same page. A change in confidence alone is none.
std::vector<VersionChange> CompareVersions(const Dossier& before, const Dossier& after);

}  // namespace sohoa
