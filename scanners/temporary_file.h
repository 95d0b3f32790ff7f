// SPDX-License-Identifier: Apache-2.0
//
// A file without a name: it is gone with its last descriptor, also when the program dies.
#pragma once

#include <cstdint>
#include <span>

#include "core/result.h"

namespace sohoa {

// Move-only; closes the descriptor.
class TemporaryFile {
 public:
  // In $TMPDIR, else /tmp. kIoError.
  static Result<TemporaryFile> Create();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  ~TemporaryFile();

  Status Append(std::span<const std::uint8_t> bytes);
  // All of `buffer` from `offset`; kIoError where there is less.
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) const;
  std::uint64_t size() const { return size_; }
  // The descriptor, which is the caller's from here on.
  int Surrender();

 private:
  explicit TemporaryFile(int fd) : fd_(fd) {}
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace sohoa
