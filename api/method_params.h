// SPDX-License-Identifier: Apache-2.0
//
// The params of a method of QueryService: a JSON object. What is not there, or of another kind, is as if it were empty.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

inline constexpr std::uint32_t kListedAtOnce = 100;  // where nobody says how many
inline constexpr std::uint32_t kMostAtOnce = 1000;

class MethodParams {
 public:
  // None: it is no JSON object.
  static std::optional<MethodParams> Parse(std::string_view json);

  std::string Text(const char* name) const;
  std::uint64_t Number(const char* name, std::uint64_t otherwise) const;
  bool IsTrue(const char* name) const;
  // "limit", from 1 to kMostAtOnce.
  std::uint32_t Limit(std::uint32_t otherwise) const;
  // As a number or as its digits, which is how commands say it.
  std::uint32_t Version(const char* name, std::uint32_t otherwise) const;
  // The members of an object. kInvalidArgument: "field CODE is no text".
  Result<std::vector<std::pair<std::string, std::string>>> Texts(const char* name) const;

 private:
  struct Members;
  explicit MethodParams(std::shared_ptr<const Members> members) : members_(std::move(members)) {}

  std::shared_ptr<const Members> members_;
};

}  // namespace sohoa
