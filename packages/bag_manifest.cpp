// SPDX-License-Identifier: Apache-2.0
#include "packages/bag_manifest.h"

#include <algorithm>
#include <optional>

namespace sohoa {
namespace {

Status BadLine(const std::string& name, std::size_t number, const std::string& why) {
  return Status(StatusCode::kBadInput, "read " + name + ": line " + std::to_string(number) + ": " + why);
}

// Takes a line off the front; CR, LF and CRLF end one.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (text.starts_with("\r\n")) text.remove_prefix(1);
  if (!text.empty()) text.remove_prefix(1);
  return line;
}

}  // namespace

Result<std::vector<ListedFile>> ReadBagManifest(std::string_view text, const std::string& name) {
  constexpr std::size_t kDigits = 64;
  std::vector<ListedFile> files;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) continue;
    std::string digits(line.substr(0, std::min(line.size(), kDigits)));
    std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::optional<Sha256> sha256 = Sha256::FromHex(digits);
    const std::size_t path = line.find_first_not_of(" \t", digits.size());
    if (!sha256 || path == std::string_view::npos || path == digits.size()) return BadLine(name, number, "no SHA-256 and path");
    // The RFC codes line ends and '%' with a percent sign; neither stands in a path of ours.
    if (!IsPackagePath(line.substr(path))) return BadLine(name, number, "a path outside of the bag, or by a name that no package of this kind has");
    files.push_back({std::string(line.substr(path)), 0, *sha256, ""});
  }
  return files;
}

Result<std::vector<std::string>> BagInfoValues(std::string_view text, std::string_view label) {
  std::vector<std::string> values;
  bool wanted = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) continue;
    if (line.front() == ' ' || line.front() == '\t') {
      if (wanted) values.back() += " " + std::string(line.substr(std::min(line.find_first_not_of(" \t"), line.size())));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return BadLine(std::string(kBagInfo), number, "no label and value");
    wanted = line.substr(0, colon) == label;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    if (wanted) values.emplace_back(value == std::string_view::npos ? std::string_view() : line.substr(value));
  }
  return values;
}

Status CheckBagDeclaration(std::string_view text) {
  const std::string_view first = TakeLine(text);
  const std::string_view second = TakeLine(text);
  const bool ours = (first == "BagIt-Version: 1.0" || first == "BagIt-Version: 0.97") && second == "Tag-File-Character-Encoding: UTF-8" && text.empty();
  return ours ? Status() : Status(StatusCode::kUnsupported, "read bagit.txt: it is not of BagIt 1.0 or 0.97 in UTF-8");
}

}  // namespace sohoa
