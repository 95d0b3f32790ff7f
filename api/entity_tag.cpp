// SPDX-License-Identifier: Apache-2.0
#include "api/entity_tag.h"

#include <algorithm>

#include "core/sha256.h"

namespace sohoa {
namespace {

constexpr std::size_t kTagDigits = 32;  // 128 bits

}  // namespace

std::string EntityTagOf(std::string_view content, std::string_view version) {
  std::string tag = "\"";
  if (!version.empty()) tag += std::string(version) + ".";
  return tag + Sha256::Of(content).Hex().substr(0, kTagDigits) + "\"";
}

// Tags are compared weakly (13.1.2): a cache on the way may have weakened one.
bool ClientHas(const HttpRequest& request, std::string_view tag) {
  std::string_view list = request.Header("if-none-match");
  if (list == "*") return true;
  while (!list.empty()) {
    const std::size_t open = list.find('"');
    if (open == std::string_view::npos) return false;
    const std::size_t close = list.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    if (list.substr(open, close - open + 1) == tag) return true;
    list.remove_prefix(close + 1);
  }
  return false;
}

void AnswerByTag(const HttpRequest& request, HttpResponse& response) {
  if (response.status != 200) return;
  auto found = std::find_if(response.headers.begin(), response.headers.end(), [](const auto& header) { return header.first == "ETag"; });
  if (found == response.headers.end()) {
    if (response.stream) return;
    found = response.headers.insert(response.headers.end(), {"ETag", EntityTagOf(response.body)});
  }
  if (!ClientHas(request, found->second)) return;
  response.status = 304;
  response.content_type.clear();
  response.body.clear();
  response.stream.reset();
}

bool NamesVersion(std::string_view if_match, std::string_view version) {
  if (!if_match.starts_with('"')) return false;
  if_match.remove_prefix(1);
  if (!if_match.starts_with(version)) return false;
  if_match.remove_prefix(version.size());
  return if_match == "\"" || (if_match.starts_with('.') && if_match.ends_with('"'));
}

}  // namespace sohoa
