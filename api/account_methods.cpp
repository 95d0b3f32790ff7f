// SPDX-License-Identifier: Apache-2.0
#include "api/account_methods.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "access/secrets.h"
#include "core/calendar.h"
#include "core/vietnamese.h"
#include "storage/document_secrecy.h"

namespace sohoa {
namespace {

using AccountJson = nlohmann::ordered_json;

class AccountMethods {
 public:
  AccountMethods(AccountStore& accounts, const AccountJson& params) : accounts_(accounts), params_(params), by_(Text("by")) {}

  Result<std::string> AddUser() {
    Account account;
    account.name = Text("name");
    account.subject = Text("subject");
    if (const Status read = ReadGrant(account.grant); !read.ok()) return read;
    // The rules of names come before the cost of a hash.
    if (!IsAccountName(account.name)) return Answer(accounts_.Add(account, by_));
    if (account.subject.empty() || !Text("password").empty()) {
      Result<std::string> hash = Hashed(account.name);
      if (!hash) return hash.status();
      account.password = std::move(*hash);
    }
    return Answer(accounts_.Add(account, by_));
  }

  Result<std::string> ListUsers() {
    const Result<std::vector<Account>> accounts = accounts_.List();
    if (!accounts) return accounts.status();
    AccountJson list = AccountJson::array();
    for (const Account& account : *accounts) {
      AccountJson json = {{"name", account.name}};
      PutGrant(account.grant, json);
      json["disabled"] = account.disabled;
      json["created_at"] = FormatVietnamTime(account.created_unix_ms);
      json["login"] = account.subject.empty() ? "password" : account.password.empty() ? "oidc" : "password, oidc";
      list.push_back(std::move(json));
    }
    return AccountJson{{"users", list}}.dump();
  }

  Result<std::string> ChangeRole() {
    const Result<Account> account = accounts_.Find(Text("name"));
    if (!account) return account.status();
    Grant grant = account->grant;
    if (const Status read = ReadGrant(grant); !read.ok()) return read;
    return Answer(accounts_.Change(Text("name"), "role", by_, [&](Account& changed) { changed.grant = grant; }));
  }

  Result<std::string> Disable() {
    const bool enable = Text("enable") == "true";
    return Answer(accounts_.Change(Text("name"), enable ? "enabled" : "disabled", by_, [&](Account& changed) { changed.disabled = !enable; }));
  }

  Result<std::string> ChangeSubject() {
    const std::string subject = Text("subject");
    return Answer(accounts_.Change(Text("name"), "subject", by_, [&](Account& changed) { changed.subject = subject; }));
  }

  Result<std::string> ChangePassword() {
    const Result<Account> account = accounts_.Find(Text("name"));
    if (!account) return account.status();
    const Result<std::string> hash = Hashed(account->name);
    if (!hash) return hash.status();
    return Answer(accounts_.Change(account->name, "password", by_, [&](Account& changed) { changed.password = *hash; }));
  }

  Result<std::string> AddKey() {
    Grant grant;
    if (const Status read = ReadGrant(grant); !read.ok()) return read;
    std::int64_t expires = 0;
    if (const std::string day = Text("expires"); !day.empty()) {
      const std::optional<std::int64_t> read = ParseVietnamTime(day);
      if (!read) return Status(StatusCode::kInvalidArgument, "add a key: it expires on a day, as 2027-12-31");
      expires = *read;
    }
    const Result<std::string> key = accounts_.AddKey(Text("name"), grant, expires, by_);
    if (!key) return key.status();
    return AccountJson{{"name", Text("name")}, {"key", *key}}.dump();
  }

  Result<std::string> ListKeys() {
    const Result<std::vector<MachineKey>> keys = accounts_.ListKeys();
    if (!keys) return keys.status();
    AccountJson list = AccountJson::array();
    for (const MachineKey& key : *keys) {
      AccountJson json = {{"id", key.id}, {"name", key.name}};
      PutGrant(key.grant, json);
      json["created_at"] = FormatVietnamTime(key.created_unix_ms);
      json["expires_at"] = TimeOrNull(key.expires_unix_ms);
      json["revoked_at"] = TimeOrNull(key.revoked_unix_ms);
      json["used_at"] = TimeOrNull(key.used_unix_ms);
      list.push_back(std::move(json));
    }
    return AccountJson{{"keys", list}}.dump();
  }

