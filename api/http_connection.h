// SPDX-License-Identifier: Apache-2.0
//
// Connection: one client of an HttpListener, from its first byte to its last. Of api/http_listener.cpp alone.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "api/http_head.h"
#include "api/http_listener.h"
#include "api/http_push.h"

namespace sohoa::http_connection {

inline constexpr std::size_t kPieceBytes = 256 << 10;  // of a streamed body
inline constexpr std::size_t kReadBytes = 64 << 10;
// What all connections share. Lives as long as the network thread.
struct Shared {
  ListenerOptions options;
  HttpListener::Handler handler;
  HttpListener::BodyTaker taker;
  std::atomic<std::uint32_t> connections{0};
  std::uint32_t streams = 0;                // of those, which are told things as they come
  std::vector<std::weak_ptr<Pushed>> pushed;
  std::atomic<std::uint32_t> in_hand{0};  // requests between their last byte and their answer's
  std::atomic<bool> stopping{false};
  std::optional<asio::thread_pool> handlers;
  std::optional<asio::ssl::context> tls;
  asio::io_context network{1};  // last: what waits in it refers to the others
};

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

// One connection; it keeps itself alive by the operation that is under way. All but the
// handler runs on the network thread.
template <typename Stream>
class Connection : public PushedBody<Connection<Stream>>, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  template <typename... Tls>
  Connection(Shared& shared, tcp::socket socket, Tls&... tls) : shared_(shared), stream_(std::move(socket), tls...) {
    ++shared_.connections;
    Error ignored;
    const tcp::endpoint peer = Socket().remote_endpoint(ignored);
    if (ignored) return;
    const asio::ip::address& address = peer.address();
    peer_.address = address.to_string();
    peer_.is_secure = std::is_same_v<Stream, TlsStream>;
    peer_.is_loopback = address.is_loopback() || (address.is_v6() && address.to_v6().is_v4_mapped() && asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback());
  }
  ~Connection() override {
    --shared_.connections;
    if (this->is_pushed_) --shared_.streams;
  }

