// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/model_file.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace sohoa {
namespace {

constexpr std::uintmax_t kMostBytes = 256u << 20;

}  // namespace

Result<std::string> ReadModelFile(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Status(StatusCode::kNotFound, "read " + path + ": " + error.message());
  if (size > kMostBytes) return Status(StatusCode::kResourceLimit, "read " + path + ": too large for a model");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
    return Status(StatusCode::kIoError, "read " + path + ": it cannot be read");
  }
  return bytes;
}

}  // namespace sohoa
