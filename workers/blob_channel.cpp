// SPDX-License-Identifier: Apache-2.0
#include "workers/blob_channel.h"

#include <algorithm>
#include <map>
#include <random>

#include "core/crc32c.h"

namespace sohoa {
namespace {

constexpr std::int64_t kAskMs = 30'000;
// The end of an upload waits for page counting in a reader and for the disk.
constexpr std::int64_t kEndMs = 180'000;
constexpr int kTries = 6;

Status Silent(const Connection& connection) {
  return Status(StatusCode::kUnavailable, "transfer to the coordinator at " + connection.endpoint() +
                                              ": it stopped answering; try again");
}

Status Cancelled() { return Status(StatusCode::kCancelled, "transfer of a blob: cancelled"); }

Status FailureOf(const Frame& frame) {
  const Result<Failure> failure = DecodeFailure(frame.body);
  if (!failure) return failure.status();
  if (failure->status.ok()) return Status(StatusCode::kCorruption, "read failure: it names no error");
  return failure->status;
}

// All of what fits into one frame.
Result<std::string> Whole(const ByteSource& source, std::uint64_t size) {
  if (size == 0) return std::string();
  Result<std::string> bytes = source(0, static_cast<std::size_t>(size));
  if (bytes && bytes->size() != size) return Status(StatusCode::kBadInput, "send original: it became shorter while it was read");
  return bytes;
}

// One blob on its way here: asks for pieces ahead and gives them out in order.
class Download {
 public:
  Download(Connection& connection, const Sha256& name) : connection_(connection), name_(name) {}

  Status Run(const std::function<bool(std::string_view)>& sink) {
    std::int64_t heard = MonotonicMs();
    std::int64_t connected = heard;  // when the socket was made, or something came over it
    while (!done_) {
      if (connection_.cancelled()) return Cancelled();
      AskAhead();
      std::optional<Frame> frame = connection_.Receive(100);
      if (frame) {
        heard = connected = MonotonicMs();
        Status taken = Take(*frame, sink);
        if (!taken.ok()) return taken;
      } else if (connection_.ShouldGoOn(MonotonicMs() - connected, !asked_.empty())) {
        if (MonotonicMs() - heard > kTries * Connection::kSilenceMs) return Silent(connection_);
        connection_.GoOn();
        asked_.clear();
        connected = MonotonicMs();
      }
    }
    return Status();
  }

 private:
  void AskAhead() {
    // The first answer tells the size; until then one piece is asked for.
    const std::size_t window = size_known_ ? kChunkWindow : 1;
    for (std::uint64_t at = given_; asked_.size() < window; at += kChunkBytes) {
      if (size_known_ && at >= size_) return;
      if (asked_.count(at) != 0) continue;
      const std::uint64_t tag = connection_.NewTag();
      if (!connection_.Send(Command::kGetBlob, tag, EncodeBody(GetBlobBody{name_, at, kChunkBytes}))) return;
      asked_[at] = {tag, std::nullopt};
    }
  }

  Status Take(const Frame& frame, const std::function<bool(std::string_view)>& sink) {
    const auto asked = std::find_if(asked_.begin(), asked_.end(),
                                    [&](const auto& piece) { return piece.second.tag == frame.tag; });
    if (asked == asked_.end()) return Status();  // of an earlier connection
    if (frame.command == Command::kBusy) {
      asked_.erase(asked);
      return Status();
    }
    if (frame.command != Command::kBlobData) return FailureOf(frame);
    Result<BlobDataBody> data = DecodeBlobData(frame.body);
    if (!data) return data.status();
    const bool whole = data->bytes.size() == std::min<std::uint64_t>(kChunkBytes, data->size - data->offset);
    if (data->offset != asked->first || !whole || Crc32c(data->bytes) != data->crc32c) {
      return Status(StatusCode::kCorruption, "receive blob " + name_.Hex() + ": damaged on its way");
    }
    size_ = data->size;
    size_known_ = true;
    asked->second.bytes = std::move(data->bytes);
    return GiveOut(sink);
  }

