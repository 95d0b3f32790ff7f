// SPDX-License-Identifier: Apache-2.0
#include "core/document.h"

namespace sohoa {

std::string_view ReviewStateName(ReviewState state) {
  switch (state) {
    case ReviewState::kAutoAccepted: return "auto_accepted";
    case ReviewState::kNeedsReview: return "needs_review";
    case ReviewState::kConfirmed: return "confirmed";
    case ReviewState::kCorrected: return "corrected";
    case ReviewState::kUnreadable: return "unreadable";
  }
  return "needs_review";
}

const FieldValue* Document::Field(std::string_view code) const {
  for (const FieldValue& field : fields) {
    if (field.code == code) return &field;
  }
  return nullptr;
}

}  // namespace sohoa
