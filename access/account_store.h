// SPDX-License-Identifier: Apache-2.0
//
// AccountStore: accounts of people and keys of machines, in the archive's MetaStore. Every change is an audit record
// in the same write. Nothing is ever deleted: a name stays whose it was.
//
// Safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/principal.h"
#include "core/result.h"
#include "core/sha256.h"
#include "storage/meta_store.h"

namespace sohoa {

// What somebody may see and do.
struct Grant {
  std::vector<Role> roles;
  SearchAccess sees;
};

struct Account {
  std::string name;
  Grant grant;
  std::string password;  // hash; empty = none: no login with one
  bool disabled = false;
  std::uint64_t generation = 0;
  std::int64_t created_unix_ms = 0;
  std::string subject;  // of a login elsewhere (OIDC), with its issuer; empty = none
};

struct MachineKey {
  std::string id;
  std::string name;
  Grant grant;
  Sha256 sha256;  // of the whole key
  std::int64_t created_unix_ms = 0;
  std::int64_t expires_unix_ms = 0;  // 0 = never
  std::int64_t revoked_unix_ms = 0;  // 0 = not
  std::int64_t used_unix_ms = 0;     // to the hour
};

// What `stage` adds is written in turn with all other changes of the archive; returns once it is durable, or why it is
// not. The coordinator carries out changes where one runs.
using ArchiveWriter = std::function<Status(const std::function<Status(MetaBatch& batch)>& stage)>;

// Not revoked, and not expired at that time.
bool IsInForce(const MachineKey& key, std::int64_t now_unix_ms);

// 1 to 64 of a-z, 0-9 and . - _ @, a letter or digit first.
bool IsAccountName(std::string_view name);
// What a person chooses: 12 to 256 bytes, and not the name. kInvalidArgument.
Status CheckPasswordRules(std::string_view name, std::string_view password);

class AccountStore {
 public:
  // `meta` must outlive it.
  AccountStore(MetaStore& meta, ArchiveWriter write) : meta_(meta), write_(std::move(write)) {}

  // Whether there is an account of a person at all, disabled or not.
  Result<bool> HasAccounts();
  // kNotFound.
  Result<Account> Find(const std::string& name);
  Result<std::optional<Account>> FindBySubject(const std::string& subject);
  Result<std::vector<Account>> List();
  // `actor` as in audit records. kInvalidArgument; kConflict: the name is taken, by an account that may be disabled, or the
  // subject is another account's.
  Status Add(Account account, const std::string& actor);
  // `change` may change all but the name; `action` is what the audit record says: "role" "disabled" "password" "subject".
  // Sessions of before are over. kConflict: the subject is another account's.
  Status Change(const std::string& name, const std::string& action, const std::string& actor, const std::function<void(Account&)>& change);

  // The key itself, which is shown once and kept nowhere. kInvalidArgument; kConflict: a key of the name is in force.
  Result<std::string> AddKey(const std::string& name, const Grant& grant, std::int64_t expires_unix_ms, const std::string& actor);
  Result<std::vector<MachineKey>> ListKeys();
  // By its id or name. kNotFound: none in force.
  Status RevokeKey(const std::string& id_or_name, const std::string& actor);
  // None: it is nobody's, or no longer in force at `now_unix_ms`. Notes that it was used, to the hour.
  Result<std::optional<MachineKey>> FindKey(std::string_view key, std::int64_t now_unix_ms);

 private:
  Status CheckSubject(const std::string& what, const Account& account);
  Status Write(const std::string& action, const std::string& object, const std::string& actor, const std::string& key,
               const std::function<Result<std::string>(const std::optional<std::string>& stored)>& make);

  MetaStore& meta_;
  const ArchiveWriter write_;
  std::atomic<bool> has_accounts_{false};  // once true it stays so
};

}  // namespace sohoa
