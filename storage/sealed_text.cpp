// SPDX-License-Identifier: Apache-2.0
#include "storage/sealed_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/sha256.h"

namespace sohoa {
namespace {

constexpr std::string_view kSeal = "sha256 ";

Status SystemError(const std::string& what) {
  return Status(StatusCode::kIoError, what + ": " + std::strerror(errno));
}

Status WriteAndSync(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemError("write " + path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0 ? Status() : SystemError("sync " + path);
}

}  // namespace

std::string SealText(std::string_view title, const std::vector<std::pair<std::string, std::string>>& lines) {
  std::string text(title);
  text += "\n";
  for (const auto& [name, value] : lines) text += name + " " + value + "\n";
  return text + std::string(kSeal) + Sha256::Of(text).Hex() + "\n";
}

std::optional<SealedText> SealedText::Parse(std::string_view title, std::string_view bytes) {
  const std::size_t seal = bytes.find("\n" + std::string(kSeal));
  if (seal == std::string_view::npos) return std::nullopt;
  const std::string_view text = bytes.substr(0, seal + 1);
  const std::string_view sum = bytes.substr(seal + 1 + kSeal.size(), 65);
  if (sum != Sha256::Of(text).Hex() + "\n" || !text.starts_with(std::string(title) + "\n")) return std::nullopt;
  SealedText parsed;
  std::string_view rest = text.substr(title.size() + 1);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    parsed.lines_[std::string(line.substr(0, space))] = std::string(line.substr(space + 1));
    rest.remove_prefix(line.size() + 1);
  }
  return parsed;
}

std::string SealedText::Text(const std::string& name) const {
  const auto found = lines_.find(name);
  return found == lines_.end() ? std::string() : found->second;
}

std::optional<std::uint64_t> SealedText::Number(const std::string& name) const {
  const std::string text = Text(name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Status WriteFileDurably(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return SystemError("write " + temporary);
  const Status written = WriteAndSync(file, bytes, temporary);
  close(file);
  if (!written.ok()) return written;
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return SystemError("rename " + temporary);
  return SyncFolder(std::filesystem::absolute(path).parent_path().string());
}

Status SyncFolder(const std::string& folder) {
  const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return SystemError("open folder " + folder);
  const Status status = fsync(opened) == 0 ? Status() : SystemError("sync folder " + folder);
  close(opened);
  return status;
}

}  // namespace sohoa
