// SPDX-License-Identifier: Apache-2.0
#include "imaging/mapped_file.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <sys/mman.h>

namespace sohoa {

Result<MappedFile> MappedFile::Map(const OriginalFile& original) {
  if (original.size() == 0) {
    return Status(StatusCode::kBadInput, "read " + original.name() + ": the file is empty");
  }
  const auto size = static_cast<std::size_t>(original.size());
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, original.descriptor(), 0);
  if (data == MAP_FAILED) {
    const StatusCode code = errno == ENOMEM ? StatusCode::kResourceLimit : StatusCode::kIoError;
    return Status(code, "map " + original.name() + ": " + std::strerror(errno));
  }
  return MappedFile(data, size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(data_, size_);
}

}  // namespace sohoa
