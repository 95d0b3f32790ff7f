// SPDX-License-Identifier: Apache-2.0
//
// SpooledFile: bytes on their way, in a file without a name that is gone with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/sha256.h"
#include "imaging/original_file.h"

namespace sohoa {

// Move-only. One thread at a time.
class SpooledFile {
 public:
  // kIoError: no place for temporary files.
  static Result<SpooledFile> Make();
  SpooledFile(SpooledFile&& other) noexcept;
  SpooledFile& operator=(SpooledFile&& other) noexcept;
  SpooledFile(const SpooledFile&) = delete;
  SpooledFile& operator=(const SpooledFile&) = delete;
  ~SpooledFile();

  // kUnavailable when the disk is full.
  Status Append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  Result<std::string> ReadAt(std::uint64_t offset, std::size_t length) const;
  Result<Sha256> Hash() const;
  // The same bytes for whoever reads originals.
  Result<OriginalFile> Open(const std::string& name) const;

 private:
  explicit SpooledFile(int fd) : fd_(fd) {}
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace sohoa