  Status GiveOut(const std::function<bool(std::string_view)>& sink) {
    while (!asked_.empty() && asked_.begin()->first == given_ && asked_.begin()->second.bytes) {
      const std::string bytes = std::move(*asked_.begin()->second.bytes);
      asked_.erase(asked_.begin());
      given_ += bytes.size();
      hasher_.Update(bytes);
      if (!sink(bytes)) {
        done_ = true;
        return Status();
      }
      if (given_ >= size_) break;
    }
    if (!size_known_ || given_ < size_) return Status();
    done_ = true;
    if (hasher_.Finish() == name_) return Status();
    return Status(StatusCode::kCorruption,
                  "receive blob " + name_.Hex() + ": its bytes do not have this SHA-256");
  }

  struct Piece {
    std::uint64_t tag = 0;
    std::optional<std::string> bytes;
  };
  Connection& connection_;
  const Sha256 name_;
  std::map<std::uint64_t, Piece> asked_;  // by offset
  std::uint64_t given_ = 0;
  std::uint64_t size_ = 0;
  bool size_known_ = false;
  bool done_ = false;
  Sha256Hasher hasher_;
};

}  // namespace

BlobChannel::BlobChannel(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {
  std::random_device random;
  last_request_ = std::uint64_t{random()} << 32 | random();
}

Result<std::unique_ptr<BlobChannel>> BlobChannel::Connect(EndpointList endpoints, const ClientKeys& keys) {
  Result<std::unique_ptr<Connection>> connection = Connection::Connect(std::move(endpoints), keys);
  if (!connection) return connection.status();
  return std::make_unique<BlobChannel>(std::move(*connection));
}

Status BlobChannel::Get(const Sha256& name, const std::function<bool(std::string_view bytes)>& sink) {
  return Download(*connection_, name).Run(sink);
}

Result<std::string> BlobChannel::GetAll(const Sha256& name, std::uint64_t max_bytes) {
  std::string all;
  bool over = false;
  Status got = Get(name, [&](std::string_view bytes) {
    over = all.size() + bytes.size() > max_bytes;
    if (!over) all += bytes;
    return !over;
  });
  if (!got.ok()) return got;
  if (over) {
    return Status(StatusCode::kResourceLimit, "receive blob " + name.Hex() + ": longer than " +
                                                  std::to_string(max_bytes) + " bytes");
  }
  return all;
}

Status BlobChannel::SendChunks(
    HaveBody have, std::uint64_t size, const ByteSource& source,
    const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress) {
  std::uint64_t next = have.offset;      // to be sent
  std::uint64_t received = have.offset;  // as the coordinator said
  std::int64_t heard = MonotonicMs();
  while (received < size) {
    if (connection_->cancelled()) return Cancelled();
    bool blocked = false;
    while (next < size && next < received + kChunkWindow * kChunkBytes && !blocked) {
      Result<std::string> bytes = source(next, kChunkBytes);
      if (!bytes) return bytes.status();
      if (bytes->empty()) return Status(StatusCode::kBadInput, "send original: it became shorter while it was read");
      ChunkBody chunk{have.upload, next, Crc32c(*bytes), std::move(*bytes)};
      const std::uint64_t length = chunk.bytes.size();
      blocked = !connection_->Send(Command::kChunk, connection_->NewTag(), EncodeBody(std::move(chunk)));
      if (!blocked) next += length;
    }
    std::optional<Frame> frame = connection_->Receive(blocked ? 10 : 100);
    if (!frame) {
      if (MonotonicMs() - heard > Connection::kSilenceMs) return Silent(*connection_);
      continue;
    }
    heard = MonotonicMs();
    if (frame->command == Command::kError || frame->command == Command::kBusy) return FailureOf(*frame);
    if (frame->command != Command::kCredit) continue;
    const Result<HaveBody> credit = DecodeHave(frame->body);
    if (!credit) return credit.status();
    if (credit->upload != have.upload || credit->offset <= received) continue;
    received = std::min(credit->offset, size);
    progress(received, size);
  }
  return Status();
}

Result<Frame> BlobChannel::Transfer(
    Command command, std::string_view body, std::uint64_t size, const ByteSource& source,
    const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress) {
  Status last = Silent(*connection_);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    Result<Frame> opened = connection_->Ask(command, body, kAskMs);
    if (!opened) return opened.status();
    if (opened->command != Command::kHave) return opened;  // it has all of it
    const Result<HaveBody> have = DecodeHave(opened->body);
    if (!have) return have.status();
    last = SendChunks(*have, size, source, progress);
    if (last.ok()) {
      Result<Frame> end = connection_->Ask(Command::kEnd, EncodeBody(*have), kEndMs);
      // Not found: the coordinator was started anew in between and begins again.
      if (end || end.status().code() != StatusCode::kNotFound) return end;
      last = end.status();
      continue;
    }
    const StatusCode code = last.code();
    if (code != StatusCode::kUnavailable && code != StatusCode::kNotFound &&
        code != StatusCode::kCorruption) {
      return last;
    }
    connection_->Reconnect();
  }
  return last;
}

Result<Frame> BlobChannel::HandIn(const OpenOriginalBody& original, const ByteSource& source,
                                  const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress) {
  if (original.size <= kChunkBytes && takes_whole_) {
    Result<std::string> bytes = Whole(source, original.size);
    if (!bytes) return bytes.status();
    const std::uint32_t crc = Crc32c(*bytes);
    HandInBody body{original, crc, std::move(*bytes), ++last_request_};
    Result<Frame> answer = connection_->Ask(Command::kHandIn, EncodeBody(std::move(body)), kEndMs);
    if (answer) progress(original.size, original.size);
    if (answer || answer.status().code() != StatusCode::kUnsupported) return answer;
  }
  Result<Frame> answer = Transfer(Command::kOpenOriginal, EncodeBody(original), original.size, source, progress);
  NoteTakenInPieces(answer, original.size);
  return answer;
}

Result<Frame> BlobChannel::Store(const Sha256& name, std::uint64_t size, const ByteSource& source) {
  if (size <= kChunkBytes && takes_whole_) {
    Result<std::string> bytes = Whole(source, size);
    if (!bytes) return bytes.status();
    const std::uint32_t crc = Crc32c(*bytes);
    Result<Frame> stored = connection_->Ask(Command::kStoreBlob, EncodeBody(StoreBlobBody{name, crc, std::move(*bytes)}), kEndMs);
    if (stored || stored.status().code() != StatusCode::kUnsupported) return stored;
  }
  Result<Frame> stored = Transfer(Command::kPutBlob, EncodeBody(BlobNameBody{name, size}), size, source, [](std::uint64_t, std::uint64_t) {});
  NoteTakenInPieces(stored, size);
  return stored;
}

// A coordinator of the protocol before knows no frames that are whole: it refuses them as
// unsupported, as it does a file of a kind it does not read, and only the former comes in pieces.
void BlobChannel::NoteTakenInPieces(const Result<Frame>& answer, std::uint64_t size) {
  if (answer && size <= kChunkBytes) takes_whole_ = false;
}

Status BlobChannel::Put(const Sha256& name, std::uint64_t size, const ByteSource& source) {
  const Result<Frame> stored = Store(name, size, source);
  if (!stored) return stored.status();
  if (stored->command == Command::kStored) return Status();
  return Status(StatusCode::kCorruption, "store blob " + name.Hex() + ": the coordinator answered something else");
}

Result<Sha256> BlobChannel::PutBytes(std::string_view bytes) {
  const Sha256 name = Sha256::Of(bytes);
  Status put = Put(name, bytes.size(), [&](std::uint64_t offset, std::size_t length) {
    return Result<std::string>(std::string(bytes.substr(static_cast<std::size_t>(offset), length)));
  });
  if (!put.ok()) return put;
  return name;
}

}  // namespace sohoa
