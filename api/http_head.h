// SPDX-License-Identifier: Apache-2.0
//
// What the head of a request says, and of whom it comes. Of api/http_connection.h and its like alone, which know Beast.
#pragma once

#include <string>

#include <boost/beast/http/message.hpp>

#include "api/http_message.h"

namespace sohoa::http_connection {

using RequestHead = boost::beast::http::request_header<>;

// The other end of a connection.
struct Peer {
  std::string address;
  bool is_loopback = false;
  bool is_secure = false;  // it came over TLS
};

// Whether it can be taken for something else than it seems: what one side takes for the end of a request another may not
// (RFC 9112, 6.3 and 11.2).
bool IsAmbiguous(const RequestHead& head);

// A proxy on this host says whom it speaks for; anybody else's word for it counts nothing.
HttpRequest RequestOf(const RequestHead& head, const Peer& peer);

}  // namespace sohoa::http_connection
