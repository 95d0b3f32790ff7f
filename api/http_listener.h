// SPDX-License-Identifier: Apache-2.0
//
// HttpListener: HTTP/1.1 on a socket. Network work is done on one thread and never waits;
// handlers run on a few threads of their own. Too long, too slow and too many are refused here,
// before a handler hears of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http_message.h"
#include "core/result.h"

namespace sohoa {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 = any free one
  std::uint64_t body_limit = 200ull << 20;    // over it: 413
  std::uint32_t header_limit = 16 << 10;      // bytes of the request's head; over it: 431
  std::int64_t header_timeout_ms = 10'000;    // for the head of a request, once it has begun
  std::int64_t idle_timeout_ms = 30'000;      // between requests, and between pieces of a body
  std::int64_t body_timeout_ms = 600'000;     // for a whole body
  std::uint32_t max_connections = 512;        // over it: 503
  std::uint32_t max_streams = 2'000;          // besides those: clients that are told things as they come; over it: 503
  std::uint32_t threads = 4;                  // for handlers
  // PEM files: then it is HTTPS, by TLS 1.3 alone. The certificate's file has those above it behind it.
  std::string certificate;
  std::string private_key;
};

class HttpListener {
 public:
  using Handler = std::function<HttpResponse(HttpRequest)>;
  // Asked with the head of each POST, PUT and PATCH, on a handler's thread, before its body is read.
  using BodyTaker = std::function<TakenBody(HttpRequest& head)>;

  // kUnavailable: the port is taken; kInvalidArgument: not an address, or no certificate and key that belong together. `handler` is called from
  // several threads at once, for each request whose body has come (HEAD comes as GET).
  static Result<std::unique_ptr<HttpListener>> Start(ListenerOptions options, Handler handler, BodyTaker taker = {});
  virtual ~HttpListener() = default;  // lets requests in hand finish, for a moment
  virtual std::uint16_t port() const = 0;
};

}  // namespace sohoa
