// SPDX-License-Identifier: Apache-2.0
//
// The sockets of the protocol: one that serves many peers, one that talks to a server. The
// only files that see ZeroMQ, with curve_authority.cpp. Always ROUTER and DEALER: PUSH/PULL loses what a dead peer had
// in its queue and says nothing.
//
// A socket belongs to one thread. Wake() may come from any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "workers/peer_keys.h"

namespace sohoa {

// Lets another thread end a wait of the socket's thread.
class WakeSignal {
 public:
  WakeSignal();
  ~WakeSignal();
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  void Wake();
  void Clear();
  int descriptor() const { return fd_; }

 private:
  int fd_ = -1;
  std::atomic<bool> woken_{false};  // written already, and not yet taken
};

struct PeerFrame {
  std::string peer;  // opaque; good as long as the connection lasts
  std::string bytes;
  PeerIdentity who;
};

class ServerSocket {
 public:
  // With keys every tcp:// endpoint asks for them; without, tcp:// is for loopback only.
  // kUnavailable: an endpoint cannot be bound (in use, no such folder). kInvalidArgument: it
  // is none, or open to other hosts without keys.
  static Result<std::unique_ptr<ServerSocket>> Bind(const std::vector<std::string>& endpoints, const ServerKeys& keys = {});
  ~ServerSocket();

  // As they are bound, with the number of a port that was left open ("tcp://127.0.0.1:*").
  const std::vector<std::string>& endpoints() const;
  // Connections that were not let in, and frames of keys that were taken out meanwhile.
  std::uint64_t refused() const;

  // False: the peer is gone, is not allowed any more, or does not take what it asked for; the
  // frame is dropped.
  bool Send(const std::string& peer, std::string bytes);
  // The next frame, or none after `timeout_ms` or a wake.
  std::optional<PeerFrame> Receive(std::int64_t timeout_ms, WakeSignal& wake);

 private:
  struct Impl;
  explicit ServerSocket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class ClientSocket {
 public:
  // Connecting goes on in the background. With keys a tcp:// connection is encrypted, and both
  // ends prove who they are; without, tcp:// is for loopback only. kInvalidArgument: not an
  // endpoint, or one of another host without keys.
  static Result<std::unique_ptr<ClientSocket>> Connect(const std::string& endpoint, const ClientKeys& keys = {});
  ~ClientSocket();

  // What became of handshakes since it was asked last.
  enum class Handshake : std::uint8_t {
    kNothingWrong,
    kBroken,   // wrong server key, one side without keys, or the server died meanwhile
    kRefused,  // the server does not allow this key
  };
  Handshake TakeHandshake();

  // False: there is no connection, or the server does not take more just now.
  bool Send(std::string bytes);
  // `wake` may be nullptr.
  std::optional<std::string> Receive(std::int64_t timeout_ms, WakeSignal* wake);

 private:
  struct Impl;
  explicit ClientSocket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Milliseconds of a clock that no one can set: for every wait and expiry.
std::int64_t MonotonicMs();

}  // namespace sohoa
