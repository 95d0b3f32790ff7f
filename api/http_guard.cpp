// SPDX-License-Identifier: Apache-2.0
#include "api/http_guard.h"

#include <algorithm>
#include <string_view>

namespace sohoa {
namespace {

// Host name of "localhost:8080" or "[::1]:8080".
std::string_view NameOf(std::string_view host) {
  const std::size_t begin = host.starts_with('[') ? host.find(']') : 0;
  return begin == std::string_view::npos ? host : host.substr(0, host.find(':', begin));
}

bool IsLoopbackAddress(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

// "127.0.0.1.example" is anybody's, so nothing but digits may follow.
bool IsLoopbackName(std::string_view name) {
  const bool address = name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos;
  return name == "localhost" || name == "[::1]" || address;
}

bool HasHeader(const HttpResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& header) { return header.first == name; });
}

}  // namespace

HttpGuard::HttpGuard(const std::string& address) : loopback_(IsLoopbackAddress(address)) {}

void HttpGuard::AddHeaders(HttpResponse& response, bool is_secure) {
  if (!HasHeader(response, "Content-Security-Policy")) {
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
  }
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  // Answers hold personal data, which no cache on the way may keep.
  if (!HasHeader(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
  // For a year, browsers that were here over TLS come by nothing else.
  if (is_secure) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

std::optional<HttpResponse> HttpGuard::Refuse(const HttpRequest& request) const {
  // A site of another name that resolves to this machine (DNS rebinding) must not read it.
  if (loopback_ && !IsLoopbackName(NameOf(request.host))) {
    return ProblemResponse(421, "invalid_argument", "this server answers to localhost only");
  }
  // Nor may a page of another site change something here.
  if (request.method != "GET" && !request.origin.empty() && request.origin != "http://" + request.host &&
      request.origin != "https://" + request.host) {
    return ProblemResponse(403, "invalid_argument", "requests of other sites' pages change nothing here");
  }
  if (request.body_is_cut) {
    return ProblemResponse(413, "resource_limit", "this path takes no body of more than 1 MiB");
  }
  return std::nullopt;
}

}  // namespace sohoa
