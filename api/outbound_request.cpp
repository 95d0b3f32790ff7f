// SPDX-License-Identifier: Apache-2.0
#include "api/outbound_request.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sohoa {
namespace {

constexpr std::size_t kMostAnswer = 64 << 10;

// An address as 16 bytes; IPv4 as it is mapped into IPv6.
using AddressBytes = std::array<unsigned char, 16>;

AddressBytes Mapped(const in_addr& v4) {
  AddressBytes bytes{};
  bytes[10] = bytes[11] = 0xff;
  std::memcpy(&bytes[12], &v4, 4);
  return bytes;
}

struct Network {
  AddressBytes address{};
  int bits = 128;
};

std::optional<Network> ParseNetwork(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  Network network;
  in_addr v4{};
  in6_addr v6{};
  int most = 128;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    network.address = Mapped(v4);
    most = 32;
  } else if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) {
    std::memcpy(network.address.data(), &v6, 16);
  } else {
    return std::nullopt;
  }
  int bits = most;
  if (slash != std::string::npos) {
    char* end = nullptr;
    const long read = std::strtol(text.c_str() + slash + 1, &end, 10);
    if (end == text.c_str() + slash + 1 || *end != '\0' || read < 0 || read > most) return std::nullopt;
    bits = static_cast<int>(read);
  }
  network.bits = bits + (128 - most);
  return network;
}

bool Holds(const Network& network, const AddressBytes& address) {
  for (int bit = 0; bit < network.bits; bit += 8) {
    const unsigned mask = network.bits - bit >= 8 ? 0xffu : 0xffu << (8 - (network.bits - bit)) & 0xffu;
    const auto at = static_cast<std::size_t>(bit / 8);
    if (((network.address[at] ^ address[at]) & mask) != 0) return false;
  }
  return true;
}

// What is not for the whole world (IANA's registries of special purpose addresses), so that no name can be made to lead
// to a service of one's own.
bool IsPrivate(const AddressBytes& address) {
  static const std::vector<Network> special = [] {
    std::vector<Network> networks;
    for (const char* text : {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
                             "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
                             "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8"}) {
      networks.push_back(*ParseNetwork(text));
    }
    return networks;
  }();
  return std::any_of(special.begin(), special.end(), [&](const Network& network) { return Holds(network, address); });
}

struct Judge {
  const OutboundRules* rules = nullptr;
  bool refused = false;
};

