// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "cli/archive_session.h"
#include "cli/output_files.h"

namespace sohoa {
namespace {

std::string AnnouncementPath(const std::string& archive_folder) {
  return (std::filesystem::path(archive_folder) / "endpoint").string();
}

}  // namespace

// A socket's path may have 107 bytes, which an archive's own path may exceed; so the socket
// stands in a private folder of its own (mkdtemp makes it 0700).
Result<std::unique_ptr<LocalEndpoint>> LocalEndpoint::Make(const std::string& archive_folder) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::string base = runtime != nullptr && std::strlen(runtime) < 60 && access(runtime, W_OK) == 0 ? runtime : "/tmp";
  std::string folder = base + "/sohoa-run-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    return Status(StatusCode::kIoError, "make a folder for the local endpoint in " + base + ": " + std::strerror(errno));
  }
  std::unique_ptr<LocalEndpoint> endpoint(new LocalEndpoint());
  endpoint->folder_ = folder;
  endpoint->uri_ = "ipc://" + folder + "/coordinator";
  endpoint->announcement_ = AnnouncementPath(archive_folder);
  return endpoint;
}

LocalEndpoint::~LocalEndpoint() { Withdraw(); }

void LocalEndpoint::Withdraw() {
  std::error_code ignored;
  std::filesystem::remove(announcement_, ignored);
  std::filesystem::remove_all(folder_, ignored);
}

Status LocalEndpoint::Announce() { return WriteWholeFile(announcement_, uri_ + "\n"); }

std::string LocalEndpoint::Find(const std::string& archive_folder) {
  std::ifstream file(AnnouncementPath(archive_folder));
  std::string uri;
  std::getline(file, uri);
  return uri;
}

}  // namespace sohoa
