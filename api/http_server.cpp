// SPDX-License-Identifier: Apache-2.0
#include "api/http_server.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "api/http_guard.h"
#include "api/http_listener.h"
#include "api/http_metrics.h"
#include "api/oidc_routes.h"
#include "api/page_pictures.h"
#include "api/review/second_look.h"
#include "api/routes.h"
#include "api/upload_store.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kReaders = 2;  // processes for pictures

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
        guard_(options.address),
        people_(queries.accounts()),
        gate_(archive, queries, people_),
        changes_(archive),
        oidc_(options.oidc.issuer.empty() ? nullptr : std::make_unique<OidcLogin>(options.oidc)),
        uploads_(options.upload_folder, {options.body_limit}, [&archive](std::uint64_t bytes) { return archive.CheckRoom(bytes); }),
        router_(MakeRouter({archive, queries, pictures_, metrics_, people_, changes_, oidc_.get(), &uploads_, options.second_look, options.catalogue})) {
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
    std::optional<HttpResponse> refusal = guard_.Refuse(request);
    HttpResponse response = refusal ? std::move(*refusal) : router_.Answer(std::move(request), &route);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    metrics_.Count(route.empty() ? "none" : route, method, response.status, took.count());
    HttpGuard::AddHeaders(response, is_secure);
    return response;
  }

  TakenBody TakeBody(HttpRequest& head) {
    TakenBody taken;
    taken.refusal = guard_.Refuse(head);
    if (!taken.refusal) taken = router_.TakeBody(head);
    if (taken.refusal) {
      metrics_.Count("body", MethodLabel(head.method), taken.refusal->status, 0);
      HttpGuard::AddHeaders(*taken.refusal, head.is_secure);
    }
    return taken;
  }

  HttpMetrics metrics_;
  PagePictures pictures_;
  HttpGuard guard_;
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
  if (const Status rules = CheckSecondLookRules(options.second_look); !rules.ok()) return rules;
  auto face = std::make_unique<HttpFace>(archive, queries, options);
  if (Status status = face->Listen(options); !status.ok()) return status;
  return std::unique_ptr<HttpServer>(std::move(face));
}

}  // namespace sohoa
