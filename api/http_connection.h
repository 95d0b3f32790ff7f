// SPDX-License-Identifier: Apache-2.0
//
// Connection: one client of an HttpListener, from its first byte to its last. Of api/http_listener.cpp alone.
#pragma once

#include <algorithm>
#include <array>
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

#include "api/http_listener.h"

namespace sohoa::http_connection {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Error = beast::error_code;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

inline constexpr std::size_t kPieceBytes = 256 << 10;  // of a streamed body
inline constexpr std::size_t kReadBytes = 64 << 10;
// A client that was refused goes on sending; what it sends is thrown away for so long, for it
// would not see the answer if the connection broke at once (RFC 9112, 9.6).
inline constexpr Milliseconds kLingerTime{2'000};

// A connection that is told things as they come (HttpPush), as its listener sees it.
class Pushed {
 public:
  virtual ~Pushed() = default;
  // Now and then, on the network thread.
  virtual void OnTick(Clock::time_point now) = 0;
};

// What all connections share. Lives as long as the network thread.
struct Shared {
  ListenerOptions options;
  HttpListener::Handler handler;
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

// Says twice whether a head may be taken for what it seems: what one side takes for the end of a
// request another may not (RFC 9112, 6.3 and 11.2).
inline bool IsAmbiguous(const http::request_header<>& head) {
  return head.count(http::field::host) > 1 || (head.version() == 11 && head.count(http::field::host) == 0) ||
         head.count(http::field::content_length) > 1 || head[http::field::content_length].find_first_not_of("0123456789") != beast::string_view::npos || head.count(http::field::transfer_encoding) > 1 ||
         (head.count(http::field::transfer_encoding) > 0 &&
          (head.count(http::field::content_length) > 0 || !beast::iequals(head[http::field::transfer_encoding], "chunked")));
}

// One connection; it keeps itself alive by the operation that is under way. All but the
// handler runs on the network thread.
template <typename Stream>
class Connection : public Pushed, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  template <typename... Tls>
  Connection(Shared& shared, tcp::socket socket, Tls&... tls) : shared_(shared), stream_(std::move(socket), tls...) {
    ++shared_.connections;
    Error ignored;
    const tcp::endpoint peer = Socket().remote_endpoint(ignored);
    if (ignored) return;
    const asio::ip::address& address = peer.address();
    client_ = address.to_string();
    is_loopback_ = address.is_loopback() || (address.is_v6() && address.to_v6().is_v4_mapped() && asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback());
  }
  ~Connection() override {
    --shared_.connections;
    if (is_pushed_) --shared_.streams;
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
    body_deadline_ = Clock::now() + Ms(shared_.options.body_timeout_ms);
    if (!parser_->is_done() && beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
      return SendContinue();
    }
    ReadBody();
  }

  void TakeHead() {
    const auto& head = parser_->get();
    const std::string target(head.target());
    const std::size_t question = target.find('?');
    is_head_ = head.method() == http::verb::head;
    request_.method = is_head_ ? "GET" : std::string(head.method_string());
    request_.path = target.substr(0, question);
    if (question != std::string::npos) request_.query = ParseQuery(std::string_view(target).substr(question + 1));
    request_.host = std::string(head[http::field::host]);
    request_.origin = std::string(head[http::field::origin]);
    request_.if_match = std::string(head[http::field::if_match]);
    for (const auto& field : head) {
      std::string name(field.name_string());
      std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      request_.headers.emplace(std::move(name), std::string(field.value()));
    }
    TakeClient();
    keep_alive_ = head.keep_alive();
    version_ = head.version();
  }

  // A proxy on this host says whom it speaks for; anybody else's word for it counts nothing.
  void TakeClient() {
    request_.client = client_;
    request_.is_local = is_loopback_;
    request_.is_secure = std::is_same_v<Stream, TlsStream>;
    const std::string forwarded(request_.Header("x-forwarded-for"));
    const bool through_proxy = !forwarded.empty() || !request_.Header("forwarded").empty() || !request_.Header("via").empty();
    if (!is_loopback_ || !through_proxy) return;
    request_.is_local = false;
    request_.is_secure = request_.Header("x-forwarded-proto") == "https";
    // The last one is what the proxy itself saw.
    std::string_view last = std::string_view(forwarded).substr(forwarded.rfind(',') + 1);
    last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
    request_.client = "proxy " + std::string(last);
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
    const std::size_t kept = std::min(got, kKeptBodyBytes - request_.body.size());
    request_.body.append(piece_.data(), kept);
    if (kept < got) request_.body_is_cut = true;
    ReadBody();
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
    if (response_.push) return BeginPush();
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

  // From here on the connection is no request in hand, and holds little memory.
  void BeginPush() {
    if (counted_) --shared_.in_hand;
    counted_ = false;
    is_pushed_ = true;
    ++shared_.streams;
    parser_.reset();
    buffer_.shrink_to_fit();
    ends_ = Clock::now() + Ms(response_.push->life_ms);
    last_sent_ = Clock::now();
    shared_.pushed.push_back(this->weak_from_this());
    WaitForEver();
    WatchForEnd();
    AskNext();
  }

  // What the client still sends says nothing; that it goes does.
  void WatchForEnd() {
    stream_.async_read_some(asio::buffer(watched_), [self = this->shared_from_this()](Error error, std::size_t) {
      if (error) return self->Close();
      self->WatchForEnd();
    });
  }

  void OnTick(Clock::time_point now) override {
    if (is_busy_ || !Socket().is_open()) return;
    if (now >= ends_) return EndPush();
    if (const std::uint64_t changes = response_.push->changes(); changes != seen_) return AskNext();
    if (now - last_sent_ >= Ms(response_.push->beat_ms)) Push(response_.push->beat);
  }

  void AskNext() {
    is_busy_ = true;
    seen_ = response_.push->changes();
    asio::post(*shared_.handlers, [self = this->shared_from_this()] {
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
    if (version_ == 11) {
      char size[20];
      std::snprintf(size, sizeof size, "%zx\r\n", text.size());
      text = size + text + "\r\n";
    }
    response_.body = std::move(text);
    Wait(Ms(shared_.options.idle_timeout_ms));
    asio::async_write(stream_, asio::buffer(response_.body), [self = this->shared_from_this(), and_on](Error error, std::size_t) {
      if (error) return self->Close();
      self->is_busy_ = false;
      self->response_.body = std::string();
      if (and_on) self->AskNext();
    });
  }

  void EndPush() {
    is_busy_ = true;
    response_.body = version_ == 11 ? "0\r\n\r\n" : "";
    Wait(kLingerTime);
    asio::async_write(stream_, asio::buffer(response_.body), [self = this->shared_from_this()](Error, std::size_t) { self->Close(); });
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
  std::string client_;
  bool is_loopback_ = false;
  bool first_ = true;
  bool is_head_ = false;
  bool keep_alive_ = false;
  bool counted_ = false;
  // Of a response that is told as it comes.
  std::array<char, 256> watched_{};
  Clock::time_point ends_;
  Clock::time_point last_sent_;
  std::uint64_t seen_ = 0;
  bool is_pushed_ = false;
  bool is_busy_ = false;  // being asked for more, or sending
};

}  // namespace sohoa::http_connection
