// SPDX-License-Identifier: Apache-2.0
#include "access/decision.h"

#include <algorithm>
#include <initializer_list>

namespace sohoa {
namespace {

constexpr unsigned Bit(Role role) { return 1u << static_cast<unsigned>(role); }

constexpr unsigned kReaders = Bit(Role::kClerk) | Bit(Role::kVerifier) | Bit(Role::kArchivist) | Bit(Role::kWorkflow);
constexpr unsigned kDeciders = Bit(Role::kVerifier) | Bit(Role::kArchivist);

// Which roles do it. An action that is not here is nobody's.
constexpr struct {
  Action action;
  unsigned roles;
} kMayDo[] = {
    {Action::kSearch, kReaders},
    {Action::kRead, kReaders},
    {Action::kDecideValue, kDeciders},
    {Action::kArrange, kDeciders | Bit(Role::kClerk)},
    {Action::kReread, kDeciders},
    {Action::kLowerSecrecy, Bit(Role::kArchivist)},
    {Action::kSeeQuarantine, kDeciders | Bit(Role::kClerk) | Bit(Role::kOperator)},
    {Action::kDecideQuarantine, kDeciders | Bit(Role::kClerk) | Bit(Role::kOperator)},
    {Action::kFollowEvents, Bit(Role::kWorkflow) | Bit(Role::kOperator) | Bit(Role::kAuditor)},
    {Action::kSeeStatus, Bit(Role::kOperator) | Bit(Role::kAuditor) | Bit(Role::kAdministrator)},
    {Action::kKeep, Bit(Role::kArchivist)},
    {Action::kHandIn, kReaders},
    {Action::kManageWebhooks, Bit(Role::kAdministrator)},
    {Action::kSearchPeople, kDeciders | Bit(Role::kClerk)},
    // For handling alone, so that keeping an archive is no reason to ask.
    {Action::kVerifyIdentity, Bit(Role::kClerk) | Bit(Role::kVerifier)},
    {Action::kOrderWorkers, Bit(Role::kOperator)},
    {Action::kSeeAccounts, Bit(Role::kAdministrator)},
    {Action::kSeeAudit, Bit(Role::kAuditor)},
};

unsigned RolesOf(Action action) {
  const auto* rule = std::find_if(std::begin(kMayDo), std::end(kMayDo), [action](const auto& one) { return one.action == action; });
  return rule == std::end(kMayDo) ? 0 : rule->roles;
}

bool IsWithin(const std::string& agency, const std::string& tree) {
  return !tree.empty() && (agency == tree || agency.starts_with(tree + "."));
}

}  // namespace

std::string_view ActionName(Action action) {
  switch (action) {
    case Action::kSearch: return "search";
    case Action::kRead: return "read";
    case Action::kDecideValue: return "decide";
    case Action::kArrange: return "arrange";
    case Action::kReread: return "reread";
    case Action::kLowerSecrecy: return "lower-secrecy";
    case Action::kSeeQuarantine: return "see-quarantine";
    case Action::kDecideQuarantine: return "decide-quarantine";
    case Action::kFollowEvents: return "follow-events";
    case Action::kSeeStatus: return "see-status";
    case Action::kManageWebhooks: return "manage-webhooks";
    case Action::kKeep: return "keep";
    case Action::kHandIn: return "hand-in";
    case Action::kSearchPeople: return "search-people";
    case Action::kVerifyIdentity: return "verify-identity";
    case Action::kOrderWorkers: return "order-workers";
    case Action::kSeeAccounts: return "see-accounts";
    case Action::kSeeAudit: return "see-audit";
  }
  return "do";
}

bool Sees(const SearchAccess& access, const AccessObject& object) {
  if (!object.degree || *object.degree > access.up_to) return false;
  return access.every_agency ||
         std::any_of(access.agencies.begin(), access.agencies.end(), [&](const std::string& tree) { return IsWithin(object.agency, tree); });
}

Decision Decide(const Principal& principal, Action action, const AccessObject& object) {
  if (principal.kind == Principal::Kind::kNobody) return {AccessVerdict::kUnknown};
  if (principal.is_holder()) return {AccessVerdict::kAllowed, principal.purpose.value_or(Purpose::kHandling)};
  const unsigned roles = RolesOf(action);
  const auto able = std::find_if(principal.roles.begin(), principal.roles.end(), [&](Role role) {
    return (roles & Bit(role)) != 0 && (!principal.purpose || *principal.purpose == PurposeOf(role));
  });
  // Said before the object is looked at, so that the answer tells nothing of it.
  if (able == principal.roles.end()) return {AccessVerdict::kRefused};
  if (object.in_archive && !Sees(principal.sees, object)) return {AccessVerdict::kHidden};
  return {AccessVerdict::kAllowed, PurposeOf(*able)};
}

std::vector<Action> ActionsOf(const Principal& principal) {
  std::vector<Action> able;
  for (std::uint8_t i = 0; i < kActions; ++i) {
    if (Decide(principal, static_cast<Action>(i), {}).allowed()) able.push_back(static_cast<Action>(i));
  }
  return able;
}

}  // namespace sohoa
