// SPDX-License-Identifier: Apache-2.0
//
// What a ReaderClient and its sohoa-reader say to each other over a socket pair: one request,
// one reply, in turn. Both sides treat what they get as hostile: anything malformed is
// kCorruption, never a crash.
//
//   frame    u32 length (little-endian), then so many bytes; a file descriptor may ride along
//   request  u64 sequence, u8 ReaderCall, u32 n, n x u64 released image tokens, body
//   reply    u64 sequence, u8 StatusCode, message, body (empty unless ok)
//
// Never stored: client and reader are of one build, so the encoding may change freely.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

enum class ReaderCall : std::uint8_t {
  kHello = 0,  // first and once: which engine, model and limits
  kInspect = 1,
  kDecode = 2,
  kPrepare = 3,
  kRecognise = 4,
  kDetectOrientation = 5,
  kEncodeLayer = 6,
  kRenderPicture = 7,
  kAssess = 8,
};

inline constexpr int kReaderSocket = 3;  // descriptor of the socket in the reader
// Exit code of a reader that ran out of its address space where it could not go on.
inline constexpr int kReaderOutOfMemory = 86;

// Integers little-endian, doubles as their bits, strings with a u32 length in front.
class WireWriter {
 public:
  void U8(std::uint8_t value);
  void U32(std::uint32_t value);
  void U64(std::uint64_t value);
  void F64(double value);
  void Bytes(std::string_view bytes);
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads past the end give zeros and turn ok() false for good.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : in_(bytes) {}
  std::uint8_t U8();
  bool Bool() { return U8() != 0; }
  std::uint32_t U32();
  std::uint64_t U64();
  double F64();
  std::string_view Bytes();
  std::string_view Rest();
  // Nothing was missing and nothing is left over.
  bool Finished() const { return ok_ && in_.empty(); }
  bool ok() const { return ok_; }

 private:
  std::string_view Take(std::size_t length);
  std::string_view in_;
  bool ok_ = true;
};

struct ReaderRequest {
  std::uint64_t sequence = 0;
  ReaderCall call = ReaderCall::kHello;
  std::vector<std::uint64_t> released;
  std::string_view body;
};
std::string EncodeRequest(const ReaderRequest& request);
Result<ReaderRequest> DecodeRequest(std::string_view bytes);  // body points into `bytes`

struct ReaderReply {
  std::uint64_t sequence = 0;
  Status status;
  std::string_view body;
};
std::string EncodeReply(const ReaderReply& reply);
Result<ReaderReply> DecodeReply(std::string_view bytes);  // body points into `bytes`

struct ReaderHello {
  OcrOptions ocr;
  ImagingLimits limits;
  std::uint64_t memory_bytes = 0;
};
std::string EncodeHello(const ReaderHello& hello);
Result<ReaderHello> DecodeHello(std::string_view bytes);

// Layers of the reader's jail (workers/reader_jail.h) by name, those that do not stand with why.
struct ReaderJail {
  std::vector<std::string> standing;
  std::vector<std::string> missing;
};

// The reply to a hello.
struct ReaderGreeting {
  std::string engine;
  std::string model;
  ReaderJail jail;
};
std::string EncodeGreeting(const ReaderGreeting& greeting);
Result<ReaderGreeting> DecodeGreeting(std::string_view bytes);

// The last words of a reader that made a forbidden system call: a whole frame, length and all, so
// that a signal handler need only put the call's number, little-endian, into its last four bytes.
std::string EncodeJailStopFrame();
// The number of the call, where `reply` is such a message.
std::optional<int> JailStop(const ReaderReply& reply);

// An image that stays in the reader. Token 0: there is none.
struct WireImage {
  std::uint64_t token = 0;
  int width = 0;
  int height = 0;
  int channels = 0;
};

// A DecodedPage or PreparedPage whose handles are empty, and what stands for them.
struct WireDecodedPage {
  DecodedPage page;
  WireImage image;
};
struct WirePreparedPage {
  PreparedPage page;
  WireImage display;
  WireImage reading;
  WireImage ink_mask;
};
void PutDecodedPage(WireWriter& out, const WireDecodedPage& page);
Result<WireDecodedPage> GetDecodedPage(WireReader& in);
void PutPreparedPage(WireWriter& out, const WirePreparedPage& page);
Result<WirePreparedPage> GetPreparedPage(WireReader& in);

void PutAssessment(WireWriter& out, const PageAssessment& page);
Result<PageAssessment> GetAssessment(WireReader& in);

void PutLayer(WireWriter& out, const PageLayer& layer);
Result<PageLayer> GetLayer(WireReader& in);

}  // namespace sohoa
