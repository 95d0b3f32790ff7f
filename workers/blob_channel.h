// SPDX-License-Identifier: Apache-2.0
//
// BlobChannel: blobs to and from the coordinator in chunks, several on their way at once, so
// that a worker or desk needs no access to the store. A broken transfer goes on where it was.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/sha256.h"
#include "workers/connection.h"

namespace sohoa {

// Bytes to send: up to `length` from `offset`, shorter only at the end.
using ByteSource = std::function<Result<std::string>(std::uint64_t offset, std::size_t length)>;

class BlobChannel {
 public:
  static Result<std::unique_ptr<BlobChannel>> Connect(EndpointList endpoints, const ClientKeys& keys = {});
  explicit BlobChannel(std::unique_ptr<Connection> connection);

  // Reads the blob into `sink` in order, until it returns false; compares its SHA-256
  // (kCorruption) when all of it was read. kNotFound.
  Status Get(const Sha256& name, const std::function<bool(std::string_view bytes)>& sink);
  // The same into memory; over `max_bytes` is kResourceLimit.
  Result<std::string> GetAll(const Sha256& name, std::uint64_t max_bytes);

  // Stored and synced when it returns ok; sends nothing where the blob is there already.
  Status Put(const Sha256& name, std::uint64_t size, const ByteSource& source);
  Result<Sha256> PutBytes(std::string_view bytes);

  // An original to its place; the coordinator's word, kReceipt. A small one goes in one frame.
  Result<Frame> HandIn(const OpenOriginalBody& original, const ByteSource& source,
                       const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress);

  // Begins with `command` and its body (kOpenOriginal or kPutBlob), sends the bytes that the
  // coordinator does not have, and gives its last word: kReceipt or kStored.
  Result<Frame> Transfer(Command command, std::string_view body, std::uint64_t size,
                         const ByteSource& source,
                         const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress);

  Connection& connection() { return *connection_; }

 private:
  Result<Frame> Store(const Sha256& name, std::uint64_t size, const ByteSource& source);
  void NoteTakenInPieces(const Result<Frame>& answer, std::uint64_t size);
  // Sends from `have` on. Ok when all is received; kUnavailable when the line went silent.
  Status SendChunks(HaveBody have, std::uint64_t size, const ByteSource& source,
                    const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress);

  std::unique_ptr<Connection> connection_;
  bool takes_whole_ = true;  // frames with all of a small original or blob
  std::uint64_t last_request_;  // of originals that were handed in whole; begins anywhere
};

}  // namespace sohoa
