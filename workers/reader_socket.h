// SPDX-License-Identifier: Apache-2.0
//
// ReaderSocket: one end of the socket pair between a ReaderClient and its sohoa-reader.
// Carries frames (workers/reader_protocol.h), each with at most one file descriptor.
// One thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace sohoa {

// A file descriptor with an owner. Move-only.
class OwnedDescriptor {
 public:
  OwnedDescriptor() = default;
  explicit OwnedDescriptor(int fd) : fd_(fd) {}
  OwnedDescriptor(OwnedDescriptor&& other) noexcept : fd_(other.Release()) {}
  OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept;
  ~OwnedDescriptor();

  int get() const { return fd_; }
  int Release();  // gives it away

 private:
  int fd_ = -1;
};

// Another descriptor of the same file, for reading only; what is so already stays as it is. kIoError.
Result<OwnedDescriptor> ForReadingOnly(int descriptor);

struct ReaderFrame {
  std::string bytes;
  OwnedDescriptor descriptor;  // -1 when none came along
};

class ReaderSocket {
 public:
  // No frame is longer than this; a longer one is kCorruption.
  static constexpr std::uint32_t kMaxFrameBytes = 512u << 20;

  explicit ReaderSocket(OwnedDescriptor socket) : socket_(std::move(socket)) {}

  // `timeout_ms` < 0 waits for ever. kTimeout; kUnavailable: the other end is closed.
  Status Send(std::string_view frame, int descriptor, std::int64_t timeout_ms);
  Result<ReaderFrame> Receive(std::int64_t timeout_ms);

 private:
  OwnedDescriptor socket_;
};

}  // namespace sohoa
