// SPDX-License-Identifier: Apache-2.0
//
// Connection: questions to the coordinator and their answers, matched by tag. What is asked
// is asked again, over a new socket where the old one is silent, at the next endpoint where there are several,
// until there is an answer or the time is over; so only ask what may be asked twice.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "workers/endpoint.h"
#include "workers/protocol.h"
#include "workers/socket.h"

namespace sohoa {

class Connection {
 public:
  // A new socket is made after so long a silence.
  static constexpr std::int64_t kSilenceMs = 5'000;

  static Result<std::unique_ptr<Connection>> Connect(EndpointList endpoints, const ClientKeys& keys = {});

  // The answer. kError comes back as its Status, kBusy is waited out until `timeout_ms` is
  // over and then kUnavailable; kUnavailable too when nobody answers, at once where the
  // coordinator does not allow our key; kCancelled once `cancelled` says so.
  Result<Frame> Ask(Command command, std::string_view body, std::int64_t timeout_ms);

  // For transfers with several frames on their way. False: it could not be sent now.
  bool Send(Command command, std::uint64_t tag, std::string_view body);
  std::optional<Frame> Receive(std::int64_t timeout_ms);
  std::uint64_t NewTag() { return ++last_tag_; }
  void Reconnect();
  // The same at the next endpoint, where there are several; after a silence.
  void GoOn();
  // Whether it is time for that: nothing came for so long, and `sent` says whether anything could be sent.
  bool ShouldGoOn(std::int64_t silent_ms, bool sent) const {
    return silent_ms > (!sent && endpoints_.has_others() ? EndpointList::kUnreachableMs : kSilenceMs);
  }

  // Looked at while nothing comes: the coordinator is not at this endpoint any more, and what is asked ends with
  // kUnavailable at once.
  void set_gone(std::function<bool()> gone) { gone_ = std::move(gone); }
  void set_cancelled(std::function<bool()> cancelled) { cancelled_ = std::move(cancelled); }
  bool cancelled() const { return cancelled_(); }
  // Where it asks just now.
  const std::string& endpoint() const { return endpoints_.current(); }

 private:
  Connection(EndpointList endpoints, ClientKeys keys, std::unique_ptr<ClientSocket> socket);
  std::optional<Frame> AskOnce(Command command, std::string_view body, std::int64_t deadline_ms);
  void Pause(std::int64_t ms);

  EndpointList endpoints_;
  ClientKeys keys_;
  std::unique_ptr<ClientSocket> socket_;
  std::uint64_t last_tag_ = 0;
  ClientSocket::Handshake handshake_ = ClientSocket::Handshake::kNothingWrong;
  std::function<bool()> cancelled_ = [] { return false; };
  std::function<bool()> gone_ = [] { return false; };
};

// Why a coordinator was not reached, as its handshakes tell.
Status NotReached(const std::string& endpoint, ClientSocket::Handshake handshake);

}  // namespace sohoa
