// SPDX-License-Identifier: Apache-2.0
#include "api/http_wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;

// Only a test that fails waits for so long.
constexpr std::chrono::milliseconds kPatience{30'000};

}  // namespace

std::string WireResponse::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

HttpWire::HttpWire(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

HttpWire::~HttpWire() { close(socket_); }

bool HttpWire::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool HttpWire::Readable(std::chrono::milliseconds wait) const {
  pollfd waiting{socket_, POLLIN, 0};
  return poll(&waiting, 1, static_cast<int>(wait.count())) > 0;
}

bool HttpWire::More() {
  std::array<char, 64 << 10> piece;
  if (!Readable(kPatience)) return false;
  const ssize_t got = recv(socket_, piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return true;
}

WireResponse HttpWire::Receive(bool bodiless) {
  WireResponse response;
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!More()) return response;
  }
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  response.status = std::atoi(head.c_str() + head.find(' '));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = head.find("\r\n", at) + 2) {
    const std::size_t colon = head.find(": ", at);
    std::string name = head.substr(at, colon - at);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    response.headers[name] = head.substr(colon + 2, head.find("\r\n", at) - colon - 2);
  }
  const bool has_none = bodiless || response.status == 204 || response.status == 304;
  const std::size_t length = has_none ? 0 : std::strtoul(response.Header("content-length").c_str(), nullptr, 10);
  while (buffer_.size() < length && More()) {
  }
  response.whole = buffer_.size() >= length;
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return response;
}

std::string HttpWire::ReadUntil(std::string_view text) {
  std::size_t at = std::string::npos;
  while ((at = buffer_.find(text)) == std::string::npos) {
    if (!More()) return std::exchange(buffer_, {});
  }
  const std::string read = buffer_.substr(0, at + text.size());
  buffer_.erase(0, at + text.size());
  return read;
}

bool HttpWire::Ended() {
  const bool nothing = buffer_.empty();
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (More()) {
  }
  return nothing && buffer_.empty() && Clock::now() < deadline;
}

bool HttpWire::SendUntilAnswered(const std::function<void()>& send) {
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (Clock::now() < deadline) {
    if (Readable(std::chrono::milliseconds(20))) return true;
    send();
  }
  return false;
}

std::string Request(std::string_view method, std::string_view target, std::string_view headers,
                    std::string_view body) {
  std::string request = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n";
  if (headers.find("Host:") == std::string_view::npos) request += "Host: 127.0.0.1\r\n";
  request += headers;
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return request + "\r\n" + std::string(body);
}

std::string Chunk(std::string_view bytes) {
  std::array<char, 32> size;
  const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  return std::string(size.data(), static_cast<std::size_t>(length)) + std::string(bytes) + "\r\n";
}

WireResponse Ask(std::uint16_t port, std::string_view method, std::string_view target, std::string_view headers,
                 std::string_view body) {
  HttpWire wire(port);
  wire.Send(Request(method, target, headers, body));
  return wire.Receive(method == "HEAD");
}

std::string PercentEncoded(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    std::array<char, 4> code;
    std::snprintf(code.data(), code.size(), "%%%02X", c);
    out += std::isalnum(c) ? std::string(1, static_cast<char>(c)) : std::string(code.data());
  }
  return out;
}

}  // namespace sohoa
