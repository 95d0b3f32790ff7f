// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <nlohmann/json.hpp>

#include "api/answer_schemas.h"
#include "api/router.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

Json PathParameters(const std::string& pattern) {
  Json parameters = Json::array();
  for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const std::string name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

// "getV1PagesIdText" of GET /v1/pages/{id}/text.
std::string OperationId(const Route& route) {
  std::string id;
  for (char c : route.method) id += static_cast<char>(c - 'A' + 'a');
  bool upper = true;
  for (char c : route.pattern) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) id += upper && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !letter;
  }
  return id;
}

Json RequestBody(const std::vector<RouteParameter>& members) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const RouteParameter& member : members) {
    properties[member.name] = {{"type", "string"}, {"description", member.description}};
    if (member.required) required.push_back(member.name);
  }
  const Json schema = {{"type", "object"}, {"properties", properties}, {"required", required}};
  return {{"required", true}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json Operation(const Route& route) {
  Json parameters = PathParameters(route.pattern);
  for (const RouteParameter& parameter : route.query) {
    parameters.push_back({{"name", parameter.name},
                          {"in", "query"},
                          {"required", parameter.required},
                          {"description", parameter.description},
                          {"schema", {{"type", "string"}}}});
  }
  const auto add_header = [&](const char* name, const char* description) {
    parameters.push_back({{"name", name}, {"in", "header"}, {"required", false}, {"description", description}, {"schema", {{"type", "string"}}}});
  };
  std::set<unsigned> errors(route.errors.begin(), route.errors.end());
  if (route.tagged) add_header("If-None-Match", "The ETag of an answer that is there already");
  if (errors.contains(412)) add_header("If-Match", "The version that was seen");
  if (route.take) {
    add_header("Upload-Complete", "?0: more comes later; ?1: this is all of it or the last of it");
    add_header("Upload-Offset", "Where the body goes on");
    add_header("Upload-Length", "Bytes of all of it");
    add_header("Repr-Digest", "sha-256=:BASE64: of all of it");
  } else if (route.method != "GET") {
    add_header("Idempotency-Key", "Of one's own making: sent again with it, the request is answered as before and done once");
  }
  if (route.method != "GET") errors.insert({400, 409, 422});
  // Whoever asks too often.
  errors.insert(429);
  Json content = Json::object();
  for (const std::string& type : route.content_types) content[type] = Json::object();
  if (!route.schema.empty()) content["application/json"]["schema"] = {{"$ref", "#/components/schemas/" + route.schema}};
  Json success = {{"description", route.success == 200 ? "OK" : route.success == 204 ? "Done" : "See the address in Location"}};
  if (!content.empty()) success["content"] = content;
  Json responses = {{std::to_string(route.success), success}};
  for (const unsigned status : route.successes) responses[std::to_string(status)] = {{"description", "Done"}};
  if (route.tagged) responses["304"] = {{"description", "As it was: the answer with this ETag still holds"}};
  const bool is_public = route.rule.audience == Audience::kPublic;
  if (!is_public) errors.insert({401, 403});
  if (route.rule.object != RouteObject::kNothing) errors.insert(404);
  for (unsigned status : errors) {
    responses[std::to_string(status)] = {{"$ref", "#/components/responses/Problem"}};
  }
  Json operation = {{"operationId", OperationId(route)},
                    {"summary", route.summary},
                    {"parameters", parameters},
                    {"responses", responses},
                    {"security", is_public ? Json::array() : Json::array({Json{{"key", Json::array()}}, Json{{"session", Json::array()}}})}};
  if (!route.body.empty()) operation["requestBody"] = RequestBody(route.body);
  if (route.take) {
    const char* type = route.method == "PATCH" ? "application/partial-upload" : "application/octet-stream";
    operation["requestBody"] = {{"required", true}, {"content", {{type, Json::object()}}}};
    if (route.method == "POST") operation["requestBody"]["content"]["multipart/form-data"] = Json::object();
  }
  return operation;
}

Json Components() {
  const Json problem = {{"type", "object"},
                        {"properties",
                         {{"type", {{"type", "string"}}},
                          {"title", {{"type", "string"}}},
                          {"status", {{"type", "integer"}}},
                          {"detail", {{"type", "string"}}},
                          {"code", {{"type", "string"}}}}},
                        {"required", {"type", "title", "status", "detail", "code"}}};
  const Json schemes = {{"key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "Of a machine: sohoa key add"}}},
                        {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", kSessionCookie}, {"description", "Of a person; changes need X-CSRF-Token too"}}}};
  Json schemas = Json::parse(AnswerSchemas());
  schemas["Problem"] = problem;
  return {{"schemas", schemas},
          {"securitySchemes", schemes},
          {"responses",
           {{"Problem",
             {{"description", "What went wrong (RFC 9457)"},
              {"content",
               {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}}};
}

}  // namespace

std::string OpenApiJson(const std::vector<Route>& routes) {
  Json paths = Json::object();
  for (const Route& route : routes) {
    std::string method;
    for (char c : route.method) method += static_cast<char>(c - 'A' + 'a');
    paths[route.pattern][method] = Operation(route);
  }
  return Json{{"openapi", "3.1.0"},
              {"info", {{"title", "Sohoa"}, {"version", "1"}, {"description", "Electronic dossiers: search and read."}}},
              {"paths", paths},
              {"components", Components()}}
      .dump();
}

}  // namespace sohoa
