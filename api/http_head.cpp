// SPDX-License-Identifier: Apache-2.0
#include "api/http_head.h"

#include <algorithm>
#include <string_view>

#include <boost/beast/core/string.hpp>

namespace sohoa::http_connection {
namespace {

namespace beast = boost::beast;
using beast::http::field;

void TakeClient(const Peer& peer, HttpRequest& request) {
  request.client = peer.address;
  request.is_local = peer.is_loopback;
  request.is_secure = peer.is_secure;
  const std::string_view forwarded = request.Header("x-forwarded-for");
  const bool through_proxy = !forwarded.empty() || !request.Header("forwarded").empty() || !request.Header("via").empty();
  if (!peer.is_loopback || !through_proxy) return;
  request.is_local = false;
  request.is_secure = request.Header("x-forwarded-proto") == "https";
  // The last one is what the proxy itself saw.
  std::string_view last = forwarded.substr(forwarded.rfind(',') + 1);
  last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
  request.client = "proxy " + std::string(last);
}

}  // namespace

bool IsAmbiguous(const RequestHead& head) {
  return head.count(field::host) > 1 || (head.version() == 11 && head.count(field::host) == 0) || head.count(field::content_length) > 1 ||
         head[field::content_length].find_first_not_of("0123456789") != beast::string_view::npos || head.count(field::transfer_encoding) > 1 ||
         (head.count(field::transfer_encoding) > 0 && (head.count(field::content_length) > 0 || !beast::iequals(head[field::transfer_encoding], "chunked")));
}

HttpRequest RequestOf(const RequestHead& head, const Peer& peer) {
  HttpRequest request;
  const std::string target(head.target());
  const std::size_t question = target.find('?');
  request.method = head.method() == beast::http::verb::head ? "GET" : std::string(head.method_string());
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = ParseQuery(std::string_view(target).substr(question + 1));
  request.host = std::string(head[field::host]);
  request.origin = std::string(head[field::origin]);
  request.if_match = std::string(head[field::if_match]);
  for (const auto& one : head) {
    std::string name(one.name_string());
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    request.headers.emplace(std::move(name), std::string(one.value()));
  }
  TakeClient(peer, request);
  return request;
}

}  // namespace sohoa::http_connection
