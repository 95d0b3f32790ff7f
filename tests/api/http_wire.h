// SPDX-License-Identifier: Apache-2.0
//
// HTTP as bytes on a socket. A client library would hide what is looked at here: requests in
// pieces, several in one write, broken ones, and how a connection ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sohoa {

struct WireResponse {
  int status = 0;  // 0: the connection ended before a whole head
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  bool whole = false;  // the body is as long as the head said

  std::string Header(const std::string& name) const;
};

class HttpWire {
 public:
  explicit HttpWire(std::uint16_t port);
  ~HttpWire();
  HttpWire(const HttpWire&) = delete;
  HttpWire& operator=(const HttpWire&) = delete;

  // False where nobody listens.
  bool connected() const { return connected_; }
  // False where the other side has broken the connection.
  bool Send(std::string_view bytes);
  // The next response; `bodiless` for the answer to HEAD.
  WireResponse Receive(bool bodiless = false);
  // All that comes up to `text`, and that; what came so far where it does not come.
  std::string ReadUntil(std::string_view text);
  // Whether something came, or the end, within `wait`.
  bool Readable(std::chrono::milliseconds wait) const;
  // Reads to the end of the connection; true when it came without any more bytes.
  bool Ended();
  // Calls `send` again and again, a moment apart, until something comes from the other side.
  // False when nothing came for long.
  bool SendUntilAnswered(const std::function<void()>& send);

 private:
  bool More();  // false at the end

  int socket_ = -1;
  bool connected_ = false;
  std::string buffer_;
};

// "GET /path HTTP/1.1" with a Host of this machine, `headers` (each with its line's end) and a
// body with its length where there is one.
std::string Request(std::string_view method, std::string_view target, std::string_view headers = "",
                    std::string_view body = "");
// "5\r\nhello\r\n"
std::string Chunk(std::string_view bytes);
// One request on a connection of its own.
WireResponse Ask(std::uint16_t port, std::string_view method, std::string_view target,
                 std::string_view headers = "", std::string_view body = "");
// For a query or a part of a path.
std::string PercentEncoded(std::string_view text);

}  // namespace sohoa
