// SPDX-License-Identifier: Apache-2.0
//
// The little that commands need of JSON: building params and reading answers for people.
// nlohmann stays in the .cpp.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

// {"name": "value", ...}; empty values are left out.
std::string JsonObject(const std::vector<std::pair<std::string, std::string>>& members);

// A parsed answer. Reading what is not there gives an empty value, never an error.
class JsonView {
 public:
  // kCorruption when `text` is no JSON.
  static Result<JsonView> Parse(std::string_view text);

  JsonView operator[](std::string_view member) const;
  std::vector<JsonView> items() const;  // of an array
  std::vector<std::pair<std::string, JsonView>> members() const;  // of an object
  bool is_null() const;                 // null or not there
  std::string text() const;             // a string as it is, a number or bool printed
  double number() const;
  // Indented, for reading.
  std::string Pretty() const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

}  // namespace sohoa
