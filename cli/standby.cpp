// SPDX-License-Identifier: Apache-2.0
#include "cli/standby.h"

#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "api/http_guard.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/service_notice.h"
#include "cli/terminal.h"
#include "core/log.h"

namespace sohoa {
namespace {

// Together with what opening takes it is far below the ten seconds in which a standby has to serve.
constexpr auto kLook = std::chrono::milliseconds(300);

// What load balancers and people see of it.
class StandbyFace {
 public:
  Status Listen(const std::optional<ListenerOptions>& options) {
    if (!options) return {};
    Result<std::unique_ptr<HttpListener>> listener = HttpListener::Start(*options, [this](const HttpRequest& request) { return Answer(request); });
    if (!listener) return listener.status();
    listener_ = std::move(*listener);
    return {};
  }
  std::uint16_t port() const { return listener_ == nullptr ? 0 : listener_->port(); }

  // True where it is another one than before.
  bool SetReason(const std::string& reason) {
    const std::lock_guard lock(mutex_);
    return std::exchange(reason_, reason) != reason;
  }

 private:
  HttpResponse Answer(const HttpRequest& request) {
    HttpResponse response;
    if (request.path == "/healthz") {
      response.body = "{\"status\":\"standby\"}";
    } else {
      response = ProblemResponse(503, "unavailable", "this server is a standby: another one serves the archive");
      response.headers.emplace_back("Retry-After", "5");
    }
    HttpGuard::AddHeaders(response, request.is_secure);
    return response;
  }

  std::mutex mutex_;
  std::string reason_;
  std::unique_ptr<HttpListener> listener_;
};

void TellThatItWaits(const Status& why, const StandbyFace& face) {
  Log(LogLevel::kInfo, "standing by", {{"http_port", face.port()}, {"reason", why.message()}});
  NotifyServiceManager("READY=1\nSTATUS=standby");
}

}  // namespace

Result<std::unique_ptr<Archive>> AwaitArchive(const Config& config, const std::optional<ListenerOptions>& listen) {
  Result<std::unique_ptr<Archive>> archive = OpenArchive(config);
  if (archive || archive.status().code() != StatusCode::kUnavailable) return archive;
  StandbyFace face;
  if (const Status listening = face.Listen(listen); !listening.ok()) return listening;
  if (!config.quiet) PrintNote(std::string(Say("chờ thay máy chủ đang phục vụ, cổng ", "standing by, port ")) + std::to_string(face.port()), false);
  while (!archive && archive.status().code() == StatusCode::kUnavailable) {
    if (face.SetReason(archive.status().message())) TellThatItWaits(archive.status(), face);
    NotifyServiceManager("WATCHDOG=1");
    if (Interrupted()) return Status(StatusCode::kCancelled, "wait for archive " + config.location.Text() + ": ended");
    std::this_thread::sleep_for(kLook);
    archive = OpenArchive(config);
  }
  if (archive) Log(LogLevel::kInfo, "standby leads now", {{"archive", config.location.Text()}});
  return archive;
}

}  // namespace sohoa
