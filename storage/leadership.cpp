// SPDX-License-Identifier: Apache-2.0
#include "storage/leadership.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace sohoa {
namespace {

class FolderLeadership : public Leadership {
 public:
  explicit FolderLeadership(int file) : file_(file) {}
  FolderLeadership(const FolderLeadership&) = delete;
  FolderLeadership& operator=(const FolderLeadership&) = delete;
  // The name stays in the file: it is of whoever had it last.
  ~FolderLeadership() override { close(file_); }
  // The kernel takes a lock from nobody.
  Status Check() override { return {}; }

 private:
  const int file_;
};

std::string NameOfThisProcess() {
  std::array<char, 256> host{};
  static_cast<void>(gethostname(host.data(), host.size() - 1));
  return "process " + std::to_string(getpid()) + " of " + host.data();
}

// Only for people, so that nothing depends on it.
void WriteName(int file) {
  const std::string name = NameOfThisProcess() + "\n";
  if (ftruncate(file, 0) == 0) static_cast<void>(!pwrite(file, name.data(), name.size(), 0));
}

std::string ReadName(int file) {
  std::array<char, 300> text{};
  const ssize_t length = pread(file, text.data(), text.size() - 1, 0);
  const std::string_view read(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return std::string(read.substr(0, read.find('\n')));
}

}  // namespace

Result<std::unique_ptr<Leadership>> LeadFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + folder + ": " + error.message());
  const std::string path = (std::filesystem::path(folder) / "leader").string();
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) return Status(StatusCode::kIoError, "open " + path + ": " + std::strerror(errno));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) {
    WriteName(file);
    return std::unique_ptr<Leadership>(std::make_unique<FolderLeadership>(file));
  }
  const int reason = errno;
  const std::string holder = ReadName(file);
  close(file);
  if (reason != EWOULDBLOCK) return Status(StatusCode::kIoError, "lock " + path + ": " + std::strerror(reason));
  return Status(StatusCode::kUnavailable, "lead " + folder + ": another process holds it" + (holder.empty() ? "" : " (" + holder + ")") + "; ask that one, or end it first");
}

}  // namespace sohoa
