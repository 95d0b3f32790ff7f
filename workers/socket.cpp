// SPDX-License-Identifier: Apache-2.0
#include "workers/socket.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>

#include <zmq.hpp>

#include "workers/protocol.h"

namespace sohoa {
namespace {

// One for the process, because inproc:// endpoints are found only within a context. Never
// destroyed: its end would wait for sockets that outlive main().
zmq::context_t& Context() {
  static auto* const context = new zmq::context_t(1);
  return *context;
}

void SetCommonOptions(zmq::socket_t& socket, int linger_ms) {
  socket.set(zmq::sockopt::linger, linger_ms);
  socket.set(zmq::sockopt::sndhwm, 64);
  socket.set(zmq::sockopt::rcvhwm, 64);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(kMaxFrameBytes));
  socket.set(zmq::sockopt::immediate, true);
  socket.set(zmq::sockopt::handshake_ivl, 5'000);
  // Of the transport only; the protocol has beats of its own.
  socket.set(zmq::sockopt::heartbeat_ivl, 2'000);
  socket.set(zmq::sockopt::heartbeat_timeout, 6'000);
  socket.set(zmq::sockopt::tcp_keepalive, 1);
}

// True when the socket has a message; false after the time or a wake.
bool Wait(zmq::socket_t& socket, std::int64_t timeout_ms, WakeSignal* wake) {
  zmq::pollitem_t items[] = {{socket.handle(), 0, ZMQ_POLLIN, 0},
                             {nullptr, wake == nullptr ? 0 : wake->descriptor(), ZMQ_POLLIN, 0}};
  zmq::poll(items, wake == nullptr ? 1 : 2, std::chrono::milliseconds(timeout_ms));
  if (wake != nullptr && (items[1].revents & ZMQ_POLLIN) != 0) wake->Clear();
  return (items[0].revents & ZMQ_POLLIN) != 0;
}

}  // namespace

WakeSignal::WakeSignal() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
WakeSignal::~WakeSignal() { close(fd_); }

void WakeSignal::Wake() {
  const std::uint64_t one = 1;
  // It can only fail when it is signalled 2^64 times already.
  [[maybe_unused]] const ssize_t written = write(fd_, &one, sizeof one);
}

void WakeSignal::Clear() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(fd_, &count, sizeof count);
}

struct ServerSocket::Impl {
  zmq::socket_t socket{Context(), zmq::socket_type::router};
};

ServerSocket::ServerSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ServerSocket::~ServerSocket() = default;

Result<std::unique_ptr<ServerSocket>> ServerSocket::Bind(const std::vector<std::string>& endpoints) {
  std::string binding;
  try {
    auto impl = std::make_unique<Impl>();
    SetCommonOptions(impl->socket, 1'000);
    // Without it, what cannot be delivered disappears without an error.
    impl->socket.set(zmq::sockopt::router_mandatory, true);
    impl->socket.set(zmq::sockopt::backlog, 1024);
    for (const std::string& endpoint : endpoints) {
      binding = endpoint;
      impl->socket.bind(endpoint);
    }
    return std::unique_ptr<ServerSocket>(new ServerSocket(std::move(impl)));
  } catch (const zmq::error_t& error) {
    return Status(StatusCode::kUnavailable,
                  "bind " + binding + ": " + error.what() +
                      "; choose another endpoint or stop the program that uses it");
  }
}

bool ServerSocket::Send(const std::string& peer, std::string_view bytes) {
  try {
    const auto flags = zmq::send_flags::dontwait;
    if (!impl_->socket.send(zmq::buffer(peer), flags | zmq::send_flags::sndmore)) return false;
    return impl_->socket.send(zmq::buffer(bytes), flags).has_value();
  } catch (const zmq::error_t&) {
    return false;  // EHOSTUNREACH: the peer has gone
  }
}

std::optional<PeerFrame> ServerSocket::Receive(std::int64_t timeout_ms, WakeSignal& wake) {
  try {
    if (!Wait(impl_->socket, timeout_ms, &wake)) return std::nullopt;
    zmq::message_t peer;
    zmq::message_t part;
    if (!impl_->socket.recv(peer, zmq::recv_flags::dontwait)) return std::nullopt;
    PeerFrame frame{peer.to_string(), {}};
    // A message of ours has one part; what else comes is joined and fails as a frame.
    bool more = peer.more();
    while (more && impl_->socket.recv(part, zmq::recv_flags::dontwait)) {
      if (frame.bytes.size() <= kMaxFrameBytes) frame.bytes += part.to_string_view();
      more = part.more();
    }
    return frame;
  } catch (const zmq::error_t&) {
    return std::nullopt;  // EINTR
  }
}

struct ClientSocket::Impl {
  zmq::socket_t socket{Context(), zmq::socket_type::dealer};
};

ClientSocket::ClientSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClientSocket::~ClientSocket() = default;

Result<std::unique_ptr<ClientSocket>> ClientSocket::Connect(const std::string& endpoint) {
  try {
    auto impl = std::make_unique<Impl>();
    // What was sent and not answered is sent again, so nothing needs to linger for long.
    SetCommonOptions(impl->socket, 200);
    impl->socket.connect(endpoint);
    return std::unique_ptr<ClientSocket>(new ClientSocket(std::move(impl)));
  } catch (const zmq::error_t& error) {
    return Status(StatusCode::kInvalidArgument, "connect to " + endpoint + ": " + error.what());
  }
}

bool ClientSocket::Send(std::string_view bytes) {
  try {
    return impl_->socket.send(zmq::buffer(bytes), zmq::send_flags::dontwait).has_value();
  } catch (const zmq::error_t&) {
    return false;
  }
}

std::optional<std::string> ClientSocket::Receive(std::int64_t timeout_ms, WakeSignal* wake) {
  try {
    if (!Wait(impl_->socket, timeout_ms, wake)) return std::nullopt;
    zmq::message_t part;
    std::string bytes;
    do {
      if (!impl_->socket.recv(part, zmq::recv_flags::dontwait)) return std::nullopt;
      if (bytes.size() <= kMaxFrameBytes) bytes += part.to_string_view();
    } while (part.more());
    return bytes;
  } catch (const zmq::error_t&) {
    return std::nullopt;
  }
}

std::int64_t MonotonicMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace sohoa
