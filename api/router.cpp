// SPDX-License-Identifier: Apache-2.0
#include "api/router.h"

#include <optional>
#include <string_view>
#include <utility>

#include "api/entity_tag.h"

namespace sohoa {
namespace {

using Parts = std::map<std::string, std::string>;

std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
  return out;
}

// "{quality}.{format}" of "default.jpg"; plain text must be equal. Parts are not empty.
bool MatchSegment(std::string_view pattern, std::string_view text, Parts& parts) {
  while (true) {
    const std::size_t open = pattern.find('{');
    if (open == std::string_view::npos) return pattern == text;
    if (text.substr(0, open) != pattern.substr(0, open)) return false;
    const std::size_t close = pattern.find('}', open);
    const std::string name(pattern.substr(open + 1, close - open - 1));
    text.remove_prefix(open);
    pattern.remove_prefix(close + 1);
    // A part ends where the pattern's next plain character last stands.
    const std::size_t end = pattern.empty() ? text.size() : text.rfind(pattern[0]);
    if (end == std::string_view::npos || end == 0) return false;
    const std::optional<std::string> value = PercentDecoded(text.substr(0, end), false);
    if (!value) return false;
    parts[name] = *value;
    text.remove_prefix(end);
  }
}

bool Match(std::string_view pattern, std::string_view path, Parts& parts) {
  const std::vector<std::string_view> wanted = Segments(pattern);
  const std::vector<std::string_view> given = Segments(path);
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!MatchSegment(wanted[i], given[i], parts)) return false;
  }
  return true;
}

}  // namespace

void Router::Add(RouteRule rule, Route route) {
  route.rule = rule;
  routes_.push_back(std::move(route));
}

TakenBody Router::TakeBody(HttpRequest& request) {
  if (!request.path.starts_with('/')) return {};
  for (const Route& route : routes_) {
    Parts parts;
    if (!route.take || route.method != request.method || !Match(route.pattern, request.path, parts)) continue;
    request.parts = std::move(parts);
    if (gate_) {
      if (std::optional<HttpResponse> refusal = gate_(route, request)) return {nullptr, std::move(refusal)};
    }
    request.is_admitted = true;
    return route.take(request);
  }
  return {};
}

HttpResponse Router::Answer(HttpRequest request, std::string* matched) {
  std::string allowed;
  if (request.path.starts_with('/')) {
    for (const Route& route : routes_) {
      Parts parts;
      if (!Match(route.pattern, request.path, parts)) continue;
      if (matched != nullptr) *matched = route.pattern;
      if (route.method == request.method) {
        request.parts = std::move(parts);
        if (gate_ && !request.is_admitted) {
          if (std::optional<HttpResponse> refusal = gate_(route, request)) return std::move(*refusal);
        }
        // A body that is not at hand cannot be compared; such routes know by themselves what came before.
        HttpResponse response = route.take ? route.handle(request) : kept_->Answer(request, route.handle);
        if (route.tagged) AnswerByTag(request, response);
        return response;
      }
      allowed += (allowed.empty() ? "" : ", ") + (route.method == "GET" ? "GET, HEAD" : route.method);
    }
  }
  if (allowed.empty()) return ProblemResponse(404, "not_found", "there is nothing at this path; /openapi.json lists what there is");
  HttpResponse response = ProblemResponse(405, "invalid_argument", "this path does not take this method");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace sohoa
