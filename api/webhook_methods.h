// SPDX-License-Identifier: Apache-2.0
//
// Methods of QueryService about webhooks; from the archive's own host only, but for webhook_list, webhook_dead and
// webhook_replay, which HTTP has as well. Params are text.
//
//   webhook_add    {"name", "url", "key": name of a machine's key, "kinds": "a,b", "by"} -> {"name", "secret"}: shown once
//   webhook_list   {} -> {"webhooks": [{"name", "url", "key", "kinds", "created_at", "state", "after", "failures",
//                     "failing_since", "next_try", "last_status", "waiting", "dead"}]}; state: "well" "refused" (letters
//                     wait) "away" (nobody answers) "no_key" (its key is not in force)
//   webhook_dead   {"name"} -> {"dead": [{"sequence", "since", "failures", "last_status"}]}
//   webhook_test   {"name"} -> {"status": HTTP status of the answer}
//   webhook_replay {"name", "from": sequence, "by"}: from there on; without it, dead and waiting letters -> {}
//   webhook_remove {"name", "by"} -> {}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/webhook_store.h"
#include "api/status_json.h"
#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

class WebhookSender;

// What answers are made of; all of it must outlive the call.
struct WebhookQuestions {
  Archive& archive;
  AccountStore& accounts;
  WebhookStore webhooks;
  const WebhookSender* sender;  // null where none runs
};

Result<std::string> AnswerWebhooks(WebhookQuestions asked, std::string_view method, std::string_view params_json);

// For the status.
Result<std::vector<WebhookState>> WebhookStates(WebhookStore& webhooks, AccountStore& accounts);

}  // namespace sohoa
