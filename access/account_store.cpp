// SPDX-License-Identifier: Apache-2.0
#include "access/account_store.h"

#include <algorithm>

#include "access/decision.h"
#include "access/secrets.h"
#include "access_records.pb.h"
#include "core/calendar.h"
#include "core/parse_message.h"
#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostName = 64;
constexpr std::size_t kLeastPassword = 12;
constexpr std::size_t kMostPassword = 256;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::string_view kKeyStart = "sohoa_";
constexpr std::size_t kKeyIdBytes = 6;  // in 8 characters

Status Malformed(const std::string& what) {
  return Status(StatusCode::kCorruption, "read " + what + ": its record is malformed; bring it back from a backup");
}

void Put(const Grant& grant, access_records::Grant& out) {
  for (const Role role : grant.roles) out.add_roles(static_cast<std::uint32_t>(role));
  out.set_every_agency(grant.sees.every_agency);
  for (const std::string& agency : grant.sees.agencies) out.add_agencies(agency);
  out.set_up_to(static_cast<std::uint32_t>(grant.sees.up_to));
}

// A role or degree of a newer program is one that this one does not grant.
Grant ToGrant(const access_records::Grant& in) {
  Grant grant;
  for (const std::uint32_t role : in.roles()) {
    if (role < kRoles) grant.roles.push_back(static_cast<Role>(role));
  }
  grant.sees.every_agency = in.every_agency();
  grant.sees.agencies.assign(in.agencies().begin(), in.agencies().end());
  if (in.up_to() <= static_cast<std::uint32_t>(Secrecy::kUltraSecret)) grant.sees.up_to = static_cast<Secrecy>(in.up_to());
  return grant;
}

std::string Encode(const Account& account) {
  access_records::Account message;
  message.set_name(account.name);
  Put(account.grant, *message.mutable_grant());
  message.set_password(account.password);
  message.set_disabled(account.disabled);
  message.set_generation(account.generation);
  message.set_created_unix_ms(account.created_unix_ms);
  message.set_subject(account.subject);
  return message.SerializeAsString();
}

std::optional<Account> DecodeAccount(std::string_view bytes) {
  const auto message = ParseMessage<access_records::Account>(bytes);
  if (!message) return std::nullopt;
  return Account{message->name(), ToGrant(message->grant()), message->password(), message->disabled(), message->generation(), message->created_unix_ms(), message->subject()};
}

std::string Encode(const MachineKey& key) {
  access_records::MachineKey message;
  message.set_id(key.id);
  message.set_name(key.name);
  Put(key.grant, *message.mutable_grant());
  message.set_sha256(std::string(NameBytes(key.sha256)));
  message.set_created_unix_ms(key.created_unix_ms);
  message.set_expires_unix_ms(key.expires_unix_ms);
  message.set_revoked_unix_ms(key.revoked_unix_ms);
  message.set_used_unix_ms(key.used_unix_ms);
  return message.SerializeAsString();
}

std::optional<MachineKey> DecodeKey(std::string_view bytes) {
  const auto message = ParseMessage<access_records::MachineKey>(bytes);
  const std::optional<Sha256> sha256 = message ? ReadNameBytes(message->sha256()) : std::nullopt;
  if (!sha256) return std::nullopt;
  return MachineKey{message->id(),      message->name(), ToGrant(message->grant()), *sha256, message->created_unix_ms(), message->expires_unix_ms(),
                    message->revoked_unix_ms(), message->used_unix_ms()};
}

std::string AccountKey(const std::string& name) { return std::string(kAccountPrefix) + name; }
std::string KeyKey(const std::string& id) { return std::string(kMachineKeyPrefix) + id; }

Status CheckGrant(const std::string& what, const Grant& grant) {
  if (grant.roles.empty()) return Status(StatusCode::kInvalidArgument, what + ": give it a role (clerk, verifier, archivist, workflow, operator, auditor, administrator)");
  const bool reads = std::any_of(grant.roles.begin(), grant.roles.end(), [](Role role) {
    return Decide(Principal{Principal::Kind::kPerson, "", {role}, {}, std::nullopt, ""}, Action::kRead, {}).allowed();
  });
  if (reads && !grant.sees.every_agency && grant.sees.agencies.empty()) {
    return Status(StatusCode::kInvalidArgument, what + ": say of which agencies it may see dossiers (--agency CODE,..., or --agency '*')");
  }
  const bool is_empty = std::any_of(grant.sees.agencies.begin(), grant.sees.agencies.end(), [](const std::string& agency) { return agency.empty(); });
  if (is_empty) return Status(StatusCode::kInvalidArgument, what + ": an agency has a code");
  return Status();
}

template <typename Entry, typename Decode>
Result<std::vector<Entry>> ListOf(MetaStore& meta, std::string_view prefix, const std::string& what, Decode decode) {
  std::vector<Entry> entries;
  bool malformed = false;
  const Status scanned = meta.Scan(prefix, "", [&](std::string_view, std::string_view value) {
    std::optional<Entry> entry = decode(value);
    malformed = !entry.has_value();
    if (entry) entries.push_back(std::move(*entry));
    return !malformed;
  });
  if (!scanned.ok()) return scanned;
  if (malformed) return Malformed(what);
  return entries;
}

}  // namespace

