// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_methods.h"

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "access/secrets.h"
#include "api/webhook_sender.h"
#include "core/calendar.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

using HookJson = nlohmann::ordered_json;

std::string HookText(const HookJson& params, const char* name) {
  const auto found = params.find(name);
  return found != params.end() && found->is_string() ? found->get<std::string>() : std::string();
}

HookJson HookTime(std::int64_t unix_ms) { return unix_ms == 0 ? HookJson(nullptr) : HookJson(FormatVietnamTime(unix_ms)); }

bool HasKey(const std::vector<MachineKey>& keys, const std::string& name) {
  const std::int64_t now = NowUnixMs();
  return std::any_of(keys.begin(), keys.end(), [&](const MachineKey& key) { return key.name == name && IsInForce(key, now); });
}

Result<std::string> AddWebhook(WebhookQuestions& asked, const HookJson& params) {
  Webhook webhook;
  webhook.name = HookText(params, "name");
  webhook.url = HookText(params, "url");
  webhook.key = HookText(params, "key");
  webhook.secret = RandomToken();
  const std::string kinds = HookText(params, "kinds");
  for (std::size_t begin = 0; begin < kinds.size();) {
    const std::size_t end = std::min(kinds.find(',', begin), kinds.size());
    if (end > begin) webhook.kinds.push_back(kinds.substr(begin, end - begin));
    begin = end + 1;
  }
  const Result<std::vector<MachineKey>> keys = asked.accounts.ListKeys();
  if (!keys) return keys.status();
  if (!HasKey(*keys, webhook.key)) {
    return Status(StatusCode::kInvalidArgument, "add a webhook: name the key whose rights it has (sohoa key add NAME --role workflow)");
  }
  // It is told of what happens from now on.
  const Result<std::uint64_t> newest = NewestEvent(asked.archive.meta());
  if (!newest) return newest.status();
  const Status added = asked.webhooks.Add(webhook, *newest, HookText(params, "by"));
  if (!added.ok()) return added;
  return HookJson{{"name", webhook.name}, {"secret", webhook.secret}}.dump();
}

// One webhook with how it fares.
struct Faring {
  Webhook webhook;
  WebhookProgress progress;
  WebhookState state;
};

Result<std::vector<Faring>> HowTheyFare(WebhookStore& webhooks, AccountStore& accounts) {
  const Result<std::vector<Webhook>> all = webhooks.List();
  if (!all) return all.status();
  const Result<std::vector<MachineKey>> keys = accounts.ListKeys();
  if (!keys) return keys.status();
  std::vector<Faring> list;
  for (const Webhook& webhook : *all) {
    const Result<WebhookProgress> progress = webhooks.ProgressOf(webhook.name);
    if (!progress) return progress.status();
    const Result<std::vector<WebhookLetter>> letters = webhooks.Letters(webhook.name);
    if (!letters) return letters.status();
    Faring faring{webhook, *progress, {webhook.name, "well", 0, 0}};
    faring.state.dead = static_cast<std::size_t>(std::count_if(letters->begin(), letters->end(), [](const WebhookLetter& letter) { return letter.dead; }));
    faring.state.waiting = letters->size() - faring.state.dead;
    if (faring.state.waiting > 0) faring.state.state = "refused";
    if (progress->failing_since_unix_ms != 0) faring.state.state = "away";
    if (!HasKey(*keys, webhook.key)) faring.state.state = "no_key";
    list.push_back(std::move(faring));
  }
  return list;
}

Result<std::string> ListWebhooks(WebhookQuestions& asked) {
  const Result<std::vector<Faring>> all = HowTheyFare(asked.webhooks, asked.accounts);
  if (!all) return all.status();
  HookJson list = HookJson::array();
  for (const auto& [webhook, progress, state] : *all) {
    list.push_back({{"name", webhook.name},
                    {"url", webhook.url},
                    {"key", webhook.key},
                    {"kinds", webhook.kinds},
                    {"created_at", FormatVietnamTime(webhook.created_unix_ms)},
                    {"state", state.state},
                    {"after", progress.after},
                    {"failures", progress.failures},
                    {"failing_since", HookTime(progress.failing_since_unix_ms)},
                    {"next_try", HookTime(progress.next_try_unix_ms)},
                    {"last_status", progress.last_status},
                    {"waiting", state.waiting},
                    {"dead", state.dead}});
  }
  return HookJson{{"webhooks", list}}.dump(-1, ' ', false, HookJson::error_handler_t::replace);
}

Result<std::string> ListDeadLetters(WebhookStore& webhooks, const std::string& name) {
  if (const Result<Webhook> webhook = webhooks.Find(name); !webhook) return webhook.status();
  const Result<std::vector<WebhookLetter>> letters = webhooks.Letters(name);
  if (!letters) return letters.status();
  HookJson list = HookJson::array();
  for (const WebhookLetter& letter : *letters) {
    if (!letter.dead) continue;
    list.push_back({{"sequence", letter.sequence}, {"since", HookTime(letter.since_unix_ms)}, {"failures", letter.failures}, {"last_status", letter.last_status}});
  }
  return HookJson{{"dead", list}}.dump();
}

Result<std::string> TestWebhook(const WebhookSender* sender, const std::string& name) {
  if (sender == nullptr) return Status(StatusCode::kUnavailable, "test a webhook: no server runs that would send; start it (sohoa serve)");
  const Result<std::uint32_t> status = sender->Test(name);
  if (!status) return status.status();
  return HookJson{{"status", *status}}.dump();
}

Result<std::string> Emptily(const Status& status) {
  if (!status.ok()) return status;
  return std::string("{}");
}

Result<std::string> ReplayWebhook(WebhookStore& webhooks, const std::string& name, const HookJson& params) {
  const std::string from = HookText(params, "from");
  if (from.find_first_not_of("0123456789") != std::string::npos || from.size() > 18 || from == "0") {
    return Status(StatusCode::kInvalidArgument, "replay a webhook: from is the sequence number of an event");
  }
  return Emptily(webhooks.Replay(name, std::strtoull(from.c_str(), nullptr, 10), HookText(params, "by")));
}

}  // namespace

Result<std::vector<WebhookState>> WebhookStates(WebhookStore& webhooks, AccountStore& accounts) {
  const Result<std::vector<Faring>> all = HowTheyFare(webhooks, accounts);
  if (!all) return all.status();
  std::vector<WebhookState> states;
  for (const Faring& faring : *all) states.push_back(faring.state);
  return states;
}

Result<std::string> AnswerWebhooks(WebhookQuestions asked, std::string_view method, std::string_view params_json) {
  const HookJson params = HookJson::parse(params_json, nullptr, false);
  if (!params.is_object()) return Status(StatusCode::kInvalidArgument, std::string(method) + ": params are not a JSON object");
  const std::string name = HookText(params, "name");
  if (method == "webhook_add") return AddWebhook(asked, params);
  if (method == "webhook_list") return ListWebhooks(asked);
  if (method == "webhook_dead") return ListDeadLetters(asked.webhooks, name);
  if (method == "webhook_test") return TestWebhook(asked.sender, name);
  if (method == "webhook_remove") return Emptily(asked.webhooks.Remove(name, HookText(params, "by")));
  if (method == "webhook_replay") return ReplayWebhook(asked.webhooks, name, params);
  return Status(StatusCode::kInvalidArgument, "no such method: " + std::string(method));
}

}  // namespace sohoa
