// SPDX-License-Identifier: Apache-2.0
//
// Frames and bodies between desks, coordinator and workers, and between a worker and its reader.
#include <cstdint>

#include "fuzz/fuzz.h"
#include "workers/protocol.h"
#include "workers/reader_protocol.h"

namespace sohoa {
namespace {

void CheckFrame(std::string_view bytes) {
  static_cast<void>(TagOf(bytes));
  const Result<Frame> frame = DecodeFrame(bytes);
  if (!frame) return;
  Require(EncodeFrame(frame->command, frame->tag, frame->body) == bytes, "a frame has one form only");
  Require(TagOf(bytes) == frame->tag, "the tag of a frame");
}

template <typename Body>
void CheckBody(std::string_view bytes, Result<Body> (*decode)(std::string_view), const char* what) {
  CheckCodec(bytes, decode, [](const Body& body) { return EncodeBody(body); }, what);
}

void CheckBodies(std::string_view bytes) {
  CheckBody(bytes, DecodeFailure, "Failure");
  CheckBody(bytes, DecodeClientHello, "ClientHello");
  CheckBody(bytes, DecodeWelcome, "Welcome");
  CheckBody(bytes, DecodeOpenBatch, "OpenBatch");
  CheckBody(bytes, DecodeOpenOriginal, "OpenOriginal");
  CheckBody(bytes, DecodeHandIn, "HandIn");
  CheckBody(bytes, DecodeStoreBlob, "StoreBlob");
  CheckBody(bytes, DecodeBlobName, "BlobName");
  CheckBody(bytes, DecodeHave, "Have");
  CheckBody(bytes, DecodeChunk, "Chunk");
  CheckBody(bytes, DecodeReceipt, "Receipt");
  CheckBody(bytes, DecodeSeal, "Seal");
  CheckBody(bytes, DecodeSealArranged, "SealArranged");
  CheckBody(bytes, DecodeBatchReceipt, "BatchReceipt");
  CheckBody(bytes, DecodeDrain, "Drain");
  CheckBody(bytes, DecodeProgress, "Progress");
  CheckBody(bytes, DecodeCall, "Call");
  CheckBody(bytes, DecodeGetBlob, "GetBlob");
  CheckBody(bytes, DecodeBlobData, "BlobData");
  CheckBody(bytes, DecodeBeat, "Beat");
  CheckBody(bytes, DecodeBeatAnswer, "BeatAnswer");
  CheckBody(bytes, DecodeJob, "Job");
  CheckBody(bytes, DecodePageJob, "PageJob");
  CheckBody(bytes, DecodeDossierJob, "DossierJob");
  CheckBody(bytes, DecodeOutcome, "Outcome");
  CheckBody(bytes, DecodeJobFailure, "JobFailure");
  CheckBody(bytes, DecodeJobAnswer, "JobAnswer");
  CheckCodec(bytes, DecodeAnswer, EncodeAnswer, "Answer");
}

template <typename Value>
void CheckWire(std::string_view bytes, Result<Value> (*get)(WireReader&), void (*put)(WireWriter&, const Value&), const char* what) {
  CheckCodec(
      bytes,
      [get](std::string_view in) {
        WireReader reader(in);
        return get(reader);
      },
      [put](const Value& value) {
        WireWriter writer;
        put(writer, value);
        return writer.Take();
      },
      what);
}

void CheckReader(std::string_view bytes) {
  CheckCodec(bytes, DecodeRequest, EncodeRequest, "request to a reader");
  CheckCodec(bytes, DecodeReply, EncodeReply, "reply of a reader");
  CheckCodec(bytes, DecodeHello, EncodeHello, "hello to a reader");
  CheckCodec(bytes, DecodeGreeting, EncodeGreeting, "greeting of a reader");
  if (const Result<ReaderReply> reply = DecodeReply(bytes)) static_cast<void>(JailStop(*reply));
  CheckWire(bytes, GetDecodedPage, PutDecodedPage, "decoded page");
  CheckWire(bytes, GetPreparedPage, PutPreparedPage, "prepared page");
  CheckWire(bytes, GetAssessment, PutAssessment, "assessment");
  CheckWire(bytes, GetLayer, PutLayer, "page layer");
}

}  // namespace
}  // namespace sohoa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sohoa::CheckFrame(bytes);
  sohoa::CheckBodies(bytes);
  // Past the head of a frame stands a body.
  if (size > 17) sohoa::CheckBodies(bytes.substr(17));
  sohoa::CheckReader(bytes);
  return 0;
}
