// SPDX-License-Identifier: Apache-2.0
//
// Decide: the one place that says who may do what. Pure functions on values; what is not allowed
// by the table in decision.cpp is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/principal.h"
#include "core/document.h"
#include "storage/search_index.h"

namespace sohoa {

enum class Action : std::uint8_t {
  kSearch = 0,
  kRead = 1,              // dossiers, documents, fields, text, pictures, PDFs
  kDecideValue = 2,       // a class or a value
  kArrange = 3,           // pages: cuts, order, turns, where they belong
  kReread = 4,
  kLowerSecrecy = 5,      // of a document that one may see
  kSeeQuarantine = 6,
  kDecideQuarantine = 7,  // back to work, or out for good
  kFollowEvents = 8,
  kSeeStatus = 9,
  kManageWebhooks = 10,
  kSearchPeople = 11,     // by names and identity numbers
  kKeep = 12,             // how long dossiers are kept, holds, disposal
  kHandIn = 13,           // pages, into a dossier that is there or a new one
  kVerifyIdentity = 14,   // ask registers of the State about a dossier's people and enterprises
  kOrderWorkers = 15,     // to rest, to work again
  kSeeAccounts = 16,      // people and keys, and what they may
  kSeeAudit = 17,         // who did what
};
inline constexpr std::uint8_t kActions = 18;
std::string_view ActionName(Action action);  // "search" "see-status"

// What it is about: something of a dossier, or the installation as a whole.
struct AccessObject {
  bool in_archive = false;
  std::string agency;                               // of the dossier; empty: of nobody but who sees every agency
  std::optional<Secrecy> degree = Secrecy::kNone;   // none: not known, for nobody
};

enum class AccessVerdict : std::uint8_t {
  kAllowed = 0,
  kUnknown = 1,  // nobody knows who asks: log in (401)
  kRefused = 2,  // none of their roles does this, whatever the object (403)
  kHidden = 3,   // for them there is no such object (404)
};

struct Decision {
  AccessVerdict verdict = AccessVerdict::kRefused;
  Purpose purpose = Purpose::kHandling;  // the one that it is allowed for

  bool allowed() const { return verdict == AccessVerdict::kAllowed; }
};

Decision Decide(const Principal& principal, Action action, const AccessObject& object);
// What they may do to something or other.
std::vector<Action> ActionsOf(const Principal& principal);

// Whether what is in the archive may be seen by whoever has this access.
bool Sees(const SearchAccess& access, const AccessObject& object);

}  // namespace sohoa
