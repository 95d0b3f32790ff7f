// SPDX-License-Identifier: Apache-2.0
#include "access/principal.h"

#include <algorithm>
#include <array>

namespace sohoa {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleNames = {"clerk", "verifier", "archivist", "workflow", "operator", "auditor", "administrator"};
constexpr std::array<std::string_view, 5> kPurposeNames = {"handling", "archive", "inspection", "operation", "administration"};

template <typename Enum, std::size_t kCount>
std::optional<Enum> OfName(const std::array<std::string_view, kCount>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view RoleName(Role role) { return kRoleNames.at(static_cast<std::size_t>(role)); }
std::optional<Role> ParseRole(std::string_view name) { return OfName<Role>(kRoleNames, name); }

std::string_view PurposeName(Purpose purpose) { return kPurposeNames.at(static_cast<std::size_t>(purpose)); }
std::optional<Purpose> ParsePurpose(std::string_view name) { return OfName<Purpose>(kPurposeNames, name); }

Purpose PurposeOf(Role role) {
  switch (role) {
    case Role::kClerk:
    case Role::kVerifier:
    case Role::kWorkflow: return Purpose::kHandling;
    case Role::kArchivist: return Purpose::kArchive;
    case Role::kAuditor: return Purpose::kInspection;
    case Role::kOperator: return Purpose::kOperation;
    case Role::kAdministrator: return Purpose::kAdministration;
  }
  return Purpose::kHandling;
}

std::string ActorOf(const Principal& principal) {
  switch (principal.kind) {
    case Principal::Kind::kPerson: return "person:" + principal.name;
    case Principal::Kind::kMachine: return "machine:" + principal.name;
    case Principal::Kind::kHolder: return "local";
    case Principal::Kind::kNobody: break;
  }
  return "nobody";
}

}  // namespace sohoa