bool IsInForce(const MachineKey& key, std::int64_t now_unix_ms) {
  return key.revoked_unix_ms == 0 && (key.expires_unix_ms == 0 || now_unix_ms < key.expires_unix_ms);
}

bool IsAccountName(std::string_view name) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= kMostName && is_plain(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_plain(c) || c == '.' || c == '-' || c == '_' || c == '@'; });
}

Status CheckPasswordRules(std::string_view name, std::string_view password) {
  const std::string what = "set a password: ";
  if (password.size() < kLeastPassword) return Status(StatusCode::kInvalidArgument, what + "it has at least " + std::to_string(kLeastPassword) + " characters");
  if (password.size() > kMostPassword) return Status(StatusCode::kInvalidArgument, what + "it has at most " + std::to_string(kMostPassword) + " bytes");
  if (password == name) return Status(StatusCode::kInvalidArgument, what + "it is not the account's name");
  return Status();
}

Status AccountStore::Write(const std::string& action, const std::string& object, const std::string& actor, const std::string& key,
                           const std::function<Result<std::string>(const std::optional<std::string>&)>& make) {
  return write_([&](MetaBatch& batch) {
    const Result<std::optional<std::string>> stored = StagedReader(meta_, batch).Get(key);
    if (!stored) return stored.status();
    Result<std::string> made = make(*stored);
    if (!made) return made.status();
    const Status audited = StageAudit(meta_, {actor, action, object, std::string(PurposeName(Purpose::kAdministration)), "", *made}, batch);
    if (!audited.ok()) return audited;
    batch.Put(key, std::move(*made));
    return Status();
  });
}

