// SPDX-License-Identifier: Apache-2.0
#include "workers/endpoint.h"

#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace sohoa {
namespace {

// Only as an address is written out: what a resolver makes of a name may change.
bool IsLoopbackHost(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  if (inet_pton(AF_INET, std::string(host).c_str(), &address) != 1) return false;
  return ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace

Result<EndpointReach> ReachOf(const std::string& endpoint) {
  const auto refuse = [&endpoint](const std::string& why) {
    return Status(StatusCode::kInvalidArgument, "use endpoint \"" + endpoint + "\": " + why);
  };
  const std::string_view text = endpoint;
  if (text.starts_with("inproc://")) return EndpointReach::kProcess;
  if (text.starts_with("ipc://")) {
    // An abstract socket has no folder, so that everybody on the host could use it.
    if (text.size() == 6 || text[6] == '@') return refuse("name a socket in a folder, as ipc:///run/sohoa/coordinator");
    return EndpointReach::kHost;
  }
  if (!text.starts_with("tcp://")) return refuse("write ipc:///path, or tcp://address:port");
  const std::size_t colon = text.rfind(':');
  // With a ';' there is a source address in front, which says nothing of where it goes.
  if (colon < 6 || colon == 6 || colon + 1 == text.size() || text.find(';') != std::string_view::npos) return refuse("write it as tcp://address:port");
  return IsLoopbackHost(text.substr(6, colon - 6)) ? EndpointReach::kLoopback : EndpointReach::kNetwork;
}

std::string EndpointList::Text() const {
  std::string text;
  for (const std::string& endpoint : endpoints_) text += (text.empty() ? "" : " or ") + endpoint;
  return text;
}

}  // namespace sohoa
