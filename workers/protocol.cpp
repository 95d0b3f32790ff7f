// SPDX-License-Identifier: Apache-2.0
#include "workers/protocol.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::string_view kMagic = "HS1";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 3 + 1 + 1 + 8 + 4;

constexpr Command kCommands[] = {
    Command::kOk,           Command::kError,     Command::kBusy,        Command::kHello,
    Command::kWelcome,      Command::kOpenBatch, Command::kOpenOriginal, Command::kHave,
    Command::kChunk,        Command::kCredit,    Command::kEnd,         Command::kReceipt,
    Command::kSeal,         Command::kAskProgress, Command::kProgress,  Command::kCall,
    Command::kAnswer,       Command::kAskDrain,  Command::kGetBlob,     Command::kBlobData,
    Command::kPutBlob,      Command::kStored,    Command::kReady,       Command::kJob,
    Command::kBeat,         Command::kBeatAnswer, Command::kResult,     Command::kFail,
    Command::kCommitted,    Command::kStale,     Command::kUnknown,     Command::kReturn,
    Command::kHandIn,       Command::kStoreBlob, Command::kSealArranged, Command::kBatchReceipt,
};

void AppendBigEndian(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>((value >> shift) & 255);
  }
}

std::uint64_t ReadBigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string EncodeFrame(Command command, std::uint64_t tag, std::string_view body) {
  std::string out;
  out.reserve(kHeaderBytes + body.size());
  out += kMagic;
  out += static_cast<char>(kVersion);
  out += static_cast<char>(command);
  AppendBigEndian(tag, 8, out);
  AppendBigEndian(body.size(), 4, out);
  out += body;
  return out;
}

std::uint64_t TagOf(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || bytes.substr(0, 3) != kMagic) return 0;
  return ReadBigEndian(bytes.substr(5, 8));
}

Result<Frame> DecodeFrame(std::string_view bytes) {
  const Result<FrameView> frame = ViewFrame(bytes);
  if (!frame) return frame.status();
  return Frame{frame->command, frame->tag, std::string(frame->body)};
}

Result<FrameView> ViewFrame(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || bytes.substr(0, 3) != kMagic) {
    return Status(StatusCode::kCorruption, "read frame: it does not begin with an HS1 header");
  }
  const auto version = static_cast<std::uint8_t>(bytes[3]);
  if (version != kVersion) {
    return Status(StatusCode::kUnsupported, "read frame: version " + std::to_string(version) +
                                                " of the protocol; this program speaks version 1");
  }
  const auto command = static_cast<Command>(static_cast<std::uint8_t>(bytes[4]));
  if (std::find(std::begin(kCommands), std::end(kCommands), command) == std::end(kCommands)) {
    return Status(StatusCode::kUnsupported,
                  "read frame: unknown command " + std::to_string(static_cast<int>(command)));
  }
  if (ReadBigEndian(bytes.substr(13, 4)) != bytes.size() - kHeaderBytes) {
    return Status(StatusCode::kCorruption, "read frame: its length is not what its header says");
  }
  return FrameView{command, ReadBigEndian(bytes.substr(5, 8)), bytes.substr(kHeaderBytes)};
}

}  // namespace sohoa
