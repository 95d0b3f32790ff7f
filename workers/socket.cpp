// SPDX-License-Identifier: Apache-2.0
#include "workers/socket.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <initializer_list>
#include <utility>

#include <zmq.hpp>

#include "workers/curve_authority.h"
#include "workers/endpoint.h"
#include "workers/protocol.h"

namespace sohoa {
namespace {

// One for the process, because inproc:// endpoints are found only within a context. Never
// destroyed: its end would wait for sockets that outlive main().
zmq::context_t& Context() {
  static auto* const context = [] {
    auto* const made = new zmq::context_t(1);
    // A client's socket is three with those that watch its handshakes, and closes at leisure.
    made->set(zmq::ctxopt::max_sockets, 8'192);
    return made;
  }();
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
  // Who is refused, or finds nobody, asks more seldom.
  socket.set(zmq::sockopt::reconnect_ivl, 100);
  socket.set(zmq::sockopt::reconnect_ivl_max, 1'000);
}

void SetServerOptions(zmq::socket_t& socket) {
  SetCommonOptions(socket, 1'000);
  // Without it, what cannot be delivered disappears without an error.
  socket.set(zmq::sockopt::router_mandatory, true);
  socket.set(zmq::sockopt::backlog, 1024);
}

Status NeedsKeys(const std::string& what, const std::string& settings) {
  return Status(StatusCode::kInvalidArgument, what + ": tcp:// without keys is for the loopback interface only; make a key pair with sohoa peer make and set " +
                                                  settings + " (docs/DEPLOYMENT.md)");
}

// What PeerFrame::peer begins with.
constexpr char kOpenPeer = 'o';
constexpr char kKeyedPeer = 'k';
constexpr std::size_t kKeyDigits = 64;

// Small ones are copied into the message; of larger ones it takes over the bytes.
zmq::message_t MessageOf(std::string bytes) {
  constexpr std::size_t kCopied = 4096;
  if (bytes.size() <= kCopied) return zmq::message_t(bytes.data(), bytes.size());
  auto* const kept = new std::string(std::move(bytes));
  return zmq::message_t(kept->data(), kept->size(), [](void*, void* string) { delete static_cast<std::string*>(string); }, kept);
}

// Until one of the sockets may have a message, the time is over or somebody wakes. Each was found
// empty just before: only then its descriptor tells of the next message. zmq::poll would ask
// several times.
enum class Waited : std::uint8_t { kForNothing, kForSockets, kForWake };
Waited WaitForAny(std::initializer_list<zmq::socket_t*> sockets, std::int64_t timeout_ms, WakeSignal* wake) {
  std::array<pollfd, 3> waited{};
  nfds_t count = 0;
  if (wake != nullptr) waited[count++] = {wake->descriptor(), POLLIN, 0};
  for (zmq::socket_t* socket : sockets) {
    if (socket != nullptr) waited[count++] = {socket->get(zmq::sockopt::fd), POLLIN, 0};
  }
  const int ready = poll(waited.data(), count, static_cast<int>(std::min<std::int64_t>(timeout_ms, 1'000'000'000)));
  if (ready <= 0) return ready < 0 && errno == EINTR ? Waited::kForSockets : Waited::kForNothing;
  if (wake == nullptr || (waited[0].revents & POLLIN) == 0) return Waited::kForSockets;
  wake->Clear();
  return Waited::kForWake;
}

// What `next` finds until the time is over or somebody wakes.
template <typename Next>
auto ReceiveWith(const Next& next, std::initializer_list<zmq::socket_t*> sockets, std::int64_t timeout_ms, WakeSignal* wake) {
  auto frame = next();
  if (frame || timeout_ms <= 0) return frame;
  const std::int64_t end = MonotonicMs() + timeout_ms;
  // A descriptor tells of other things than messages too.
  for (std::int64_t left = timeout_ms; !frame && left > 0; left = end - MonotonicMs()) {
    const Waited waited = WaitForAny(sockets, left, wake);
    frame = next();
    if (waited != Waited::kForSockets) break;
  }
  return frame;
}

}  // namespace

WakeSignal::WakeSignal() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
WakeSignal::~WakeSignal() { close(fd_); }

void WakeSignal::Wake() {
  if (woken_.exchange(true)) return;
  const std::uint64_t one = 1;
  // It can only fail when it is signalled 2^64 times already.
  [[maybe_unused]] const ssize_t written = write(fd_, &one, sizeof one);
}

void WakeSignal::Clear() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(fd_, &count, sizeof count);
  // Last: else this read could take the signal of somebody who believes that it is still there.
  // Who came meanwhile and wrote nothing did before this what he woke for.
  woken_.exchange(false);
}

// Two sockets, because what keys are asked for is a matter of the socket, and so that nobody
// who came in without a key is ever taken for one of this host or the other way round.
struct ServerSocket::Impl {
  zmq::socket_t open{Context(), zmq::socket_type::router};
  std::optional<zmq::socket_t> keyed;
  std::shared_ptr<AllowList> allowed;
  std::unique_ptr<CurveDomain> domain;
  std::vector<std::string> endpoints;
  std::atomic<std::uint64_t> dropped{0};
  bool keyed_first = false;

  void Bind(const std::string& endpoint, bool with_keys) {
    zmq::socket_t& socket = with_keys ? *keyed : open;
    socket.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
    socket.bind(endpoint);
    endpoints.push_back(socket.get(zmq::sockopt::last_endpoint));
  }
  Status OpenKeyed(const ServerKeys& keys);
  std::optional<PeerFrame> Read(zmq::socket_t& socket);
  std::optional<PeerFrame> Next();
};

ServerSocket::ServerSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ServerSocket::~ServerSocket() = default;

Status ServerSocket::Impl::OpenKeyed(const ServerKeys& keys) {
  Result<std::unique_ptr<CurveDomain>> opened = CurveDomain::Open(Context(), keys.allowed);
  if (!opened) return opened.status();
  domain = std::move(*opened);
  allowed = keys.allowed;
  keyed.emplace(Context(), zmq::socket_type::router);
  SetServerOptions(*keyed);
  keyed->set(zmq::sockopt::zap_domain, domain->name());
  keyed->set(zmq::sockopt::curve_server, true);
  keyed->set(zmq::sockopt::curve_secretkey, KeyBytes(keys.own.secret_key));
  return Status();
}

Result<std::unique_ptr<ServerSocket>> ServerSocket::Bind(const std::vector<std::string>& endpoints, const ServerKeys& keys) {
  std::string binding;
  try {
    auto impl = std::make_unique<Impl>();
    SetServerOptions(impl->open);
    if (!keys.empty()) {
      const Status opened = impl->OpenKeyed(keys);
      if (!opened.ok()) return opened;
    }
    for (const std::string& endpoint : endpoints) {
      binding = endpoint;
      const Result<EndpointReach> reach = ReachOf(endpoint);
      if (!reach) return reach.status();
      const bool tcp = *reach == EndpointReach::kLoopback || *reach == EndpointReach::kNetwork;
      if (*reach == EndpointReach::kNetwork && keys.empty()) return NeedsKeys("bind " + endpoint, "transport.key and transport.allow");
      impl->Bind(endpoint, tcp && !keys.empty());
    }
    return std::unique_ptr<ServerSocket>(new ServerSocket(std::move(impl)));
  } catch (const zmq::error_t& error) {
    return Status(StatusCode::kUnavailable,
                  "bind " + binding + ": " + error.what() +
                      "; choose another endpoint or stop the program that uses it");
  }
}

const std::vector<std::string>& ServerSocket::endpoints() const { return impl_->endpoints; }

std::uint64_t ServerSocket::refused() const {
  return impl_->dropped + (impl_->domain == nullptr ? 0 : impl_->domain->refused());
}

// A peer's name begins with the kind of its socket, and with its key where it has one: what
// is sent to it is checked as well as what comes.
bool ServerSocket::Send(const std::string& peer, std::string bytes) {
  try {
    const bool keyed = peer.front() == kKeyedPeer;
    if (keyed && !impl_->allowed->Find(peer.substr(1, kKeyDigits))) return false;
    zmq::socket_t& socket = keyed ? *impl_->keyed : impl_->open;
    const std::string_view id = std::string_view(peer).substr(keyed ? 1 + kKeyDigits : 1);
    const auto flags = zmq::send_flags::dontwait;
    if (!socket.send(zmq::buffer(id), flags | zmq::send_flags::sndmore)) return false;
    return socket.send(MessageOf(std::move(bytes)), flags).has_value();
  } catch (const zmq::error_t&) {
    return false;  // EHOSTUNREACH: the peer has gone
  }
}

std::optional<PeerFrame> ServerSocket::Impl::Read(zmq::socket_t& socket) {
  zmq::message_t id;
  zmq::message_t part;
  if (!socket.recv(id, zmq::recv_flags::dontwait)) return std::nullopt;
  PeerFrame frame;
  std::string key;
  // A message of ours has one part; what else comes is joined and fails as a frame.
  bool more = id.more();
  while (more && socket.recv(part, zmq::recv_flags::dontwait)) {
    if (frame.bytes.size() <= kMaxFrameBytes) frame.bytes += part.to_string_view();
    more = part.more();
    const char* user = zmq_msg_gets(part.handle(), "User-Id");
    if (user != nullptr) key = user;
  }
  if (&socket == &open) {
    frame.peer = kOpenPeer + id.to_string();
    return frame;
  }
  // The handshake let it in; whether it is still allowed is asked for each frame.
  const std::optional<PeerIdentity> who = allowed->Find(key);
  if (!who) {
    ++dropped;
    return std::nullopt;
  }
  frame.who = *who;
  frame.peer = kKeyedPeer + key + id.to_string();
  return frame;
}

// In turns, so that neither side can keep the other waiting.
std::optional<PeerFrame> ServerSocket::Impl::Next() {
  if (!keyed) return Read(open);
  keyed_first = !keyed_first;
  std::optional<PeerFrame> frame = Read(keyed_first ? *keyed : open);
  return frame ? std::move(frame) : Read(keyed_first ? open : *keyed);
}

std::optional<PeerFrame> ServerSocket::Receive(std::int64_t timeout_ms, WakeSignal& wake) {
  try {
    return ReceiveWith([this] { return impl_->Next(); }, {&impl_->open, impl_->keyed ? &*impl_->keyed : nullptr}, timeout_ms, &wake);
  } catch (const zmq::error_t&) {
    return std::nullopt;  // EINTR
  }
}

struct ClientSocket::Impl {
  zmq::socket_t socket{Context(), zmq::socket_type::dealer};
  // Events of handshakes, which a DEALER tells nobody otherwise.
  std::optional<zmq::socket_t> events;

  // Events nobody takes any more would hold up the thread of all connections: they end before
  // the socket that they go to.
  ~Impl() {
    if (events) zmq_socket_monitor(socket.handle(), nullptr, 0);
  }

  std::optional<std::string> Next() {
    zmq::message_t part;
    std::string bytes;
    do {
      if (!socket.recv(part, zmq::recv_flags::dontwait)) return std::nullopt;
      if (bytes.size() <= kMaxFrameBytes) bytes += part.to_string_view();
    } while (part.more());
    return bytes;
  }

  void WatchHandshakes() {
    static std::atomic<std::uint64_t> number{0};
    const std::string endpoint = "inproc://sohoa-handshakes-" + std::to_string(++number);
    constexpr int kFailures = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    if (zmq_socket_monitor(socket.handle(), endpoint.c_str(), kFailures) != 0) throw zmq::error_t();
    events.emplace(Context(), zmq::socket_type::pair);
    events->set(zmq::sockopt::linger, 0);
    // For the same reason there is always room for one more.
    events->set(zmq::sockopt::rcvhwm, 0);
    events->connect(endpoint);
  }
  void SetKeys(const ClientKeys& keys) {
    socket.set(zmq::sockopt::curve_serverkey, KeyBytes(keys.server_key));
    socket.set(zmq::sockopt::curve_publickey, KeyBytes(keys.own.public_key));
    socket.set(zmq::sockopt::curve_secretkey, KeyBytes(keys.own.secret_key));
  }
};

ClientSocket::ClientSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClientSocket::~ClientSocket() = default;

Result<std::unique_ptr<ClientSocket>> ClientSocket::Connect(const std::string& endpoint, const ClientKeys& keys) {
  const Result<EndpointReach> reach = ReachOf(endpoint);
  if (!reach) return reach.status();
  const bool tcp = *reach == EndpointReach::kLoopback || *reach == EndpointReach::kNetwork;
  if (*reach == EndpointReach::kNetwork && keys.empty()) return NeedsKeys("connect to " + endpoint, "transport.key and transport.server_key");
  if (!keys.empty() && !IsPublicKey(keys.server_key)) {
    return Status(StatusCode::kInvalidArgument, "connect to " + endpoint + ": set transport.server_key to the coordinator's public key, 64 hexadecimal digits");
  }
  try {
    auto impl = std::make_unique<Impl>();
    // What was sent and not answered is sent again, so nothing needs to linger for long.
    SetCommonOptions(impl->socket, 200);
    if (tcp) {
      impl->WatchHandshakes();
      if (!keys.empty()) impl->SetKeys(keys);
      impl->socket.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
    }
    impl->socket.connect(endpoint);
    return std::unique_ptr<ClientSocket>(new ClientSocket(std::move(impl)));
  } catch (const zmq::error_t& error) {
    return Status(StatusCode::kInvalidArgument, "connect to " + endpoint + ": " + error.what());
  }
}

ClientSocket::Handshake ClientSocket::TakeHandshake() {
  Handshake worst = Handshake::kNothingWrong;
  if (!impl_->events) return worst;
  try {
    zmq::message_t event;
    zmq::message_t address;
    while (impl_->events->recv(event, zmq::recv_flags::dontwait)) {
      if (event.more()) static_cast<void>(impl_->events->recv(address, zmq::recv_flags::dontwait));
      std::uint16_t number = 0;
      if (event.size() >= sizeof number) std::memcpy(&number, event.data(), sizeof number);
      worst = std::max(worst, number == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ? Handshake::kRefused : Handshake::kBroken);
    }
  } catch (const zmq::error_t&) {
    // Nothing more to learn.
  }
  return worst;
}

bool ClientSocket::Send(std::string bytes) {
  try {
    return impl_->socket.send(MessageOf(std::move(bytes)), zmq::send_flags::dontwait).has_value();
  } catch (const zmq::error_t&) {
    return false;
  }
}

std::optional<std::string> ClientSocket::Receive(std::int64_t timeout_ms, WakeSignal* wake) {
  try {
    return ReceiveWith([this] { return impl_->Next(); }, {&impl_->socket}, timeout_ms, wake);
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
