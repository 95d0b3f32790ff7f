// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include "api/admin_routes.h"
#include "api/archive_routes.h"
#include "api/edit_routes.h"
#include "api/intake_routes.h"
#include "api/oidc_routes.h"
#include "api/one_stop_routes.h"
#include "api/picture_routes.h"
#include "api/procedure_routes.h"
#include "api/registry_routes.h"
#include "api/report_routes.h"
#include "api/retention_routes.h"
#include "api/review_routes.h"
#include "api/saved_search_routes.h"
#include "api/session_routes.h"
#include "api/stream_routes.h"
#include "api/web_assets.h"
#include "api/webhook_routes.h"
#include "api/worker_routes.h"

namespace sohoa {
namespace {

HttpResponse Ready(const RouteContext& context) {
  const auto dossiers = context.archive.ListDossiers("", 1);
  if (!dossiers) return ProblemResponse(503, "unavailable", "the archive cannot be read");
  const bool coordinator = context.queries.Answer("status", "{}").ok();
  HttpResponse response;
  response.body = std::string("{\"status\":\"ready\",\"archive\":true,\"coordinator\":") +
                  (coordinator ? "true}" : "false}");
  return response;
}

HttpResponse Metrics(const RouteContext& context) {
  const Result<std::string> status = context.queries.Answer("status", "{}");
  HttpResponse response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = context.metrics.Text(status ? *status : std::string());
  return response;
}

void AddOperation(Router& router, const RouteContext& context) {
  router.Add(ForEverybody(), {"GET", "/healthz", "Whether the process answers", {}, {"application/json"}, {}, [](const HttpRequest&) {
                HttpResponse response;
                response.body = "{\"status\":\"ok\"}";
                return response;
              }, 200, {}, false, "State"});
  router.Add(ForEverybody(), {"GET", "/readyz", "Whether the archive can be read", {}, {"application/json"}, {503},
              [context](const HttpRequest&) { return Ready(context); }, 200, {}, false, "State"});
  router.Add(ForThisHost(Action::kSeeStatus), {"GET", "/metrics", "Prometheus metrics", {}, {"text/plain"}, {},
              [context](const HttpRequest&) { return Metrics(context); }});
}

void AddWebPages(Router& router) {
  for (const WebAsset& asset : WebAssets()) {
    if (asset.path.starts_with("/desk")) continue;  // of the desk's own server
    router.Add(ForEverybody(), {"GET", std::string(asset.path), "A file of the pages", {},
                {std::string(asset.content_type.substr(0, asset.content_type.find(';')))}, {},
                [&asset](const HttpRequest&) {
                  HttpResponse response;
                  response.content_type = std::string(asset.content_type);
                  response.headers.emplace_back("Cache-Control", "no-cache");
                  response.body = std::string(asset.bytes);
                  return response;
                }});
  }
}

}  // namespace

Router MakeRouter(RouteContext context) {
  Router router;
  AddWebPages(router);
  AddOperation(router, context);
  AddSessionRoutes(router, context);
  AddOidcRoutes(router, context);
  AddArchiveRoutes(router, context);
  AddIntakeRoutes(router, context);
  AddOneStopRoutes(router, context);
  AddRegistryRoutes(router, context);
  AddSavedSearchRoutes(router, context);
  AddPictureRoutes(router, context);
  AddEditRoutes(router, context);
  AddRetentionRoutes(router, context);
  AddWebhookRoutes(router, context);
  AddStreamRoutes(router, context);
  AddReportRoutes(router, context);
  AddReviewRoutes(router, context);
  AddWorkerRoutes(router, context);
  AddAdminRoutes(router, context);
  AddProcedureRoutes(router, context);
  // Last, and with itself in it.
  std::vector<Route> described = router.routes();
  Route self{"GET", "/openapi.json", "This description", {}, {"application/json"}, {}, nullptr};
  described.push_back(self);
  self.handle = [text = OpenApiJson(described)](const HttpRequest&) {
    HttpResponse response;
    response.body = text;
    return response;
  };
  router.Add(ForEverybody(), std::move(self));
  return router;
}

}  // namespace sohoa
