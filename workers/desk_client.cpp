// SPDX-License-Identifier: Apache-2.0
#include "workers/desk_client.h"

#include <unistd.h>

#include <random>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "workers/blob_channel.h"
#include "workers/protocol.h"
#include "workers/versions.h"

namespace sohoa {
namespace {

constexpr std::int64_t kAnswerMs = 30'000;
constexpr std::int64_t kHelloMs = 5'000;

// The answer must be of the kind that was asked for.
Status Expect(const Result<Frame>& answer, Command command) {
  if (!answer) return answer.status();
  if (answer->command == command) return Status();
  return Status(StatusCode::kCorruption, "ask the coordinator: it answered with frame " +
                                             std::to_string(static_cast<int>(answer->command)));
}

class DeskClientImpl : public DeskClient {
 public:
  DeskClientImpl(std::unique_ptr<BlobChannel> channel, std::uint64_t epoch) : channel_(std::move(channel)), epoch_(epoch) {}

  std::uint64_t epoch() const override { return epoch_; }

  Result<std::uint64_t> CurrentEpoch() override {
    const Result<Frame> answer = channel_->connection().Ask(Command::kHello, EncodeBody(ClientHello{"desk", "", OwnVersions({})}), kHelloMs);
    if (const Status received = Expect(answer, Command::kWelcome); !received.ok()) return received;
    const Result<Welcome> said = DecodeWelcome(answer->body);
    if (!said) return said.status();
    return said->epoch;
  }

  Status OpenBatch(const DossierHead& head, const std::string& batch, Lane lane, std::int64_t deadline_unix_ms) override {
    const DossierHead clean{head.code, ToNfc(head.procedure), ToNfc(head.agency), ToNfc(head.applicant)};
    return Expect(Ask(Command::kOpenBatch, EncodeBody(OpenBatchBody{clean, batch, lane, deadline_unix_ms})), Command::kOk);
  }

  Result<OriginalReceipt> Upload(
      const std::string& dossier, const std::string& batch, std::uint32_t place,
      const OriginalFile& original,
      const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress) override {
    // A small one is read once, for its hash and for sending it.
    Result<std::string> whole = original.size() <= kChunkBytes ? ReadWhole(original) : Result<std::string>(std::string());
    if (!whole) return whole.status();
    Result<Sha256> hash = whole->empty() ? Hash(original) : Sha256::Of(*whole);
    if (!hash) return hash.status();
    const OpenOriginalBody open{dossier, batch, place, ToNfc(original.name()), *hash, original.size()};
    const auto source = [&](std::uint64_t offset, std::size_t length) {
      if (!whole->empty()) return Result<std::string>(whole->substr(static_cast<std::size_t>(offset), length));
      return original.ReadAt(offset, length);
    };
    const auto report = [&](std::uint64_t sent, std::uint64_t total) {
      if (progress) progress(sent, total);
    };
    Result<Frame> answer = channel_->HandIn(open, source, report);
    Status received = Expect(answer, Command::kReceipt);
    if (!received.ok()) return received;
    Result<OriginalReceipt> receipt = DecodeReceipt(answer->body);
    if (receipt && receipt->sha256 != *hash) {
      return Status(StatusCode::kCorruption, "upload " + original.name() + ": the receipt is for other bytes; send it again");
    }
    return receipt;
  }

  Status Seal(const std::string& dossier, const std::string& batch) override {
    return Expect(Ask(Command::kSeal, EncodeBody(SealBody{dossier, batch})), Command::kOk);
  }

  Status SealAll(const std::string& dossier) override { return Seal(dossier, ""); }

  Result<SignedReceipt> SealArranged(const std::string& dossier, const std::string& batch, const std::vector<Edit>& edits,
                                     std::uint64_t since_first_sheet_ms) override {
    Result<Frame> answer = Ask(Command::kSealArranged, EncodeBody(SealArrangedBody{dossier, batch, edits, since_first_sheet_ms}));
    if (!answer && answer.status().code() == StatusCode::kUnsupported) {
      return Status(StatusCode::kUnsupported, "seal " + batch + " of dossier " + dossier + ": the coordinator is older than this desk; upgrade it");
    }
    Status received = Expect(answer, Command::kBatchReceipt);
    if (!received.ok()) return received;
    return DecodeBatchReceipt(answer->body);
  }

  Result<DossierProgress> Progress(const std::string& dossier) override {
    Result<Frame> answer = Ask(Command::kAskProgress, EncodeBody(SealBody{dossier, ""}));
    Status received = Expect(answer, Command::kProgress);
    if (!received.ok()) return received;
    return DecodeProgress(answer->body);
  }

