// SPDX-License-Identifier: Apache-2.0
#include "api/http_server.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "api/http_listener.h"
#include "api/http_metrics.h"
#include "api/oidc_routes.h"
#include "api/page_pictures.h"
#include "api/routes.h"
#include "api/upload_store.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kReaders = 2;  // processes for pictures

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

void AddSecurityHeaders(HttpResponse& response) {
  if (!HasHeader(response, "Content-Security-Policy")) {
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
  }
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  // Answers hold personal data, which no cache on the way may keep.
  if (!HasHeader(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
}

std::string MethodLabel(const std::string& method) {
  for (const char* known : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    if (method == known) return method;
  }
  return "other";
}

class HttpFace : public HttpServer {
 public:
  HttpFace(Archive& archive, QueryService& queries, const HttpOptions& options)
      : pictures_(options.reader, kReaders),
        loopback_(IsLoopbackAddress(options.address)),
        people_(queries.accounts()),
        gate_(archive, queries, people_),
        changes_(archive),
        oidc_(options.oidc.issuer.empty() ? nullptr : std::make_unique<OidcLogin>(options.oidc)),
        uploads_(options.upload_folder, {options.body_limit}, [&archive](std::uint64_t bytes) { return archive.CheckRoom(bytes); }),
        router_(MakeRouter({archive, queries, pictures_, metrics_, people_, changes_, oidc_.get(), &uploads_})) {
    router_.SetGate([this](const Route& route, HttpRequest& request) { return gate_.Check(route.rule, route.pattern, request); });
  }

  Status Listen(const HttpOptions& options) {
    ListenerOptions listener;
    listener.address = options.address;
    listener.port = options.port;
    listener.body_limit = options.body_limit;
    listener.header_timeout_ms = options.header_timeout_ms;
    listener.idle_timeout_ms = options.idle_timeout_ms;
    listener.max_connections = options.max_connections;
    listener.max_streams = options.max_streams;
    listener.threads = options.threads;
    listener.certificate = options.certificate;
    listener.private_key = options.private_key;
    auto started = HttpListener::Start(listener, [this](HttpRequest request) { return Answer(std::move(request)); },
                                       [this](HttpRequest& head) { return TakeBody(head); });
    if (!started) return started.status();
    listener_ = std::move(*started);
    return {};
  }

  std::uint16_t port() const override { return listener_->port(); }

 private:
  HttpResponse Answer(HttpRequest request) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string method = MethodLabel(request.method);
    const bool is_secure = request.is_secure;
    std::string route;
    HttpResponse response = Refusal(request);
    if (response.status == 200) response = router_.Answer(std::move(request), &route);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    metrics_.Count(route.empty() ? "none" : route, method, response.status, took.count());
    AddSecurityHeaders(response);
    // For a year, browsers that were here over TLS come by nothing else.
    if (is_secure) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    return response;
  }

  TakenBody TakeBody(HttpRequest& head) {
    TakenBody taken;
    if (HttpResponse refusal = Refusal(head); refusal.status != 200) {
      taken.refusal = std::move(refusal);
    } else {
      taken = router_.TakeBody(head);
    }
    if (taken.refusal) {
      metrics_.Count("body", MethodLabel(head.method), taken.refusal->status, 0);
      AddSecurityHeaders(*taken.refusal);
    }
    return taken;
  }

  // 200 where nothing speaks against the request.
  HttpResponse Refusal(const HttpRequest& request) const {
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
    return {};
  }

  HttpMetrics metrics_;
  PagePictures pictures_;
  bool loopback_;
  Authenticator people_;
  AccessGate gate_;
  ChangeWatch changes_;
  std::unique_ptr<OidcLogin> oidc_;
  UploadStore uploads_;
  Router router_;
  std::unique_ptr<HttpListener> listener_;  // last: handlers use the others until it is gone
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Start(Archive& archive, QueryService& queries, HttpOptions options) {
  if (!options.oidc.issuer.empty()) {
    if (const Status oidc = CheckOidcOptions(options.oidc); !oidc.ok()) return oidc;
  }
  auto face = std::make_unique<HttpFace>(archive, queries, options);
  if (Status status = face->Listen(options); !status.ok()) return status;
  return std::unique_ptr<HttpServer>(std::move(face));
}

}  // namespace sohoa
