// SPDX-License-Identifier: Apache-2.0
#include "api/method_params.h"

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

namespace sohoa {

struct MethodParams::Members {
  nlohmann::ordered_json json;
};

std::optional<MethodParams> MethodParams::Parse(std::string_view json) {
  auto members = std::make_shared<Members>();
  members->json = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!members->json.is_object()) return std::nullopt;
  return MethodParams(std::move(members));
}

std::string MethodParams::Text(const char* name) const {
  const auto found = members_->json.find(name);
  return found != members_->json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t MethodParams::Number(const char* name, std::uint64_t otherwise) const {
  const auto found = members_->json.find(name);
  return found != members_->json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : otherwise;
}

bool MethodParams::IsTrue(const char* name) const {
  const auto found = members_->json.find(name);
  return found != members_->json.end() && found->is_boolean() && found->get<bool>();
}

std::uint32_t MethodParams::Limit(std::uint32_t otherwise) const {
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(Number("limit", otherwise), 1, kMostAtOnce));
}

std::uint32_t MethodParams::Version(const char* name, std::uint32_t otherwise) const {
  const std::string text = Text(name);
  if (text.empty()) return static_cast<std::uint32_t>(std::min<std::uint64_t>(Number(name, otherwise), ~std::uint32_t{0}));
  return static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

Result<std::vector<std::pair<std::string, std::string>>> MethodParams::Texts(const char* name) const {
  std::vector<std::pair<std::string, std::string>> texts;
  const auto found = members_->json.find(name);
  if (found == members_->json.end() || !found->is_object()) return texts;
  for (const auto& [code, value] : found->items()) {
    if (!value.is_string()) return Status(StatusCode::kInvalidArgument, "field " + code + " is no text");
    texts.emplace_back(code, value.get<std::string>());
  }
  return texts;
}

}  // namespace sohoa
