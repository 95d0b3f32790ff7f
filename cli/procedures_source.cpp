// SPDX-License-Identifier: Apache-2.0
#include "cli/procedures_source.h"

#include <filesystem>

namespace sohoa {

std::string CatalogueFolder(const Config& config) {
  if (config.catalogue) return *config.catalogue;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  if (error) return std::string();
  for (const char* folder : {"../share/sohoa/procedures", "../../deploy/procedures"}) {
    const std::filesystem::path path = (program / folder).lexically_normal();
    if (std::filesystem::is_directory(path, error)) return path.string();
  }
  return std::string();
}

Result<std::shared_ptr<const ProcedureCatalogue>> CatalogueOf(const Config& config) {
  const std::string folder = CatalogueFolder(config);
  if (folder.empty()) return std::shared_ptr<const ProcedureCatalogue>();
  Result<ProcedureCatalogue> catalogue = LoadProcedureCatalogue(folder);
  if (!catalogue) return catalogue.status();
  return std::shared_ptr<const ProcedureCatalogue>(std::make_shared<ProcedureCatalogue>(std::move(*catalogue)));
}

}  // namespace sohoa
