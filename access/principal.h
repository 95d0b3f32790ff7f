// SPDX-License-Identifier: Apache-2.0
//
// Principal: who asks, with what they may see and the roles that they have (docs/ACCESS.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search_index.h"

namespace sohoa {

// Stable on disk.
enum class Role : std::uint8_t {
  kClerk = 0,          // one-stop counter: hands in, looks after pages
  kVerifier = 1,       // confirms and corrects what was read
  kArchivist = 2,      // keeps the archive; may change how secret a document is
  kWorkflow = 3,       // a workflow system: fetches fields, documents and events
  kOperator = 4,       // keeps the installation running; sees no content
  kAuditor = 5,        // follows what happened; sees no content
  kAdministrator = 6,  // of accounts and keys; sees no content
};
inline constexpr std::uint8_t kRoles = 7;
std::string_view RoleName(Role role);  // "clerk"
std::optional<Role> ParseRole(std::string_view name);

// What personal data is looked at for (Law 91/2025/QH15 asks for one of every processing). Each role
// serves one.
enum class Purpose : std::uint8_t {
  kHandling = 0,        // of the procedure that the dossier is for
  kArchive = 1,         // keeping it and answering from it
  kInspection = 2,
  kOperation = 3,       // of the installation
  kAdministration = 4,  // of who may use it
};
std::string_view PurposeName(Purpose purpose);  // "handling"
std::optional<Purpose> ParsePurpose(std::string_view name);
Purpose PurposeOf(Role role);

struct Principal {
  enum class Kind : std::uint8_t {
    kNobody = 0,
    kPerson = 1,   // logged in
    kMachine = 2,  // by a key
    kHolder = 3,   // on the archive's own machine, while it has no accounts: may do everything
  };
  Kind kind = Kind::kNobody;
  std::string name;  // of the account or key
  std::vector<Role> roles;
  SearchAccess sees;
  // What this request is for, where it says so: then roles that serve another purpose do not count.
  std::optional<Purpose> purpose;
  std::string client;  // address; empty = not known

  bool is_holder() const { return kind == Kind::kHolder; }
};

// "person:an" "machine:mot-cua" "local": as audit records name it.
std::string ActorOf(const Principal& principal);

}  // namespace sohoa
