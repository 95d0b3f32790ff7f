// SPDX-License-Identifier: Apache-2.0
#include "workers/spooled_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace sohoa {
namespace {

constexpr std::size_t kPiece = 1 << 20;

Status Failed(const std::string& operation) {
  const StatusCode code = errno == ENOSPC || errno == EDQUOT ? StatusCode::kUnavailable : StatusCode::kIoError;
  return Status(code, operation + " a temporary file: " + std::strerror(errno));
}

}  // namespace

Result<SpooledFile> SpooledFile::Make(std::uint64_t expected_bytes) {
  // A file on a disk costs its file system more than a page's bytes do.
  if (expected_bytes <= kMostInMemory) {
    const int memory = memfd_create("sohoa-spool", MFD_CLOEXEC);
    if (memory >= 0) return SpooledFile(memory, true);
  }
  return MakeOnDisk();
}

Result<SpooledFile> SpooledFile::MakeOnDisk() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "sohoa-spool-XXXXXX").string();
  const int fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) return Failed("make");
  unlink(path.c_str());
  return SpooledFile(fd, false);
}

Status SpooledFile::MoveToDisk() {
  Result<SpooledFile> file = MakeOnDisk();
  if (!file) return file.status();
  while (file->size() < size_) {
    const Result<std::string> piece = ReadAt(file->size(), kPiece);
    if (!piece) return piece.status();
    if (const Status appended = file->Append(*piece); !appended.ok()) return appended;
  }
  *this = std::move(*file);
  return Status();
}

SpooledFile::SpooledFile(SpooledFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), in_memory_(other.in_memory_), size_(other.size_) {}

SpooledFile& SpooledFile::operator=(SpooledFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  std::swap(in_memory_, other.in_memory_);
  return *this;
}

SpooledFile::~SpooledFile() {
  if (fd_ >= 0) close(fd_);
}

Status SpooledFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed("write");
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Status();
}

Status SpooledFile::Rewrite(std::string_view bytes) {
  if (bytes.size() < size_ && ftruncate(fd_, static_cast<off_t>(bytes.size())) != 0) return Failed("shorten");
  size_ = 0;
  return Append(bytes);
}

Result<std::string> SpooledFile::ReadAt(std::uint64_t offset, std::size_t length) const {
  if (offset >= size_) return std::string();
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - offset)), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

Result<Sha256> SpooledFile::Hash() const {
  Sha256Hasher hasher;
  for (std::uint64_t offset = 0; offset < size_; offset += kPiece) {
    const Result<std::string> piece = ReadAt(offset, kPiece);
    if (!piece) return piece.status();
    hasher.Update(*piece);
  }
  return hasher.Finish();
}

Result<OriginalFile> SpooledFile::Open(const std::string& name) const {
  const int fd = fcntl(fd_, F_DUPFD_CLOEXEC, 0);
  if (fd < 0) return Failed("open");
  return OriginalFile::FromDescriptor(fd, name);
}

}  // namespace sohoa
