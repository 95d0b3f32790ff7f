// SPDX-License-Identifier: Apache-2.0
#include "stress/http_get.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

namespace sohoa {

Result<HttpAnswer> HttpGet(std::uint16_t port, const std::string& path) {
  const Status silent(StatusCode::kUnavailable, "get " + path + ": no whole answer");
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return silent;
  const timeval patience{10, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n\r\n";
  std::string answer;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    char buffer[65536];
    for (ssize_t got = 0; (got = recv(fd, buffer, sizeof buffer, 0)) > 0;) answer.append(buffer, static_cast<std::size_t>(got));
  }
  close(fd);
  const std::size_t head = answer.find("\r\n\r\n");
  const std::size_t length = answer.find("Content-Length: ");
  if (head == std::string::npos || length == std::string::npos || !answer.starts_with("HTTP/1.1 ")) return silent;
  HttpAnswer result{std::atoi(answer.c_str() + 9), answer.substr(head + 4)};
  if (result.body.size() != std::strtoull(answer.c_str() + length + 16, nullptr, 10)) return silent;
  return result;
}

}  // namespace sohoa
