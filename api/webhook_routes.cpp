// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_routes.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using HookParams = nlohmann::ordered_json;

HttpResponse AskHooks(const RouteContext& context, const HttpRequest& request, const char* method, const HookParams& params) {
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, HookParams::error_handler_t::replace), {}, &request.principal);
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

}  // namespace

void AddWebhookRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kManageWebhooks),
             {"GET", "/v1/webhooks", "Who is told of events, and how far they have come", {}, {"application/json"}, {},
              [context](const HttpRequest& r) { return AskHooks(context, r, "webhook_list", HookParams::object()); }});
  router.Add(Needs(Action::kManageWebhooks),
             {"GET", "/v1/webhooks/{name}/dead-letters", "What could not be delivered", {}, {"application/json"}, {404},
              [context](const HttpRequest& r) { return AskHooks(context, r, "webhook_dead", {{"name", r.parts.at("name")}}); }});
  router.Add(Needs(Action::kManageWebhooks),
             {"POST", "/v1/webhooks/{name}/replay", "Sends its dead letters again, or everything from an event on",
              {{"from", "Sequence number of an event; without it, the dead letters"}}, {"application/json"}, {400, 404, 503},
              [context](const HttpRequest& r) {
                return AskHooks(context, r, "webhook_replay", {{"name", r.parts.at("name")}, {"from", r.Query("from")}, {"by", ActorOf(r.principal)}});
              }});
}

}  // namespace sohoa