Result<bool> AccountStore::HasAccounts() {
  if (has_accounts_) return true;
  bool found = false;
  const Status scanned = meta_.Scan(kAccountPrefix, "", [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  if (!scanned.ok()) return scanned;
  if (found) has_accounts_ = true;
  return found;
}

Result<Account> AccountStore::Find(const std::string& name) {
  const Status unknown(StatusCode::kNotFound, "find account " + (IsAccountName(name) ? name : std::string("of a name that none has")) + ": there is no such account");
  if (!IsAccountName(name)) return unknown;
  const Result<std::optional<std::string>> stored = meta_.Get(AccountKey(name));
  if (!stored) return stored.status();
  if (!*stored) return unknown;
  const std::optional<Account> account = DecodeAccount(**stored);
  if (!account) return Malformed("account " + name);
  return *account;
}

Result<std::optional<Account>> AccountStore::FindBySubject(const std::string& subject) {
  if (subject.empty()) return std::optional<Account>();
  const Result<std::vector<Account>> accounts = List();
  if (!accounts) return accounts.status();
  const auto found = std::find_if(accounts->begin(), accounts->end(), [&](const Account& account) { return account.subject == subject; });
  return found == accounts->end() ? std::optional<Account>() : *found;
}

Result<std::vector<Account>> AccountStore::List() { return ListOf<Account>(meta_, kAccountPrefix, "an account", DecodeAccount); }

// Changes are written in turn, so that what is found here is so when the change is.
Status AccountStore::CheckSubject(const std::string& what, const Account& account) {
  const Result<std::optional<Account>> other = FindBySubject(account.subject);
  if (!other) return other.status();
  if (*other && (*other)->name != account.name) return Status(StatusCode::kConflict, what + ": " + (*other)->name + " logs in with this subject");
  return Status();
}

Status AccountStore::Add(Account account, const std::string& actor) {
  const std::string what = "add an account";
  if (!IsAccountName(account.name)) {
    return Status(StatusCode::kInvalidArgument, what + ": a name has 1 to 64 of a-z, 0-9 and . - _ @, and begins with a letter or digit");
  }
  if (const Status grant = CheckGrant(what, account.grant); !grant.ok()) return grant;
  account.created_unix_ms = NowUnixMs();
  account.generation = 1;
  return Write("account.added", account.name, actor, AccountKey(account.name), [&](const std::optional<std::string>& stored) -> Result<std::string> {
    if (stored) return Status(StatusCode::kConflict, what + ": there is one of the name " + account.name + ", disabled or not; take another");
    if (const Status subject = CheckSubject(what, account); !subject.ok()) return subject;
    return Encode(account);
  });
}

Status AccountStore::Change(const std::string& name, const std::string& action, const std::string& actor, const std::function<void(Account&)>& change) {
  if (const Result<Account> found = Find(name); !found) return found.status();
  return Write("account." + action, name, actor, AccountKey(name), [&](const std::optional<std::string>& stored) -> Result<std::string> {
    std::optional<Account> account = stored ? DecodeAccount(*stored) : std::nullopt;
    if (!account) return Malformed("account " + name);
    change(*account);
    ++account->generation;
    if (const Status grant = CheckGrant("change account " + name, account->grant); !grant.ok()) return grant;
    if (const Status subject = CheckSubject("change account " + name, *account); !subject.ok()) return subject;
    return Encode(*account);
  });
}

Result<std::string> AccountStore::AddKey(const std::string& name, const Grant& grant, std::int64_t expires_unix_ms, const std::string& actor) {
  const std::string what = "add a key";
  if (!IsAccountName(name)) return Status(StatusCode::kInvalidArgument, what + ": a name has 1 to 64 of a-z, 0-9 and . - _ @, and begins with a letter or digit");
  if (const Status checked = CheckGrant(what, grant); !checked.ok()) return checked;
  const Result<std::vector<MachineKey>> keys = ListKeys();
  if (!keys) return keys.status();
  const std::int64_t now = NowUnixMs();
  if (expires_unix_ms != 0 && expires_unix_ms <= now) return Status(StatusCode::kInvalidArgument, what + ": it would have expired already");
  if (std::any_of(keys->begin(), keys->end(), [&](const MachineKey& key) { return key.name == name && IsInForce(key, now); })) {
    return Status(StatusCode::kConflict, what + ": one of the name " + name + " is in force; revoke it, or take another name");
  }
  MachineKey key;
  key.id = RandomToken().substr(0, kKeyIdBytes * 4 / 3);
  // An id stands between underscores.
  std::replace(key.id.begin(), key.id.end(), '_', '-');
  key.name = name;
  key.grant = grant;
  key.created_unix_ms = now;
  key.expires_unix_ms = expires_unix_ms;
  std::string secret = std::string(kKeyStart) + key.id + "_" + RandomToken();
  key.sha256 = Sha256::Of(secret);
  const Status written = Write("key.added", key.id + "/" + name, actor, KeyKey(key.id), [&](const std::optional<std::string>& stored) -> Result<std::string> {
    if (stored) return Status(StatusCode::kConflict, what + ": its id is taken; try again");
    return Encode(key);
  });
  if (!written.ok()) return written;
  return secret;
}

Result<std::vector<MachineKey>> AccountStore::ListKeys() { return ListOf<MachineKey>(meta_, kMachineKeyPrefix, "a key", DecodeKey); }

Status AccountStore::RevokeKey(const std::string& id_or_name, const std::string& actor) {
  const Result<std::vector<MachineKey>> keys = ListKeys();
  if (!keys) return keys.status();
  const std::int64_t now = NowUnixMs();
  const auto found = std::find_if(keys->begin(), keys->end(), [&](const MachineKey& key) { return (key.id == id_or_name || key.name == id_or_name) && IsInForce(key, now); });
  if (found == keys->end()) return Status(StatusCode::kNotFound, "revoke a key: none of this id or name is in force");
  return Write("key.revoked", found->id + "/" + found->name, actor, KeyKey(found->id), [&](const std::optional<std::string>& stored) -> Result<std::string> {
    std::optional<MachineKey> key = stored ? DecodeKey(*stored) : std::nullopt;
    if (!key) return Malformed("key " + found->id);
    key->revoked_unix_ms = now;
    return Encode(*key);
  });
}

Result<std::optional<MachineKey>> AccountStore::FindKey(std::string_view key, std::int64_t now_unix_ms) {
  const std::optional<MachineKey> nobodys;
  if (!key.starts_with(kKeyStart)) return nobodys;
  const std::string_view behind = key.substr(kKeyStart.size());
  const std::size_t end = behind.find('_');
  if (end == std::string_view::npos || end == 0 || end > kMostName) return nobodys;
  const std::string id(behind.substr(0, end));
  const Result<std::optional<std::string>> stored = meta_.Get(KeyKey(id));
  if (!stored) return stored.status();
  if (!*stored) return nobodys;
  std::optional<MachineKey> found = DecodeKey(**stored);
  if (!found) return Malformed("key " + id);
  if (!AreEqualSecrets(NameBytes(found->sha256), NameBytes(Sha256::Of(key))) || !IsInForce(*found, now_unix_ms)) return nobodys;
  if (now_unix_ms - found->used_unix_ms >= kHourMs) {
    found->used_unix_ms = now_unix_ms / kHourMs * kHourMs;
    // What the key opens does not hang on whether this can be written.
    static_cast<void>(write_([&](MetaBatch& batch) {
      const Result<std::optional<std::string>> newest = StagedReader(meta_, batch).Get(KeyKey(id));
      std::optional<MachineKey> noted = newest && *newest ? DecodeKey(**newest) : std::nullopt;
      if (!noted) return Status(StatusCode::kNotFound, "note the use of key " + id + ": it is gone");
      noted->used_unix_ms = found->used_unix_ms;
      batch.Put(KeyKey(id), Encode(*noted));
      return Status();
    }).ok());
  }
  return found;
}

}  // namespace sohoa
