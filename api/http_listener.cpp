// SPDX-License-Identifier: Apache-2.0
#include "api/http_listener.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "api/http_connection.h"
#include "core/log.h"

namespace sohoa {
namespace {

using namespace http_connection;

constexpr Milliseconds kStopTime{5'000};
constexpr Milliseconds kTick{200};

class BeastListener : public HttpListener {
 public:
  BeastListener(ListenerOptions options, Handler handler, BodyTaker taker) : acceptor_(shared_.network) {
    shared_.options = std::move(options);
    shared_.handler = std::move(handler);
    shared_.taker = std::move(taker);
  }

  ~BeastListener() override {
    shared_.stopping = true;
    asio::post(shared_.network, [this] { acceptor_.close(); });
    const Clock::time_point deadline = Clock::now() + kStopTime;
    while (shared_.in_hand > 0 && Clock::now() < deadline) std::this_thread::sleep_for(Milliseconds(5));
    shared_.network.stop();
    if (thread_.joinable()) thread_.join();
    // Handlers that are still at work post their answers to a network that no longer runs.
    if (shared_.handlers) shared_.handlers->join();
  }

  Status Open() {
    const std::string what = "listen on " + shared_.options.address + ":" + std::to_string(shared_.options.port);
    Error error;
    const asio::ip::address address = asio::ip::make_address(shared_.options.address, error);
    if (error) return {StatusCode::kInvalidArgument, what + ": not an IP address"};
    if (const Status tls = TakeCertificate(what); !tls.ok()) return tls;
    const tcp::endpoint endpoint(address, shared_.options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return {StatusCode::kUnavailable, what + ": " + error.message() + "; stop what uses the port, or take another"};
    }
    port_ = acceptor_.local_endpoint().port();
    shared_.handlers.emplace(std::max(1u, shared_.options.threads));
    Accept();
    Tick();
    // It goes on while handlers alone have something to do, whose answers it sends.
    thread_ = std::thread([this, working = asio::make_work_guard(shared_.network)] { Run(); });
    return {};
  }

  std::uint16_t port() const override { return port_; }

 private:
  Status TakeCertificate(const std::string& what) {
    const ListenerOptions& options = shared_.options;
    if (options.certificate.empty() && options.private_key.empty()) return {};
    Error error;
    shared_.tls.emplace(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(shared_.tls->native_handle(), TLS1_3_VERSION);
    // Thousands of connections that have nothing to say keep no buffers.
    SSL_CTX_set_mode(shared_.tls->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(shared_.tls->native_handle(), SSL_OP_NO_RENEGOTIATION);
    shared_.tls->use_certificate_chain_file(options.certificate, error);
    if (error) return {StatusCode::kInvalidArgument, what + ": no certificate can be read from " + options.certificate + ": " + error.message()};
    shared_.tls->use_private_key_file(options.private_key, asio::ssl::context::pem, error);
    if (!error && SSL_CTX_check_private_key(shared_.tls->native_handle()) != 1) error = asio::error::invalid_argument;
    if (error) return {StatusCode::kInvalidArgument, what + ": " + options.private_key + " has no private key that belongs to the certificate"};
    return {};
  }

  // A fault in the handling of one connection ends that one.
  void Run() {
    while (true) {
      try {
        shared_.network.run();
        return;
      } catch (const std::exception&) {
        // What it says may be of the request's content.
        Log(LogLevel::kError, "connection broken off, a fault of this server");
      }
    }
  }

  // Those that are told things as they come, whether there is something.
  void Tick() {
    ticks_.expires_after(kTick);
    ticks_.async_wait([this](Error stopped) {
      if (stopped) return;
      const Clock::time_point now = Clock::now();
      std::erase_if(shared_.pushed, [now](const std::weak_ptr<Pushed>& each) {
        const std::shared_ptr<Pushed> there = each.lock();
        if (there) there->OnTick(now);
        return !there;
      });
      Tick();
    });
  }

  void Accept() {
    acceptor_.async_accept([this](Error error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || shared_.stopping) return;
      if (!error) {
        Error ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        if (shared_.tls) {
          std::make_shared<Connection<TlsStream>>(shared_, std::move(socket), *shared_.tls)->Begin();
        } else {
          std::make_shared<Connection<PlainStream>>(shared_, std::move(socket))->Begin();
        }
        return Accept();
      }
      // Out of descriptors, most likely: a moment later there may be some.
      pause_.expires_after(Milliseconds(100));
      pause_.async_wait([this](Error stopped) {
        if (!stopped) Accept();
      });
    });
  }

  Shared shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_{shared_.network};
  asio::steady_timer ticks_{shared_.network};
  std::thread thread_;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<HttpListener>> HttpListener::Start(ListenerOptions options, Handler handler, BodyTaker taker) {
  auto listener = std::make_unique<BeastListener>(std::move(options), std::move(handler), std::move(taker));
  if (Status status = listener->Open(); !status.ok()) return status;
  return std::unique_ptr<HttpListener>(std::move(listener));
}

}  // namespace sohoa
