// SPDX-License-Identifier: Apache-2.0
//
// Methods of QueryService about who may use the archive. They come from the archive's own host only
// (workers/peer_roles.h). Params are text; "roles" and "agencies" are lists separated by commas, agencies "*" all of
// them, "up_to" a degree ("none" "mat" "toi-mat" "tuyet-mat"); "by" is who is logged in on the host.
//
//   user_add      {"name", "roles", "agencies", "up_to", "password", "subject", "by"} -> {"name"}
//   user_list     {} -> {"users": [{"name", "roles", "agencies", "up_to", "disabled", "created_at", "login"}]}
//   user_role     {"name", "roles", "agencies", "up_to", "by"}: what is not there stays -> {"name"}
//   user_disable  {"name", "enable": "true", "by"} -> {"name"}
//   user_subject  {"name", "subject", "by"}: none = logs in elsewhere no more -> {"name"}
//   user_password {"name", "password", "by"} -> {"name"}
//   key_add       {"name", "roles", "agencies", "up_to", "expires": day, "by"} -> {"name", "key"}
//   key_list      {} -> {"keys": [{"id", "name", "roles", "agencies", "up_to", "created_at", "expires_at", "revoked_at", "used_at"}]}
//   key_revoke    {"key": id or name, "by"} -> {}
#pragma once

#include <string>
#include <string_view>

#include "access/account_store.h"
#include "core/result.h"

namespace sohoa {

Result<std::string> AnswerAccounts(AccountStore& accounts, std::string_view method, std::string_view params_json);

// ["clerk", ...], as answers have them.
std::string RolesJson(const std::vector<Role>& roles);

}  // namespace sohoa
