// SPDX-License-Identifier: Apache-2.0
#include "api/registry_routes.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using RegistryParams = nlohmann::ordered_json;

HttpResponse AskAboutChecks(const RouteContext& context, const HttpRequest& request, const char* method) {
  const RegistryParams params = {{"dossier", request.parts.at("code")}, {"by", ActorOf(request.principal)}};
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, RegistryParams::error_handler_t::replace), {}, &request.principal);
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

HttpResponse OrderChecks(const RouteContext& context, const HttpRequest& request) {
  HttpResponse response = AskAboutChecks(context, request, "registry_check");
  if (response.status != 200) return response;
  response.status = 202;
  response.headers = {{"Location", "/v1/dossiers/" + request.parts.at("code") + "/registry-checks"}, {"Retry-After", "1"}};
  return response;
}

}  // namespace

void AddRegistryRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kRead, RouteObject::kWholeDossier, "code"),
             {"GET", "/v1/dossiers/{code}/registry-checks", "What registers of the State said to its people and enterprises; waiting: they are still to be asked", {},
              {"application/json"}, {404}, [context](const HttpRequest& r) { return AskAboutChecks(context, r, "registry_checks"); }, 200, {}, false, "RegistryChecks"});
  router.Add(Needs(Action::kVerifyIdentity, RouteObject::kWholeDossier, "code"),
             {"POST", "/v1/dossiers/{code}/registry-checks", "Asks the registers anew; 409 where none is configured, or nothing can be asked", {},
              {"application/json"}, {404, 409, 503}, [context](const HttpRequest& r) { return OrderChecks(context, r); }, 202, {}, false, "Decided"});
}

}  // namespace sohoa
