// SPDX-License-Identifier: Apache-2.0
#include "api/worker_routes.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

HttpResponse OrderOneWorker(const RouteContext& context, const HttpRequest& request) {
  const nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
  const auto found = body.is_object() ? body.find("order") : body.end();
  const std::string name = body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  if (name != "work" && name != "pause" && name != "end") {
    return ProblemResponse(400, "invalid_argument", "the body is {\"order\": \"pause\"}: pause takes nothing new, work goes on, end leaves once it holds nothing");
  }
  const WorkerOrder order = name == "work" ? WorkerOrder::kWork : name == "pause" ? WorkerOrder::kPause : WorkerOrder::kEnd;
  const Result<std::unique_ptr<DeskClient>> desk = context.queries.OpenDesk();
  if (!desk) return ProblemResponse(desk.status());
  const Status ordered = (*desk)->OrderWorker(request.parts.at("worker"), order);
  if (!ordered.ok()) return ProblemResponse(ordered);
  HttpResponse response;
  response.status = 202;
  response.body = nlohmann::json{{"worker", request.parts.at("worker")}, {"order", name}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

}  // namespace

void AddWorkerRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kOrderWorkers),
             {"POST", "/v1/workers/{worker}/orders", "Lets a worker rest, work again, or end once it holds nothing; GET /v1/status shows what became of it", {},
              {"application/json"}, {400, 404, 503}, [context](const HttpRequest& r) { return OrderOneWorker(context, r); }, 202,
              {{"order", "pause, work or end", true}}, false, "WorkerOrdered"});
}

}  // namespace sohoa
