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
  DeskFace(DeskService& desk, const std::string& address) : guard_(address), router_(MakeDeskRouter(desk)) {}

  bool is_loopback() const { return guard_.is_loopback(); }

  Status Listen(const DeskServerOptions& options) {
    ListenerOptions listener;
    listener.address = options.address;
    listener.port = options.port;
    listener.body_limit = options.body_limit;
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
    std::optional<HttpResponse> refusal = guard_.Refuse(request);
    HttpResponse response = refusal ? std::move(*refusal) : router_.Answer(std::move(request), &route);
    HttpGuard::AddHeaders(response, is_secure);
    return response;
  }

  TakenBody TakeBody(HttpRequest& head) {
    TakenBody taken;
    taken.refusal = guard_.Refuse(head);
    if (!taken.refusal) taken = router_.TakeBody(head);
    if (taken.refusal) HttpGuard::AddHeaders(*taken.refusal, head.is_secure);
    return taken;
  }

  HttpGuard guard_;
  Router router_;
  std::unique_ptr<HttpListener> listener_;  // last
};

}  // namespace

Result<std::unique_ptr<DeskServer>> DeskServer::Start(DeskService& desk, const DeskServerOptions& options) {
  auto face = std::make_unique<DeskFace>(desk, options.address);
  if (!face->is_loopback()) {
    return Status(StatusCode::kInvalidArgument, "serve the desk on " + options.address + ": it is for browsers on this host; choose 127.0.0.1, and give other machines' browsers a way through it (docs/DESK.md)");
  }
  if (const Status listening = face->Listen(options); !listening.ok()) return listening;
  return std::unique_ptr<DeskServer>(std::move(face));
}

}  // namespace sohoa
