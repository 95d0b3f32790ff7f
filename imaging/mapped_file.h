// SPDX-License-Identifier: Apache-2.0
//
// MappedFile: an original's bytes as memory that the kernel pages in and drops again, so that
// no decoder needs a copy of a large file.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/result.h"
#include "imaging/original_file.h"

namespace sohoa {

// Move-only. The file must not shrink meanwhile; originals are immutable blobs and files that
// nobody else can write.
class MappedFile {
 public:
  // kBadInput where it is empty, kIoError.
  static Result<MappedFile> Map(const OriginalFile& original);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  MappedFile(void* data, std::size_t size) : data_(data), size_(size) {}
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace sohoa
