// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;
// A claimed length is believed only as far as bytes have come.
constexpr std::size_t kGrowBytes = 1u << 20;

std::optional<Clock::time_point> DeadlineAfter(std::int64_t timeout_ms) {
  if (timeout_ms < 0) return std::nullopt;
  return Clock::now() + std::chrono::milliseconds(timeout_ms);
}

Status Failed(std::string_view operation, int error) {
  const StatusCode code = error == EPIPE || error == ECONNRESET ? StatusCode::kUnavailable
                                                                : StatusCode::kIoError;
  return Status(code, std::string(operation) + " the page reader's socket: " + strerror(error));
}

Status WaitFor(int fd, short events, const std::optional<Clock::time_point>& deadline) {
  for (;;) {
    int wait_ms = -1;
    if (deadline) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
      if (left <= 0) return Status(StatusCode::kTimeout, "wait for the page reader: time is up");
      wait_ms = static_cast<int>(std::min<std::int64_t>(left, 1'000'000'000));
    }
    pollfd polled{fd, events, 0};
    const int ready = poll(&polled, 1, wait_ms);
    if (ready > 0) return Status();
    if (ready < 0 && errno != EINTR) return Failed("wait for", errno);
  }
}

union DescriptorControl {
  char bytes[CMSG_SPACE(sizeof(int))];
  cmsghdr align;
};

// One sendmsg; the descriptor, where there is one, rides on its first byte.
ssize_t SendSome(int socket, std::string_view head, std::string_view bytes, int descriptor) {
  iovec pieces[] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(bytes.data()), bytes.size()}};
  msghdr message{};
  message.msg_iov = pieces;
  message.msg_iovlen = 2;
  DescriptorControl control{};
  if (descriptor >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  }
  return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

ssize_t ReceiveSome(int socket, char* into, std::size_t length, OwnedDescriptor& descriptor) {
  iovec piece{into, length};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  DescriptorControl control{};
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  const ssize_t got = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (got < 0) return got;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    descriptor = OwnedDescriptor(fd);
  }
  return got;
}

// Fills `into` with `length` bytes.
Status ReceiveAll(int socket, std::string& into, std::size_t length, OwnedDescriptor& descriptor,
                  const std::optional<Clock::time_point>& deadline) {
  into.clear();
  while (into.size() < length) {
    const std::size_t have = into.size();
    into.resize(std::min(length, have + kGrowBytes));
    const ssize_t got = ReceiveSome(socket, into.data() + have, into.size() - have, descriptor);
    const int error = errno;
    into.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) {
      return Status(StatusCode::kUnavailable, "read the page reader's socket: it is closed");
    }
    if (got < 0 && error != EAGAIN && error != EINTR) return Failed("read", error);
    if (got > 0 || error == EINTR) continue;
    if (Status ready = WaitFor(socket, POLLIN, deadline); !ready.ok()) return ready;
  }
  return Status();
}

}  // namespace

OwnedDescriptor& OwnedDescriptor::operator=(OwnedDescriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) close(fd_);
    fd_ = other.Release();
  }
  return *this;
}

OwnedDescriptor::~OwnedDescriptor() {
  if (fd_ >= 0) close(fd_);
}

int OwnedDescriptor::Release() { return std::exchange(fd_, -1); }

Result<OwnedDescriptor> ForReadingOnly(int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  const bool reads = flags >= 0 && (flags & O_ACCMODE) == O_RDONLY;
  const std::string same = "/proc/self/fd/" + std::to_string(descriptor);
  // A duplicate would share the right to write.
  const int fd = reads ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : open(same.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Status(StatusCode::kIoError, std::string("open an original for reading only: ") + strerror(errno));
  return OwnedDescriptor(fd);
}

Status ReaderSocket::Send(std::string_view frame, int descriptor, std::int64_t timeout_ms) {
  if (frame.size() > kMaxFrameBytes) {
    return Status(StatusCode::kResourceLimit, "send to the page reader: message too long");
  }
  const auto deadline = DeadlineAfter(timeout_ms);
  std::string length(4, '\0');
  for (unsigned i = 0; i < 4; ++i) length[i] = static_cast<char>(frame.size() >> (8 * i));
  // Together, or the other side would be woken for the length and wait once more for the frame.
  std::string_view head = length;
  while (!head.empty() || !frame.empty()) {
    const ssize_t sent = SendSome(socket_.get(), head, frame, descriptor);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return Failed("write", errno);
    if (sent < 0) {
      if (Status ready = WaitFor(socket_.get(), POLLOUT, deadline); !ready.ok()) return ready;
      continue;
    }
    const std::size_t of_head = std::min(head.size(), static_cast<std::size_t>(sent));
    head.remove_prefix(of_head);
    frame.remove_prefix(static_cast<std::size_t>(sent) - of_head);
    descriptor = -1;
  }
  return Status();
}

Result<ReaderFrame> ReaderSocket::Receive(std::int64_t timeout_ms) {
  const auto deadline = DeadlineAfter(timeout_ms);
  ReaderFrame frame;
  std::string head;
  Status status = ReceiveAll(socket_.get(), head, 4, frame.descriptor, deadline);
  if (!status.ok()) return status;
  std::uint32_t length = 0;
  for (unsigned i = 0; i < 4; ++i) {
    length |= std::uint32_t{static_cast<std::uint8_t>(head[i])} << (8 * i);
  }
  if (length > kMaxFrameBytes) {
    return Status(StatusCode::kCorruption, "read the page reader's socket: malformed frame");
  }
  status = ReceiveAll(socket_.get(), frame.bytes, length, frame.descriptor, deadline);
  if (!status.ok()) return status;
  return frame;
}

}  // namespace sohoa