// Called with the address that the name led to, which is the one that is connected to.
curl_socket_t OpenSocket(void* judge_of, curlsocktype, curl_sockaddr* address) {
  Judge& judge = *static_cast<Judge*>(judge_of);
  AddressBytes bytes{};
  if (address->family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address->addr, sizeof v4);
    bytes = Mapped(v4.sin_addr);
  } else if (address->family == AF_INET6) {
    sockaddr_in6 v6{};
    // Its structure is as long as it says.
    std::memcpy(&v6, &address->addr, std::min<std::size_t>(sizeof v6, address->addrlen));
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);
  } else {
    judge.refused = true;
    return CURL_SOCKET_BAD;
  }
  const std::vector<std::string>& networks = judge.rules->networks;
  const bool listed = std::any_of(networks.begin(), networks.end(), [&](const std::string& text) {
    const std::optional<Network> network = ParseNetwork(text);
    return network && Holds(*network, bytes);
  });
  if (!listed && IsPrivate(bytes)) {
    judge.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

struct Taken {
  std::size_t bytes = 0;
  std::string* kept = nullptr;  // null: nobody wants it
};

std::size_t Take(char* bytes, std::size_t size, std::size_t count, void* taken_of) {
  Taken& taken = *static_cast<Taken*>(taken_of);
  taken.bytes += size * count;
  if (taken.bytes > kMostAnswer) return 0;
  if (taken.kept != nullptr) taken.kept->append(bytes, size * count);
  return size * count;
}

// The line that begins an answer, one a header, and an empty one.
std::size_t TakeHeader(char* bytes, std::size_t size, std::size_t count, void* headers_of) {
  auto& headers = *static_cast<std::map<std::string, std::string>*>(headers_of);
  const std::string_view line(bytes, size * count);
  const std::size_t colon = line.find(':');
  if (line.starts_with("HTTP/")) headers.clear();
  if (colon == std::string_view::npos || line.starts_with("HTTP/")) return line.size();
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
  const std::size_t end = line.find_last_not_of(" \t\r\n");
  headers[name] = begin == std::string_view::npos || end < begin ? "" : line.substr(begin, end - begin + 1);
  return line.size();
}

int EndWhereStopped(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return *static_cast<const std::atomic<bool>*>(stop) ? 1 : 0; }

// The status, and in `kept` (null: they are not wanted) the answer's body and headers; a GET where `body` is null.
Result<std::uint32_t> Send(const OutboundRules& rules, const std::string& url, const OutboundHeaders& headers, const std::string* body, OutboundAnswer* kept,
                           const std::atomic<bool>* stop) {
  if (const Status allowed = CheckOutboundUrl(rules, url); !allowed.ok()) return allowed;
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(started == CURLE_OK ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!curl) return Status(StatusCode::kInternal, "ask another server: libcurl does not start");
  curl_slist* list = nullptr;
  for (const auto& [name, value] : headers) list = curl_slist_append(list, (name + ": " + value).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> all(list, &curl_slist_free_all);
  Judge judge{&rules, false};
  Taken taken{0, kept == nullptr ? nullptr : &kept->body};
  CURL* to = curl.get();
  curl_easy_setopt(to, CURLOPT_URL, url.c_str());
  curl_easy_setopt(to, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(to, CURLOPT_FOLLOWLOCATION, 0L);
  // Neither a proxy nor a name of the environment's own.
  curl_easy_setopt(to, CURLOPT_PROXY, "");
  curl_easy_setopt(to, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(to, CURLOPT_TIMEOUT_MS, static_cast<long>(rules.timeout_ms));
  if (body != nullptr) {
    curl_easy_setopt(to, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
    curl_easy_setopt(to, CURLOPT_POSTFIELDS, body->c_str());
  }
  curl_easy_setopt(to, CURLOPT_HTTPHEADER, all.get());
  curl_easy_setopt(to, CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
  curl_easy_setopt(to, CURLOPT_OPENSOCKETDATA, &judge);
  curl_easy_setopt(to, CURLOPT_WRITEFUNCTION, &Take);
  curl_easy_setopt(to, CURLOPT_WRITEDATA, &taken);
  if (kept != nullptr) {
    curl_easy_setopt(to, CURLOPT_HEADERFUNCTION, &TakeHeader);
    curl_easy_setopt(to, CURLOPT_HEADERDATA, &kept->headers);
  }
  if (stop != nullptr) {
    curl_easy_setopt(to, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(to, CURLOPT_XFERINFOFUNCTION, &EndWhereStopped);
    curl_easy_setopt(to, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(stop));
  }
  const CURLcode done = curl_easy_perform(to);
  if (judge.refused) return Status(StatusCode::kDenied, "ask another server: its name leads to an address of a network that " + rules.section + ".networks does not have");
  if (done == CURLE_ABORTED_BY_CALLBACK) return Status(StatusCode::kCancelled, "ask another server: this one is stopping");
  if (kept != nullptr && taken.bytes > kMostAnswer) return Status(StatusCode::kResourceLimit, "ask another server: its answer is longer than 64 KiB");
  long status = 0;
  curl_easy_getinfo(to, CURLINFO_RESPONSE_CODE, &status);
  // A long answer that nobody wants was begun all the same.
  if (done != CURLE_OK && (status == 0 || kept != nullptr)) return Status(StatusCode::kUnavailable, std::string("ask another server: ") + curl_easy_strerror(done));
  return static_cast<std::uint32_t>(status);
}

}  // namespace

std::string OriginOf(const std::string& url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string::npos) return {};
  const std::string origin = url.substr(0, url.find_first_of("/?#", begin + 3));
  return origin.find_first_of("@\\ ") == std::string::npos ? origin : std::string();
}

Status CheckOutboundRules(const OutboundRules& rules) {
  for (const std::string& origin : rules.allow) {
    const bool scheme = origin.starts_with("https://") || origin.starts_with("http://");
    if (!scheme || OriginOf(origin) != origin) return Status(StatusCode::kInvalidArgument, rules.section + ".allow: \"" + origin + "\" is no https://HOST or http://HOST:PORT");
  }
  for (const std::string& network : rules.networks) {
    if (!ParseNetwork(network)) return Status(StatusCode::kInvalidArgument, rules.section + ".networks: \"" + network + "\" is no network, as 10.0.0.0/8");
  }
  return Status();
}

Status CheckOutboundUrl(const OutboundRules& rules, const std::string& url) {
  const std::string origin = OriginOf(url);
  if (!origin.empty() && std::find(rules.allow.begin(), rules.allow.end(), origin) != rules.allow.end()) return Status();
  return Status(StatusCode::kDenied, "ask another server: its scheme, host and port are not in " + rules.section + ".allow of the configuration");
}

Result<std::uint32_t> PostOut(const OutboundRules& rules, const std::string& url, const OutboundHeaders& headers, const std::string& body, const std::atomic<bool>* stop) {
  return Send(rules, url, headers, &body, nullptr, stop);
}

Result<OutboundAnswer> AskOut(const OutboundRules& rules, const std::string& url, const OutboundHeaders& headers, const std::optional<std::string>& body,
                              const std::atomic<bool>* stop) {
  OutboundAnswer answer;
  const Result<std::uint32_t> status = Send(rules, url, headers, body ? &*body : nullptr, &answer, stop);
  if (!status) return status.status();
  answer.status = *status;
  return answer;
}

}  // namespace sohoa
