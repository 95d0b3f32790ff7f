// SPDX-License-Identifier: Apache-2.0
//
// OriginalFile: the bytes of an original exactly as they came, readable at any place and
// never held in memory whole. It is a file descriptor, so that it can be handed to another
// process on the same host.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"

namespace sohoa {

// Move-only; closes the descriptor. Reading is safe from several threads.
class OriginalFile {
 public:
  // `path` is UTF-8. kNotFound, kIoError; kInvalidArgument for what is not a regular file.
  static Result<OriginalFile> Open(const std::string& path);
  // Takes over `fd` (also when it fails), which must be seekable.
  static Result<OriginalFile> FromDescriptor(int fd, std::string name);
  // Into memory, or an unlinked temporary file when it is large.
  static Result<OriginalFile> FromBytes(std::string_view bytes, std::string name);

  OriginalFile(OriginalFile&& other) noexcept;
  OriginalFile& operator=(OriginalFile&& other) noexcept;
  OriginalFile(const OriginalFile&) = delete;
  OriginalFile& operator=(const OriginalFile&) = delete;
  ~OriginalFile();

  int descriptor() const { return fd_; }  // stays ours
  std::uint64_t size() const { return size_; }
  const std::string& name() const { return name_; }  // for messages and display
  void set_name(std::string name) { name_ = std::move(name); }

  // Up to `length` bytes from `offset`; shorter only at the end.
  Result<std::string> ReadAt(std::uint64_t offset, std::size_t length) const;

 private:
  OriginalFile(int fd, std::uint64_t size, std::string name);
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::string name_;
};

}  // namespace sohoa
