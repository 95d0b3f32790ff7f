// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "cli/local_reading.h"

namespace sohoa {

Result<LayerSpool> LayerSpool::Make() {
  std::string path = (std::filesystem::temp_directory_path() / "sohoa-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    return Status(StatusCode::kIoError, "make a temporary folder " + path + ": " + std::strerror(errno));
  }
  return LayerSpool(path);
}

LayerSpool::LayerSpool(LayerSpool&& other) noexcept : folder_(std::move(other.folder_)) {
  other.folder_.clear();
}

LayerSpool::~LayerSpool() {
  if (folder_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Status LayerSpool::Take(PageRecord& page) {
  const std::filesystem::path path = folder_ / (page.id + ".layer");
  std::ofstream file(path, std::ios::binary);
  file.write(page.layer.bytes.data(), static_cast<std::streamsize>(page.layer.bytes.size()));
  file.close();
  if (!file) return Status(StatusCode::kIoError, "write " + path.string() + ": is the disk full?");
  page.layer.bytes = std::string();
  return Status();
}

LayerSource LayerSpool::Source() const {
  return [folder = folder_](const PageRecord& page) -> Result<PageLayer> {
    const std::filesystem::path path = folder / (page.id + ".layer");
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Status(StatusCode::kIoError, "read " + path.string());
    PageLayer layer = page.layer;
    layer.bytes = bytes.str();
    return layer;
  };
}

}  // namespace sohoa
