// SPDX-License-Identifier: Apache-2.0
//
// A short text that a person can read and a program can trust: a title, lines "name value", and
// in the last line the SHA-256 of all above it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

// Names and values hold no line ends.
std::string SealText(std::string_view title, const std::vector<std::pair<std::string, std::string>>& lines);

class SealedText {
 public:
  // None where `bytes` do not begin with such a text of that title, whole and unchanged.
  static std::optional<SealedText> Parse(std::string_view title, std::string_view bytes);
  // Empty, or none, where there is no such line.
  std::string Text(const std::string& name) const;
  std::optional<std::uint64_t> Number(const std::string& name) const;

 private:
  std::map<std::string, std::string> lines_;
};

// Writes the file so that it is there whole, with its folder synced, or as it was before.
Status WriteFileDurably(const std::string& path, std::string_view bytes);
// Makes what was created, renamed or removed in a folder durable.
Status SyncFolder(const std::string& folder);

}  // namespace sohoa
