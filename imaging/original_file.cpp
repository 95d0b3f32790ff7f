// SPDX-License-Identifier: Apache-2.0
#include "imaging/original_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sohoa {
namespace {

Status ErrnoStatus(const std::string& operation, const std::string& name) {
  const int error = errno;
  const StatusCode code = error == ENOENT ? StatusCode::kNotFound : StatusCode::kIoError;
  return Status(code, operation + " " + name + ": " + std::strerror(error));
}

std::string BaseName(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

// Small ones in memory: a file on a disk costs its file system more than their bytes do.
int MakeTemporary(std::size_t bytes) {
  constexpr std::size_t kMostInMemory = 4u << 20;
  if (bytes <= kMostInMemory) {
    const int memory = memfd_create("sohoa-original", MFD_CLOEXEC);
    if (memory >= 0) return memory;
  }
  const char* folder = std::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr ? folder : "/tmp") + "/sohoa-original-XXXXXX";
  const int fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd >= 0) unlink(path.c_str());
  return fd;
}

}  // namespace

OriginalFile::OriginalFile(int fd, std::uint64_t size, std::string name)
    : fd_(fd), size_(size), name_(std::move(name)) {}

OriginalFile::OriginalFile(OriginalFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), size_(other.size_), name_(std::move(other.name_)) {}

OriginalFile& OriginalFile::operator=(OriginalFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  std::swap(name_, other.name_);
  return *this;
}

OriginalFile::~OriginalFile() {
  if (fd_ >= 0) close(fd_);
}

Result<OriginalFile> OriginalFile::Open(const std::string& path) {
  // O_NONBLOCK: a FIFO must be refused, not waited for.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return ErrnoStatus("open", path);
  return FromDescriptor(fd, BaseName(path));
}

Result<OriginalFile> OriginalFile::FromDescriptor(int fd, std::string name) {
  OriginalFile file(fd, 0, std::move(name));
  struct stat info {};
  if (fstat(fd, &info) != 0) return ErrnoStatus("stat", file.name_);
  if (!S_ISREG(info.st_mode)) {
    return Status(StatusCode::kInvalidArgument, "open " + file.name_ + ": not a regular file");
  }
  file.size_ = static_cast<std::uint64_t>(info.st_size);
  return file;
}

Result<OriginalFile> OriginalFile::FromBytes(std::string_view bytes, std::string name) {
  const int fd = MakeTemporary(bytes.size());
  if (fd < 0) return ErrnoStatus("create temporary file for", name);
  OriginalFile file(fd, bytes.size(), std::move(name));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus("write temporary file for", file.name_);
    done += static_cast<std::size_t>(n);
  }
  return file;
}

Result<std::string> OriginalFile::ReadAt(std::uint64_t offset, std::size_t length) const {
  if (offset >= size_) return std::string();
  std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - offset)), '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n = pread(fd_, out.data() + done, out.size() - done,
                            static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus("read", name_);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  out.resize(done);
  return out;
}

}  // namespace sohoa
