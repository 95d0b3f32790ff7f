// SPDX-License-Identifier: Apache-2.0
//
// Reading a Protocol Buffers message; the header of the library stays with who includes this.
#pragma once

#include <limits>
#include <optional>
#include <string_view>

namespace sohoa {

template <typename Message>
bool ParseMessage(std::string_view bytes, Message& message) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

template <typename Message>
std::optional<Message> ParseMessage(std::string_view bytes) {
  Message message;
  if (!ParseMessage(bytes, message)) return std::nullopt;
  return message;
}

}  // namespace sohoa