  void Begin() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Wait(Ms(shared_.options.header_timeout_ms));
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](Error error) {
        if (error) return self->Close();
        self->BeginHttp();
      });
    } else {
      BeginHttp();
    }
  }

 private:
  friend class PushedBody<Connection<Stream>>;
  using Parser = http::request_parser<http::buffer_body>;

  void BeginHttp() {
    if (shared_.connections - shared_.streams > shared_.options.max_connections) {
      keep_alive_ = false;
      Send(ProblemResponse(503, "unavailable", "too many connections; try again"));
      return;
    }
    WaitForRequest();
  }

  tcp::socket& Socket() { return beast::get_lowest_layer(stream_).socket(); }
  void Wait(Milliseconds at_most) { beast::get_lowest_layer(stream_).expires_after(at_most); }
  void WaitForEver() { beast::get_lowest_layer(stream_).expires_never(); }
  static Milliseconds Ms(std::int64_t ms) { return Milliseconds(ms); }

  // Idle until the first byte of a head; from then on the head has its own time, in all.
  void WaitForRequest() {
    if (shared_.stopping) return Close();
    parser_.emplace();
    parser_->header_limit(shared_.options.header_limit);
    parser_->body_limit(shared_.options.body_limit);
    request_ = {};
    is_head_ = false;
    if (buffer_.size() > 0) return ReadHead();
    Wait(Ms(first_ ? shared_.options.header_timeout_ms : shared_.options.idle_timeout_ms));
    first_ = false;
    stream_.async_read_some(buffer_.prepare(4096), [self = this->shared_from_this()](Error error, std::size_t n) {
      if (error) return self->Close();
      self->buffer_.commit(n);
      self->ReadHead();
    });
  }

  void ReadHead() {
    Wait(Ms(shared_.options.header_timeout_ms));
    http::async_read_header(stream_, buffer_, *parser_, [self = this->shared_from_this()](Error error, std::size_t) {
      self->OnHead(error);
    });
  }

  void OnHead(Error error) {
    if (error == http::error::header_limit) return Refuse(431, "the head of the request is too long");
    if (error == http::error::body_limit) return RefuseBody();
    if (error == beast::error::timeout || error == http::error::end_of_stream) return Close();
    if (error) {
      if (error.category() == http::make_error_code(http::error::bad_method).category()) {
        return Refuse(400, "this is not HTTP/1.1");
      }
      return Close();
    }
    if (IsAmbiguous(parser_->get())) return Refuse(400, "the head of the request can be read in two ways");
    TakeHead();
    // Told before a byte of the body is read where the head says its length.
    if (parser_->content_length() && *parser_->content_length() > shared_.options.body_limit) return RefuseBody();
    const std::string& method = request_.method;
    if (shared_.taker && (method == "POST" || method == "PUT" || method == "PATCH")) return AskWhereTo();
    BeginBody();
  }

  // A long body goes where its route says, once that says that it may come.
  void AskWhereTo() {
    WaitForEver();
    asio::post(*shared_.handlers, [self = this->shared_from_this()] {
      TakenBody taken;
      try {
        taken = self->shared_.taker(self->request_);
      } catch (const std::exception&) {
        taken.refusal = ProblemResponse(500, "internal", "the request could not be answered; a fault of this server");
      }
      asio::post(self->shared_.network, [self, taken = std::move(taken)]() mutable {
        if (taken.refusal) {
          self->keep_alive_ = false;
          return self->Send(std::move(*taken.refusal));
        }
        self->request_.sink = std::move(taken.sink);
        self->BeginBody();
      });
    });
  }

  void BeginBody() {
    body_deadline_ = Clock::now() + Ms(shared_.options.body_timeout_ms);
    if (!parser_->is_done() && beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
      return SendContinue();
    }
    ReadBody();
  }

  void TakeHead() {
    const auto& head = parser_->get();
    is_head_ = head.method() == http::verb::head;
    request_ = RequestOf(head, peer_);
    keep_alive_ = head.keep_alive();
    version_ = head.version();
  }

  void SendContinue() {
    continue_.emplace(http::status::continue_, version_);
    http::async_write(stream_, *continue_, [self = this->shared_from_this()](Error error, std::size_t) {
      if (error) return self->Close();
      self->ReadBody();
    });
  }

  // The body comes in pieces of one buffer's size; chunked ones are counted as the parser
  // takes them apart, so that no body over the limit is held, however it is sent.
  void ReadBody() {
    if (parser_->is_done()) return Handle();
    piece_.resize(kReadBytes);
    if (Clock::now() > body_deadline_) return Refuse(408, "the body took too long");
    parser_->get().body().data = piece_.data();
    parser_->get().body().size = piece_.size();
    Wait(Ms(shared_.options.idle_timeout_ms));
    http::async_read_some(stream_, buffer_, *parser_, [self = this->shared_from_this()](Error error, std::size_t) {
      self->OnBody(error);
    });
  }

  void OnBody(Error error) {
    if (error == http::error::body_limit) return RefuseBody();
    if (error && error != http::error::need_buffer) return Close();
    const std::size_t got = piece_.size() - parser_->get().body().size;
    if (request_.sink) return WritePiece(got);
    const std::size_t kept = std::min(got, kKeptBodyBytes - request_.body.size());
    request_.body.append(piece_.data(), kept);
    if (kept < got) request_.body_is_cut = true;
    ReadBody();
  }

  void WritePiece(std::size_t size) {
    WaitForEver();
    asio::post(*shared_.handlers, [self = this->shared_from_this(), size] {
      Status written = self->request_.sink->Write({self->piece_.data(), size});
      asio::post(self->shared_.network, [self, written = std::move(written)] {
        if (written.ok()) return self->ReadBody();
        self->keep_alive_ = false;
        self->request_.sink.reset();
        self->Send(ProblemResponse(written));
      });
    });
  }

  void Handle() {
    WaitForEver();
    ++shared_.in_hand;
    asio::post(*shared_.handlers, [self = this->shared_from_this()] {
      HttpResponse response;
      try {
        response = self->shared_.handler(std::move(self->request_));
      } catch (const std::exception&) {
        // What it says may be of the request's content.
        response = ProblemResponse(500, "internal", "the request could not be answered; a fault of this server");
      }
      asio::post(self->shared_.network, [self, response = std::move(response)]() mutable {
        self->counted_ = true;
        self->Send(std::move(response));
      });
    });
  }

  void Refuse(unsigned status, std::string_view why) {
    keep_alive_ = false;
    Send(ProblemResponse(status, status == 413 ? "resource_limit" : "invalid_argument", why));
  }
  void RefuseBody() {
    Refuse(413, "the body is longer than " + std::to_string(shared_.options.body_limit) + " bytes");
  }

  void Send(HttpResponse response) {
    response_ = std::move(response);
    if (response_.push && shared_.streams >= shared_.options.max_streams) {
      response_ = ProblemResponse(503, "unavailable", "too many clients are told things as they come; ask now and then");
    }
    if (response_.push) keep_alive_ = false;
    const std::uint64_t size = response_.stream ? response_.stream->size : response_.body.size();
    head_.emplace(static_cast<http::status>(response_.status), version_);
    if (!response_.content_type.empty()) head_->set(http::field::content_type, response_.content_type);
    for (auto& [name, value] : response_.headers) {
      // Whatever it is made of, a value ends where its line does.
      std::erase_if(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
      head_->insert(name, value);
    }
    head_->keep_alive(keep_alive_);
    // What has no body by its status says nothing of one's length (RFC 9110, 8.6).
    if (response_.push && version_ == 11) {
      head_->chunked(true);
    } else if (!response_.push && response_.status != 204 && response_.status != 304) {
      head_->content_length(size);
    }
    serializer_.emplace(*head_);
    Wait(Ms(shared_.options.idle_timeout_ms));
    http::async_write_header(stream_, *serializer_, [self = this->shared_from_this()](Error error, std::size_t) {
      if (error) return self->Finish(false);
      self->SendBody();
    });
  }

  void SendBody() {
    if (is_head_) return Finish(true);
    if (response_.stream) return SendPiece(0);
    if (response_.push) return this->BeginPush();
    asio::async_write(stream_, asio::buffer(response_.body), [self = this->shared_from_this()](Error error, std::size_t) {
      self->Finish(!error);
    });
  }

  // Reads a piece on a handler's thread, sends it, and comes back.
  void SendPiece(std::uint64_t offset) {
    if (offset >= response_.stream->size) return Finish(true);
    WaitForEver();
    asio::post(*shared_.handlers, [self = this->shared_from_this(), offset] {
      const HttpBodyStream& source = *self->response_.stream;
      const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, source.size - offset));
      Result<std::string> piece = source.read(offset, length);
      asio::post(self->shared_.network, [self, offset, piece = std::move(piece)]() mutable {
        // The status line is gone; breaking off is the only way left to say that it failed.
        if (!piece || piece->empty()) return self->Finish(false);
        self->response_.body = std::move(*piece);
        self->Wait(Ms(self->shared_.options.idle_timeout_ms));
        asio::async_write(self->stream_, asio::buffer(self->response_.body),
                          [self, offset](Error error, std::size_t n) {
                            if (error) return self->Finish(false);
                            self->SendPiece(offset + n);
                          });
      });
    });
  }

  void Finish(bool sent) {
    if (counted_) --shared_.in_hand;
    counted_ = false;
    if (!sent) return Close();
    response_ = {};
    if (keep_alive_) return WaitForRequest();
    Linger();
  }

  void Linger() {
    Wait(kLingerTime);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_shutdown([self = this->shared_from_this()](Error) { self->Close(); });
    } else {
      Error ignored;
      Socket().shutdown(tcp::socket::shutdown_send, ignored);
      ReadAndForget();
    }
  }

  void ReadAndForget() {
    piece_.resize(kReadBytes);
    stream_.async_read_some(asio::buffer(piece_), [self = this->shared_from_this()](Error error, std::size_t) {
      if (error) return self->Close();
      self->ReadAndForget();
    });
  }

  void Close() {
    Error ignored;
    Socket().shutdown(tcp::socket::shutdown_both, ignored);
    beast::get_lowest_layer(stream_).close();
  }

  Shared& shared_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::vector<char> piece_;  // empty until something is read into it
  std::optional<Parser> parser_;
  std::optional<http::response<http::empty_body>> continue_;
  std::optional<http::response<http::empty_body>> head_;
  std::optional<http::response_serializer<http::empty_body>> serializer_;
  HttpRequest request_;
  HttpResponse response_;
  Clock::time_point body_deadline_;
  unsigned version_ = 11;
  Peer peer_;
  bool first_ = true;
  bool is_head_ = false;
  bool keep_alive_ = false;
  bool counted_ = false;
};

}  // namespace sohoa::http_connection
