// SPDX-License-Identifier: Apache-2.0
#include "workers/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sohoa {
namespace {

// How often a wait looks whether it is still wanted.
constexpr std::int64_t kLookMs = 100;
// Answers that wait for a disk take some time.
constexpr std::int64_t kUsualMs = 500;

}  // namespace

Status NotReached(const std::string& endpoint, ClientSocket::Handshake handshake) {
  std::string why = "no answer; see that it runs (sohoa serve)";
  if (handshake == ClientSocket::Handshake::kRefused) why = "it does not allow our key; on its host: sohoa peer allow";
  if (handshake == ClientSocket::Handshake::kBroken) {
    why = "it broke the handshake off; see that transport.server_key is its public key, and that both sides have keys or neither";
  }
  return Status(StatusCode::kUnavailable, "ask the coordinator at " + endpoint + ": " + why);
}

Connection::Connection(EndpointList endpoints, ClientKeys keys, std::unique_ptr<ClientSocket> socket)
    : endpoints_(std::move(endpoints)), keys_(std::move(keys)), socket_(std::move(socket)) {}

Result<std::unique_ptr<Connection>> Connection::Connect(EndpointList endpoints, const ClientKeys& keys) {
  if (endpoints.empty()) return Status(StatusCode::kInvalidArgument, "connect to the coordinator: no endpoint is named");
  Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(endpoints.current(), keys);
  if (!socket) return socket.status();
  return std::unique_ptr<Connection>(new Connection(std::move(endpoints), keys, std::move(*socket)));
}

void Connection::Reconnect() {
  Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(endpoints_.current(), keys_);
  if (socket) socket_ = std::move(*socket);
}

void Connection::GoOn() {
  endpoints_.GoOn();
  Reconnect();
}

bool Connection::Send(Command command, std::uint64_t tag, std::string_view body) {
  return socket_->Send(EncodeFrame(command, tag, body));
}

std::optional<Frame> Connection::Receive(std::int64_t timeout_ms) {
  const std::optional<std::string> bytes = socket_->Receive(timeout_ms, nullptr);
  if (!bytes) return std::nullopt;
  Result<Frame> frame = DecodeFrame(*bytes);
  if (!frame) return std::nullopt;
  return std::move(*frame);
}

void Connection::Pause(std::int64_t ms) {
  const std::int64_t end = MonotonicMs() + ms;
  while (!cancelled_()) {
    const std::int64_t left = end - MonotonicMs();
    if (left <= 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, kLookMs)));
  }
}

std::optional<Frame> Connection::AskOnce(Command command, std::string_view body,
                                         std::int64_t deadline_ms) {
  const std::uint64_t tag = NewTag();
  const std::int64_t silent_at = std::min(deadline_ms, MonotonicMs() + kSilenceMs);
  const std::int64_t unusual_at = MonotonicMs() + kUsualMs;
  const std::int64_t unreachable_at = endpoints_.has_others() ? MonotonicMs() + EndpointList::kUnreachableMs : silent_at;
  bool sent = false;
  while (MonotonicMs() < silent_at && !cancelled_()) {
    if (MonotonicMs() >= unusual_at && gone_()) return std::nullopt;
    if (!sent) sent = Send(command, tag, body);
    if (!sent && MonotonicMs() >= unreachable_at) return std::nullopt;
    // A socket that is not connected yet takes nothing: look again soon.
    const std::int64_t wait = sent ? kLookMs : 10;
    std::optional<Frame> frame = Receive(std::max<std::int64_t>(0, std::min(wait, silent_at - MonotonicMs())));
    if (frame) handshake_ = ClientSocket::Handshake::kNothingWrong;
    if (frame && frame->tag == tag) return frame;
    handshake_ = std::max(handshake_, socket_->TakeHandshake());
    if (handshake_ == ClientSocket::Handshake::kRefused) return std::nullopt;
  }
  return std::nullopt;
}

Result<Frame> Connection::Ask(Command command, std::string_view body, std::int64_t timeout_ms) {
  const std::int64_t deadline = MonotonicMs() + timeout_ms;
  Status last;
  handshake_ = ClientSocket::Handshake::kNothingWrong;
  while (true) {
    if (cancelled_()) return Status(StatusCode::kCancelled, "ask the coordinator: cancelled");
    std::optional<Frame> frame = AskOnce(command, body, deadline);
    if (!frame) {
      const bool refused = handshake_ == ClientSocket::Handshake::kRefused;
      if (gone_()) return NotReached(endpoints_.Text(), handshake_);
      if (refused || MonotonicMs() >= deadline) return refused || last.ok() ? NotReached(endpoints_.Text(), handshake_) : last;
      GoOn();
      continue;
    }
    if (frame->command != Command::kError && frame->command != Command::kBusy) return std::move(*frame);
    Result<Failure> failure = DecodeFailure(frame->body);
    if (!failure) return failure.status();
    if (failure->status.ok()) return Status(StatusCode::kCorruption, "read failure: it names no error");
    if (frame->command == Command::kError) return failure->status;
    last = failure->status;
    const auto pause = static_cast<std::int64_t>(std::min<std::uint64_t>(failure->retry_after_ms, 10'000));
    if (MonotonicMs() + pause >= deadline) return last;
    Pause(pause);
  }
}

}  // namespace sohoa