  Result<std::string> RevokeKey() {
    const Status status = accounts_.RevokeKey(Text("key"), by_);
    if (!status.ok()) return status;
    return std::string("{}");
  }

 private:
  std::string Text(const char* name) const {
    const auto found = params_.find(name);
    return found != params_.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  Result<std::string> Answer(const Status& status) const {
    if (!status.ok()) return status;
    return AccountJson{{"name", Text("name")}}.dump();
  }

  Result<std::string> Hashed(const std::string& name) const {
    const std::string password = ToNfc(Text("password"));
    if (const Status rules = CheckPasswordRules(name, password); !rules.ok()) return rules;
    return HashPassword(password);
  }

  static std::vector<std::string> ItemsOf(const std::string& text) {
    std::vector<std::string> items;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      if (end > begin) items.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return items;
  }

  // What is not said stays as it is.
  Status ReadGrant(Grant& grant) const {
    if (const std::string roles = Text("roles"); !roles.empty()) {
      grant.roles.clear();
      for (const std::string& name : ItemsOf(roles)) {
        const std::optional<Role> role = ParseRole(name);
        if (!role) return Status(StatusCode::kInvalidArgument, "grant a role: a role is clerk, verifier, archivist, workflow, operator, auditor or administrator");
        grant.roles.push_back(*role);
      }
    }
    if (const std::string agencies = Text("agencies"); !agencies.empty()) {
      grant.sees.every_agency = agencies == "*";
      grant.sees.agencies = agencies == "*" ? std::vector<std::string>() : ItemsOf(agencies);
    }
    if (const std::string up_to = Text("up_to"); !up_to.empty()) {
      const std::optional<Secrecy> degree = ParseSecrecy(up_to);
      if (!degree) return Status(StatusCode::kInvalidArgument, "grant a degree of secrecy: it is none, mat, toi-mat or tuyet-mat");
      grant.sees.up_to = *degree;
    }
    return Status();
  }

  static void PutGrant(const Grant& grant, AccountJson& json) {
    json["roles"] = AccountJson::parse(RolesJson(grant.roles));
    json["agencies"] = grant.sees.every_agency ? AccountJson("*") : AccountJson(grant.sees.agencies);
    json["up_to"] = SecrecyName(grant.sees.up_to);
  }

  static AccountJson TimeOrNull(std::int64_t unix_ms) { return unix_ms == 0 ? AccountJson(nullptr) : AccountJson(FormatVietnamTime(unix_ms)); }

  AccountStore& accounts_;
  const AccountJson& params_;
  const std::string by_;
};

}  // namespace

std::string RolesJson(const std::vector<Role>& roles) {
  AccountJson list = AccountJson::array();
  for (const Role role : roles) list.push_back(RoleName(role));
  return list.dump();
}

Result<std::string> AnswerAccounts(AccountStore& accounts, std::string_view method, std::string_view params_json) {
  const AccountJson params = AccountJson::parse(params_json, nullptr, false);
  if (!params.is_object()) return Status(StatusCode::kInvalidArgument, std::string(method) + ": params are not a JSON object");
  AccountMethods methods(accounts, params);
  if (method == "user_add") return methods.AddUser();
  if (method == "user_list") return methods.ListUsers();
  if (method == "user_role") return methods.ChangeRole();
  if (method == "user_disable") return methods.Disable();
  if (method == "user_subject") return methods.ChangeSubject();
  if (method == "user_password") return methods.ChangePassword();
  if (method == "key_add") return methods.AddKey();
  if (method == "key_list") return methods.ListKeys();
  if (method == "key_revoke") return methods.RevokeKey();
  return Status(StatusCode::kInvalidArgument, "no such method: " + std::string(method));
}

}  // namespace sohoa
