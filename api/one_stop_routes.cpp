// SPDX-License-Identifier: Apache-2.0
#include "api/one_stop_routes.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/entity_tag.h"
#include "api/one_stop_bundle.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using OneStopJson = nlohmann::ordered_json;

constexpr std::size_t kLongestReference = 100;

HttpResponse Bundle(const RouteContext& context, const HttpRequest& request) {
  const std::string format = request.Query("format");
  if (!format.empty() && format != "json" && format != "xml") return ProblemResponse(400, "invalid_argument", "format is json or xml");
  const Result<Dossier> dossier = context.archive.GetDossier(request.parts.at("code"));
  if (!dossier) return ProblemResponse(dossier.status());
  HttpResponse response;
  if (format == "xml") response.content_type = "application/xml; charset=utf-8";
  response.body = format == "xml" ? BundleXml(*dossier) : BundleJson(*dossier);
  return response;
}

// An event, so that who follows events learns of it, with its audit record. A reference names a file of the receiver's.
HttpResponse TakeStatus(const RouteContext& context, const HttpRequest& request) {
  const OneStopJson body = OneStopJson::parse(request.body, nullptr, false);
  const auto text = [&body](const char* name) { return body.is_object() && body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : std::string(); };
  const std::string status = text("status");
  if (status != "accepted" && status != "rejected") return ProblemResponse(400, "invalid_argument", "status is accepted or rejected");
  const std::string reference = text("reference");
  const bool is_name = std::all_of(reference.begin(), reference.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_' || c == '/';
  });
  if (!is_name || reference.size() > kLongestReference) return ProblemResponse(400, "invalid_argument", "reference is up to 100 letters, digits, '.', '-', '_' and '/'");
  const std::string& code = request.parts.at("code");
  const Result<Dossier> dossier = context.archive.GetDossier(code);
  if (!dossier) return ProblemResponse(dossier.status());
  const std::string bundle = text("bundle");
  const std::string version = bundle.starts_with(code + "/") ? bundle.substr(code.size() + 1) : std::string();
  const bool is_number = !version.empty() && version.size() < 10 && version[0] != '0' && version.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number || std::stoul(version) > dossier->version) return ProblemResponse(409, "conflict", "there is no such bundle of this dossier");
  ArchiveEvent event;
  event.at_unix_ms = NowUnixMs();
  event.kind = "bundle." + status;
  event.dossier = code;
  event.detail = "version " + version + (reference.empty() ? "" : ", reference " + reference);
  const Status told = context.queries.Carry([&](MetaBatch& batch) { return context.archive.StageEvent(event, batch); });
  if (!told.ok()) return ProblemResponse(told);
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

}  // namespace

void AddOneStopRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kRead, RouteObject::kWholeDossier, "code"),
             {"GET", "/v1/dossiers/{code}/bundle", "The newest version as a one-stop system imports it; bundle is its name, the same for the same contents",
              {{"format", "json (without it) or xml"}}, {"application/json", "application/xml"}, {400, 404},
              [context](const HttpRequest& r) { return Bundle(context, r); }, 200, {}, true, "Bundle"});
  router.Add(Needs(Action::kHandIn, RouteObject::kWholeDossier, "code"),
             {"POST", "/v1/dossiers/{code}/bundle/status", "What became of a bundle where it was imported; an event says so", {}, {}, {400, 404, 409, 503},
              [context](const HttpRequest& r) { return TakeStatus(context, r); }, 204,
              {{"bundle", "Its name, as the bundle says it", true}, {"status", "accepted or rejected", true}, {"reference", "Where the importing system has it"}}});
}

}  // namespace sohoa
