// SPDX-License-Identifier: Apache-2.0
#include "api/saved_search_routes.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "access/saved_searches.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using SavedJson = nlohmann::ordered_json;

constexpr std::array<std::string_view, 8> kKept = {"q", "type", "agency", "review", "completeness", "from", "to", "sort"};

SavedSearches SearchesOf(const RouteContext& context) {
  return SavedSearches(context.archive.meta(), [&queries = context.queries](const auto& stage) { return queries.Carry(stage); });
}

SavedJson Describe(const SavedSearch& search) {
  return {{"id", search.id}, {"name", search.name}, {"parameters", search.parameters}, {"saved", FormatVietnamTime(search.created_unix_ms)}};
}

HttpResponse List(const RouteContext& context, const HttpRequest& request) {
  const Result<std::vector<SavedSearch>> searches = SearchesOf(context).List(ActorOf(request.principal));
  if (!searches) return ProblemResponse(searches.status());
  SavedJson json = {{"searches", SavedJson::array()}};
  for (const SavedSearch& search : *searches) json["searches"].push_back(Describe(search));
  HttpResponse response;
  response.body = json.dump();
  return response;
}

// What narrows a search, and no place in its answer.
bool AreKept(const std::string& parameters) {
  const std::map<std::string, std::string> parsed = ParseQuery(parameters);
  return !parsed.empty() && std::all_of(parsed.begin(), parsed.end(), [](const auto& parameter) {
    return parameter.first.starts_with("field.") || std::find(kKept.begin(), kKept.end(), parameter.first) != kKept.end();
  });
}

HttpResponse Save(const RouteContext& context, const HttpRequest& request) {
  const SavedJson body = SavedJson::parse(request.body, nullptr, false);
  const auto text = [&](const char* name) {
    const auto found = body.is_object() ? body.find(name) : body.end();
    return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string parameters = text("parameters");
  if (text("name").empty() || !AreKept(parameters)) {
    return ProblemResponse(400, "invalid_argument",
                           "the body is {\"name\": \"...\", \"parameters\": \"q=...\"}: parameters of GET /v1/search but limit and cursor");
  }
  const Result<SavedSearch> saved = SearchesOf(context).Save(ActorOf(request.principal), text("name"), parameters);
  if (!saved) return ProblemResponse(saved.status());
  HttpResponse response;
  response.status = 201;
  response.body = Describe(*saved).dump();
  return response;
}

HttpResponse Remove(const RouteContext& context, const HttpRequest& request) {
  const auto id = request.parts.find("id");
  const Status removed = SearchesOf(context).Remove(ActorOf(request.principal), id == request.parts.end() ? std::string() : id->second);
  if (!removed.ok()) return ProblemResponse(removed);
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

}  // namespace

void AddSavedSearchRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kSearch), {"GET", "/v1/searches", "Searches that who asks keeps", {}, {"application/json"}, {},
                                      [context](const HttpRequest& r) { return List(context, r); }});
  router.Add(Needs(Action::kSearch),
             {"POST", "/v1/searches", "Keeps a search; one of the same name is changed", {}, {"application/json"}, {400, 503},
              [context](const HttpRequest& r) { return Save(context, r); }, 201,
              {{"name", "As it is called", true}, {"parameters", "Of GET /v1/search, as in an address: q=khen&type=QĐ, without limit and cursor", true}}});
  router.Add(Needs(Action::kSearch), {"DELETE", "/v1/searches/{id}", "Keeps it no longer", {}, {}, {404, 503},
                                      [context](const HttpRequest& r) { return Remove(context, r); }, 204});
}

}  // namespace sohoa
