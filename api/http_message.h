// SPDX-License-Identifier: Apache-2.0
//
// Requests and responses as handlers see them: plain values that know nothing of the library
// that carries them (api/http_listener.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/principal.h"
#include "access/sessions.h"
#include "core/result.h"

namespace sohoa {

// Only over TLS or to this host, for this host alone, and never to scripts.
inline constexpr const char* kSessionCookie = "__Host-sohoa";
// Which browser began a login at another server.
inline constexpr const char* kLoginCookie = "__Host-sohoa-login";

// Takes a long body while it comes, piece by piece, on handlers' threads, never two at once. Destroyed without having been
// handed to a handler where the client goes before the body's end.
class HttpBodySink {
 public:
  virtual ~HttpBodySink() = default;
  virtual Status Write(std::string_view bytes) = 0;
};

struct HttpRequest {
  std::string method;                         // "GET"
  std::string path;                           // as sent, before the '?', still encoded
  std::map<std::string, std::string> query;   // decoded; the first of equal names
  std::map<std::string, std::string> parts;   // of the path, by the names in the route's pattern
  std::string host;                           // "localhost:8080"
  std::string origin;                         // of the page whose script asks; empty = none
  std::string if_match;                       // entity tags, as sent
  std::map<std::string, std::string> headers;  // names in lower case; the first of equal names
  std::string client;                          // address of who asks, behind a proxy on this host what that says
  bool is_local = false;                       // it comes from this host, and through no proxy
  bool is_secure = false;                      // it came over TLS, here or up to the proxy
  std::string body;                           // at most kKeptBodyBytes
  bool body_is_cut = false;                   // it was longer
  std::shared_ptr<HttpBodySink> sink;         // what has the body instead, where its route takes it so
  bool is_admitted = false;                   // by the gate, before the body came

  // What AccessGate found out.
  Principal principal;
  std::optional<Session> session;
  bool has_no_accounts = false;

  // The value of a query parameter; empty where there is none.
  std::string Query(const std::string& name) const;
  // Of a header, by its name in lower case; empty where there is none.
  std::string_view Header(const std::string& name) const;
  std::string Cookie(std::string_view name) const;
};

// No route takes more than this but those that have a sink for it; what is longer is counted, and forgotten as it comes.
inline constexpr std::size_t kKeptBodyBytes = 1 << 20;

// A body that is read in pieces while it is sent: up to `length` bytes from `offset`.
struct HttpBodyStream {
  std::uint64_t size = 0;
  std::function<Result<std::string>(std::uint64_t offset, std::size_t length)> read;
};

// A body without an end that is told as it comes, for as long as the client stays.
struct HttpPush {
  // What to send now, as it stands in the body; empty: nothing new. An error ends it. Called on a handler's thread, never
  // twice at once.
  std::function<Result<std::string>()> next;
  // next() is asked again when this changes. Called often, on the network's thread: it may not wait.
  std::function<std::uint64_t()> changes;
  std::string beat;                 // sent where nothing else was, so that either side notices that the other is gone
  std::int64_t beat_ms = 15'000;
  std::int64_t life_ms = 300'000;   // then it ends, and who comes again is asked anew who they are
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<HttpBodyStream> stream;  // in place of `body`
  std::optional<HttpPush> push;          // likewise
};

// Where the body of a request is to go.
struct TakenBody {
  std::shared_ptr<HttpBodySink> sink = nullptr;        // null: it is kept, up to kKeptBodyBytes
  std::optional<HttpResponse> refusal = std::nullopt;  // said at once; then the connection ends
};

// Problem details (RFC 9457) of an error: {"type", "title", "status", "detail", "code"}.
HttpResponse ProblemResponse(unsigned status, std::string_view code, std::string_view detail);
// The same for a Status, with the HTTP status that fits.
HttpResponse ProblemResponse(const Status& status);

// For a query or a body of application/x-www-form-urlencoded: all but letters, digits and - . _ ~ as %XX.
std::string PercentEncode(std::string_view text);
// Undoes %XX (and, in a query, '+'). None where a '%' is not followed by two digits, and for a
// NUL.
std::optional<std::string> PercentDecoded(std::string_view text, bool plus_is_space);
// "a=1&b=2"; what cannot be decoded is left out.
std::map<std::string, std::string> ParseQuery(std::string_view query);

}  // namespace sohoa
