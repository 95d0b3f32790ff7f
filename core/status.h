// SPDX-License-Identifier: Apache-2.0
//
// Status: what became of an operation. Errors are values in Sohoa and do not cross a folder
// as exceptions; a Status is stored with a quarantined page and sent over the wire, so its
// numbers never change meaning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sohoa {

// Stable on disk and on the wire. Never renumber or reuse.
enum class StatusCode : std::uint8_t {
  kOk = 0,
  kInvalidArgument = 1,  // the caller's mistake; the same call fails again
  kNotFound = 2,
  kCorruption = 3,   // stored or received bytes are not what they were
  kUnavailable = 4,  // a device, server or peer is away; worth another try
  kTimeout = 5,
  kIoError = 6,
  kUnsupported = 7,    // well-formed, but not a thing we handle (encrypted PDF, say)
  kInternal = 8,       // a fault of ours
  kResourceLimit = 9,  // over a limit of size, pages, memory or time set for hostile input
  kBadInput = 10,      // a damaged or malformed original
  kCancelled = 11,
  kConflict = 12,  // somebody else changed it first, or it exists with other content
  kDenied = 13,    // whoever asks may not
};
inline constexpr StatusCode kLastStatusCode = StatusCode::kDenied;

// "kBadInput" -> "bad_input": the spelling in JSON, logs and metrics.
std::string_view StatusCodeName(StatusCode code);
// Whether another try, unchanged, may succeed. The only input of the retry policy.
bool IsRetryable(StatusCode code);

class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  // `message`: operation, object, reason and, where there is one, what to do:
  // "decode page 3 of scan.pdf: JPEG ends early at byte 91204". Never recognised text
  // or personal data, for messages are logged.
  Status(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {}

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  const std::string& message() const { return message_; }
  // "bad_input: decode page 3 ..."
  std::string ToString() const;

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
};

// The same error with `context` in front: "submit a.pdf: decode page 3: ...".
Status Annotate(const Status& status, std::string_view context);

}  // namespace sohoa
