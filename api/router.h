// SPDX-License-Identifier: Apache-2.0
//
// Router: the routes as a list, from which requests find their handler and from which
// /openapi.json is made, so that the description cannot differ from what is served.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/access_gate.h"
#include "api/http_message.h"
#include "api/kept_responses.h"

namespace sohoa {

struct RouteParameter {
  std::string name;
  std::string description;
  bool required = false;
};

struct Route {
  std::string method;   // "GET"
  std::string pattern;  // "/v1/pages/{id}/text"; a part may be "{quality}.{format}"
  std::string summary;
  std::vector<RouteParameter> query;
  std::vector<std::string> content_types;  // of the answer when all is well
  std::vector<unsigned> errors;            // statuses it may give besides, as problem+json
  std::function<HttpResponse(const HttpRequest&)> handle;
  unsigned success = 200;
  std::vector<RouteParameter> body = {};  // members of the JSON object it takes, all text
  bool tagged = false;  // its answers have entity tags, and are not sent to who has them
  std::string schema = {};  // of a JSON answer when all is well (api/answer_schemas.h); empty = not described
  // Where the body goes while it comes: for bodies that are no JSON. Asked once the gate let the request through.
  std::function<TakenBody(const HttpRequest&)> take = {};
  std::vector<unsigned> successes = {};  // statuses besides `success` where all is well, without a body
  RouteRule rule = {};  // set by Add()
};

class Router {
 public:
  // Asked before a handler; none: go on.
  using Gate = std::function<std::optional<HttpResponse>(const Route& route, HttpRequest& request)>;

  // Nothing is served without a rule that says to whom.
  void Add(RouteRule rule, Route route);
  void SetGate(Gate gate) { gate_ = std::move(gate); }
  const std::vector<Route>& routes() const { return routes_; }

  // The route's answer; 404 where no route has the path, 405 with Allow where none has the
  // method. `matched`, where not null, gets the pattern (empty: none), which is what metrics
  // count by.
  // A change is answered once, however often it is sent with one Idempotency-Key (api/kept_responses.h).
  HttpResponse Answer(HttpRequest request, std::string* matched);
  // Before the body of a request comes: the gate's word and the route's, where the route takes bodies itself.
  TakenBody TakeBody(HttpRequest& request);

 private:
  std::vector<Route> routes_;
  Gate gate_;
  std::unique_ptr<KeptResponses> kept_ = std::make_unique<KeptResponses>();
};

// OpenAPI 3.1 of the routes (https://spec.openapis.org/oas/v3.1.0).
std::string OpenApiJson(const std::vector<Route>& routes);

}  // namespace sohoa
