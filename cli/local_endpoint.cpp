// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/archive_session.h"
#include "cli/output_files.h"

namespace sohoa {
namespace {

std::string AnnouncementPath(const std::string& archive_folder) {
  return (std::filesystem::path(archive_folder) / "endpoint").string();
}

constexpr std::string_view kScheme = "ipc://";

// The file of a socket outlives a process that was killed; who connects to it is refused then.
bool AnybodyListens(std::string_view path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return true;
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return true;
  const int connected = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const bool nobody = connected != 0 && (errno == ECONNREFUSED || errno == ENOENT);
  close(probe);
  return !nobody;
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

bool LocalEndpoint::IsGone(const std::string& archive_folder, const std::string& uri) {
  if (Find(archive_folder) != uri) return true;
  return uri.starts_with(kScheme) && !AnybodyListens(std::string_view(uri).substr(kScheme.size()));
}

}  // namespace sohoa
