// SPDX-License-Identifier: Apache-2.0
#include "core/completeness.h"

namespace sohoa {

std::string_view PaperNeedName(PaperNeed need) {
  switch (need) {
    case PaperNeed::kRequired: return "required";
    case PaperNeed::kConditional: return "conditional";
    case PaperNeed::kShown: return "shown";
  }
  return "required";
}

std::string_view PaperStateName(PaperState state) {
  switch (state) {
    case PaperState::kPresent: return "present";
    case PaperState::kMissing: return "missing";
    case PaperState::kNeedsLook: return "needs_look";
    case PaperState::kIllegible: return "illegible";
    case PaperState::kExpired: return "expired";
    case PaperState::kNotProvided: return "not_provided";
  }
  return "needs_look";
}

std::string_view DocumentRoleName(DocumentRole role) {
  switch (role) {
    case DocumentRole::kServes: return "serves";
    case DocumentRole::kExtra: return "extra";
    case DocumentRole::kUncertain: return "uncertain";
    case DocumentRole::kAccompanying: return "accompanying";
    case DocumentRole::kResult: return "result";
  }
  return "uncertain";
}

std::string_view CompletenessStateName(CompletenessState state) {
  switch (state) {
    case CompletenessState::kUnchecked: return "unchecked";
    case CompletenessState::kComplete: return "complete";
    case CompletenessState::kIncomplete: return "incomplete";
    case CompletenessState::kNeedsLook: return "needs_look";
  }
  return "unchecked";
}

}  // namespace sohoa
