// SPDX-License-Identifier: Apache-2.0
//
// A response that is told as it comes (HttpPush): the part of a connection that does so. Of api/http_connection.h alone.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "api/http_message.h"

namespace sohoa::http_connection {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Error = beast::error_code;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

// A client that was refused goes on sending; what it sends is thrown away for so long, for it
// would not see the answer if the connection broke at once (RFC 9112, 9.6).
inline constexpr Milliseconds kLingerTime{2'000};

// A connection that is told things as they come, as its listener sees it.
class Pushed {
 public:
  virtual ~Pushed() = default;
  // Now and then, on the network thread.
  virtual void OnTick(Clock::time_point now) = 0;
};

// Base of `Connection`, of whose members it makes use. All but next() runs on the network thread.
template <typename Connection>
class PushedBody : public Pushed {
 protected:
  // From here on the connection is no request in hand, and holds little memory.
  void BeginPush() {
    if (Self().counted_) --Self().shared_.in_hand;
    Self().counted_ = false;
    is_pushed_ = true;
    ++Self().shared_.streams;
    Self().parser_.reset();
    Self().buffer_.shrink_to_fit();
    ends_ = Clock::now() + Milliseconds(Self().response_.push->life_ms);
    last_sent_ = Clock::now();
    Self().shared_.pushed.push_back(Self().weak_from_this());
    Self().WaitForEver();
    WatchForEnd();
    AskNext();
  }

  bool is_pushed_ = false;

 private:
  // What the client still sends says nothing; that it goes does.
  void WatchForEnd() {
    Self().stream_.async_read_some(asio::buffer(watched_), [self = Self().shared_from_this()](Error error, std::size_t) {
      if (error) return self->Close();
      self->WatchForEnd();
    });
  }

  void OnTick(Clock::time_point now) override {
    if (is_busy_ || !Self().Socket().is_open()) return;
    if (now >= ends_) return EndPush();
    if (const std::uint64_t changes = Self().response_.push->changes(); changes != seen_) return AskNext();
    if (now - last_sent_ >= Milliseconds(Self().response_.push->beat_ms)) Push(Self().response_.push->beat);
  }

  void AskNext() {
    is_busy_ = true;
    seen_ = Self().response_.push->changes();
    asio::post(*Self().shared_.handlers, [self = Self().shared_from_this()] {
      Result<std::string> next = Status(StatusCode::kInternal, "");
      try {
        next = self->response_.push->next();
      } catch (const std::exception&) {
      }
      asio::post(self->shared_.network, [self, next = std::move(next)]() mutable {
        self->is_busy_ = false;
        if (!next) return self->EndPush();
        if (!next->empty()) self->Push(std::move(*next), true);
      });
    });
  }

  // `and_on`: there may be more behind it.
  void Push(std::string text, bool and_on = false) {
    is_busy_ = true;
    last_sent_ = Clock::now();
    if (Self().version_ == 11) {
      char size[20];
      std::snprintf(size, sizeof size, "%zx\r\n", text.size());
      text = size + text + "\r\n";
    }
    Self().response_.body = std::move(text);
    Self().Wait(Milliseconds(Self().shared_.options.idle_timeout_ms));
    asio::async_write(Self().stream_, asio::buffer(Self().response_.body), [self = Self().shared_from_this(), and_on](Error error, std::size_t) {
      if (error) return self->Close();
      self->is_busy_ = false;
      self->response_.body = std::string();
      if (and_on) self->AskNext();
    });
  }

  void EndPush() {
    is_busy_ = true;
    Self().response_.body = Self().version_ == 11 ? "0\r\n\r\n" : "";
    Self().Wait(kLingerTime);
    asio::async_write(Self().stream_, asio::buffer(Self().response_.body), [self = Self().shared_from_this()](Error, std::size_t) { self->Close(); });
  }

  Connection& Self() { return static_cast<Connection&>(*this); }

  std::array<char, 256> watched_{};
  Clock::time_point ends_;
  Clock::time_point last_sent_;
  std::uint64_t seen_ = 0;
  bool is_busy_ = false;  // being asked for more, or sending
};

}  // namespace sohoa::http_connection