  Result<std::string> Call(std::string_view method, std::string_view params_json,
                           std::int64_t timeout_ms) override {
    const CallBody call{std::string(method), std::string(params_json)};
    // The answer is waited for as a whole: a call may change something, so it is sent once
    // over a line that was just seen to work.
    Status alive = Expect(Ask(Command::kHello, EncodeBody(ClientHello{"tool", "", OwnVersions({})})), Command::kWelcome);
    if (!alive.ok()) return alive;
    Connection& connection = channel_->connection();
    const std::uint64_t tag = connection.NewTag();
    if (!connection.Send(Command::kCall, tag, EncodeBody(call))) {
      return Status(StatusCode::kUnavailable, "ask the coordinator: it takes no more just now; try again");
    }
    const std::int64_t deadline = MonotonicMs() + timeout_ms;
    while (MonotonicMs() < deadline) {
      std::optional<Frame> frame = connection.Receive(100);
      if (!frame || frame->tag != tag) continue;
      if (frame->command == Command::kAnswer) return DecodeAnswer(frame->body);
      Result<Failure> failure = DecodeFailure(frame->body);
      if (!failure) return failure.status();
      if (!failure->status.ok()) return failure->status;
    }
    return Status(StatusCode::kUnavailable, "ask " + call.method + " of the coordinator: no answer in " +
                                                std::to_string(timeout_ms) + " ms");
  }

  Status FetchBlob(const Sha256& name, const std::function<bool(std::string_view bytes)>& sink) override {
    return channel_->Get(name, sink);
  }

  Status OrderWorker(const std::string& worker, WorkerOrder order) override {
    return Expect(Ask(Command::kAskDrain, EncodeBody(DrainBody{worker, order})), Command::kOk);
  }

 private:
  Result<Frame> Ask(Command command, std::string_view body) {
    return channel_->connection().Ask(command, body, kAnswerMs);
  }

  static Result<std::string> ReadWhole(const OriginalFile& original) {
    Result<std::string> bytes = original.ReadAt(0, static_cast<std::size_t>(original.size()));
    if (bytes && bytes->size() != original.size()) {
      return Status(StatusCode::kBadInput, "read " + original.name() + ": it became shorter while it was read");
    }
    return bytes;
  }

  static Result<Sha256> Hash(const OriginalFile& original) {
    Sha256Hasher hasher;
    for (std::uint64_t at = 0; at < original.size();) {
      Result<std::string> bytes = original.ReadAt(at, 1 << 20);
      if (!bytes) return bytes.status();
      if (bytes->empty()) {
        return Status(StatusCode::kBadInput, "read " + original.name() + ": it became shorter while it was read");
      }
      hasher.Update(*bytes);
      at += bytes->size();
    }
    return hasher.Finish();
  }

  std::unique_ptr<BlobChannel> channel_;
  const std::uint64_t epoch_;
};

}  // namespace

std::string_view ReadingStageName(ReadingStage stage) {
  switch (stage) {
    case ReadingStage::kReceiving: return "receiving";
    case ReadingStage::kReading: return "reading";
    case ReadingStage::kAssembling: return "assembling";
    case ReadingStage::kDone: break;
  }
  return "done";
}

Result<std::unique_ptr<DeskClient>> DeskClient::Connect(EndpointList endpoints,
                                                        std::int64_t timeout_ms,
                                                        const ClientKeys& keys,
                                                        std::function<bool()> gone) {
  Result<std::unique_ptr<BlobChannel>> channel = BlobChannel::Connect(std::move(endpoints), keys);
  if (!channel) return channel.status();
  if (gone) (*channel)->connection().set_gone(std::move(gone));
  const std::string id = std::to_string(getpid());
  Result<Frame> welcome =
      (*channel)->connection().Ask(Command::kHello, EncodeBody(ClientHello{"desk", id, OwnVersions({})}), timeout_ms);
  Status answered = Expect(welcome, Command::kWelcome);
  if (!answered.ok()) return answered;
  const Result<Welcome> said = DecodeWelcome(welcome->body);
  if (!said) return said.status();
  return std::unique_ptr<DeskClient>(std::make_unique<DeskClientImpl>(std::move(*channel), said->epoch));
}

std::string NewBatchId() {
  // Milliseconds first, so that ids sort by time; eight random digits against two desks
  // that begin at the same moment.
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuv";
  std::string time;
  for (auto ms = static_cast<std::uint64_t>(NowUnixMs()); time.size() < 9; ms >>= 5) {
    time.insert(time.begin(), kDigits[ms & 31]);
  }
  std::random_device random;
  std::string id = "b" + time;
  for (int i = 0; i < 8; ++i) id += kDigits[random() & 31];
  return id;
}

}  // namespace sohoa
