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
  // In memory where no more than kMostInMemory bytes are expected. kIoError: no place for
  // temporary files.
  static constexpr std::uint64_t kMostInMemory = 4u << 20;
  static Result<SpooledFile> Make(std::uint64_t expected_bytes);
  SpooledFile(SpooledFile&& other) noexcept;
  SpooledFile& operator=(SpooledFile&& other) noexcept;
  SpooledFile(const SpooledFile&) = delete;
  SpooledFile& operator=(const SpooledFile&) = delete;
  ~SpooledFile();

  // kUnavailable when the disk is full.
  Status Append(std::string_view bytes);
  // In the place of what it held. Costs less than a new one, for the file keeps its memory.
  Status Rewrite(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  bool in_memory() const { return in_memory_; }
  // For one that grew beyond what was expected.
  Status MoveToDisk();
  Result<std::string> ReadAt(std::uint64_t offset, std::size_t length) const;
  Result<Sha256> Hash() const;
  // The same bytes for whoever reads originals.
  Result<OriginalFile> Open(const std::string& name) const;

 private:
  SpooledFile(int fd, bool in_memory) : fd_(fd), in_memory_(in_memory) {}
  static Result<SpooledFile> MakeOnDisk();
  int fd_ = -1;
  bool in_memory_ = false;
  std::uint64_t size_ = 0;
};

}  // namespace sohoa
