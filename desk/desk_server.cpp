// SPDX-License-Identifier: Apache-2.0
#include "desk/desk_server.h"

#include <optional>
#include <utility>

#include "api/http_guard.h"
#include "api/http_listener.h"
#include "desk/desk_routes.h"

namespace sohoa {
namespace {

class DeskFace : public DeskServer {
 public:
  DeskFace(DeskService& desk, const std::string& address)
      : desk_(desk), guard_(address), router_(MakeDeskRouter(desk, guard_.is_loopback() ? DeskSide::kHere : DeskSide::kElsewhere)) {}

  bool is_loopback() const { return guard_.is_loopback(); }

  Status Listen(const DeskServerOptions& options) {
    ListenerOptions listener;
    listener.address = options.address;
    listener.port = options.port;
    listener.body_limit = options.body_limit;
    listener.certificate = options.certificate;
    listener.private_key = options.private_key;
    listener.max_connections = 64;
    listener.max_streams = 32;
    auto started = HttpListener::Start(
        listener, [this](HttpRequest request) { return Answer(std::move(request)); }, [this](HttpRequest& head) { return TakeBody(head); });
    if (!started) return started.status();
    listener_ = std::move(*started);
    return {};
  }

  std::uint16_t port() const override { return listener_->port(); }

 private:
  HttpResponse Answer(HttpRequest request) {
    std::string route;
    const bool is_secure = request.is_secure;
    std::optional<HttpResponse> refusal = Refuse(request);
    HttpResponse response = refusal ? std::move(*refusal) : router_.Answer(std::move(request), &route);
    HttpGuard::AddHeaders(response, is_secure);
    return response;
  }

  TakenBody TakeBody(HttpRequest& head) {
    TakenBody taken;
    taken.refusal = Refuse(head);
    if (!taken.refusal) taken = router_.TakeBody(head);
    if (taken.refusal) HttpGuard::AddHeaders(*taken.refusal, head.is_secure);
    return taken;
  }

  std::optional<HttpResponse> Refuse(const HttpRequest& request) const {
    if (std::optional<HttpResponse> refusal = guard_.Refuse(request)) return refusal;
    if (guard_.is_loopback() || desk_.pairing().IsPaired(request.Cookie(kPairedCookie)) || IsForUnpaired(request)) return std::nullopt;
    HttpResponse response = ProblemResponse(401, "denied", "this browser is not paired with the desk");
    if (request.method == "GET" && request.path == "/") {
      response = HttpResponse();
      response.status = 303;
      response.content_type.clear();
      response.headers.emplace_back("Location", "/desk_pair.html");
    }
    return response;
  }

  DeskService& desk_;
  HttpGuard guard_;
  Router router_;
  std::unique_ptr<HttpListener> listener_;  // last
};

}  // namespace

Result<std::unique_ptr<DeskServer>> DeskServer::Start(DeskService& desk, const DeskServerOptions& options) {
  auto face = std::make_unique<DeskFace>(desk, options.address);
  if (!face->is_loopback() && options.certificate.empty()) {
    return Status(StatusCode::kInvalidArgument, "serve the desk on " + options.address + ": browsers of other hosts come over TLS alone; set desk.lan, desk.certificate and desk.private_key (docs/DESK.md)");
  }
  if (const Status listening = face->Listen(options); !listening.ok()) return listening;
  return std::unique_ptr<DeskServer>(std::move(face));
}

}  // namespace sohoa
