// SPDX-License-Identifier: Apache-2.0
#include "workers/coordinator.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "core/crc32c.h"
#include "core/log.h"
#include "workers/carried_blobs.h"
#include "workers/intake.h"
#include "workers/kept_answers.h"
#include "workers/ledger.h"
#include "workers/peer_roles.h"
#include "workers/protocol.h"
#include "workers/socket.h"
#include "workers/task_threads.h"
#include "workers/versions.h"
#include "workers/work_limit.h"
#include "workers/worker_registry.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kTaskThreads = 4;  // blobs, read and stored
// They wait for the ledger: the more there are, the more changes share one sync.
constexpr std::uint32_t kChangeThreads = 32;
constexpr std::uint32_t kCallThreads = 2;  // searches and checks of long duration
// Counting the pages of hostile files may take its time, and must not hold up blobs and results.
constexpr std::uint32_t kIntakeThreads = 2;
// Originals and blobs that came whole, in one frame each, and are held in memory.
constexpr std::uint32_t kMostWholeFrames = 64;
constexpr std::int64_t kTickMs = 100;
constexpr std::uint64_t kRetryAfterMs = 1'000;
constexpr std::size_t kLongestWorkerId = 200;

// A frame to be sent by the thread that owns the socket.
struct Outgoing {
  std::string peer;
  std::string bytes;
};

std::string FailureFrame(std::uint64_t tag, const Status& status) {
  const bool busy = status.code() == StatusCode::kUnavailable;
  return EncodeFrame(busy ? Command::kBusy : Command::kError, tag, EncodeBody(Failure{status, busy ? kRetryAfterMs : 0}));
}

class CoordinatorImpl : public Coordinator {
 public:
  CoordinatorImpl(Archive& archive, const CoordinatorOptions& options, ControlHandler control,
                  std::unique_ptr<Ledger> ledger, ReceiptSigner receipts, std::unique_ptr<ServerSocket> socket)
      : archive_(archive),
        options_(options),
        control_(std::move(control)),
        ledger_(std::move(ledger)),
        intake_(archive, *ledger_, options.reader),
        receipts_(std::move(receipts)),
        socket_(std::move(socket)),
        workers_(*ledger_, options.beat_ms * static_cast<std::int64_t>(options.missed_beats)),
        changes_(std::make_unique<TaskThreads>(kChangeThreads)),
        tasks_(std::make_unique<TaskThreads>(kTaskThreads)),
        intakes_(std::make_unique<TaskThreads>(kIntakeThreads)),
        calls_(std::make_unique<TaskThreads>(kCallThreads)),
        thread_([this](std::stop_token stop) { Run(stop); }) {}

  ~CoordinatorImpl() override {
    thread_.request_stop();
    wake_.Wake();
    thread_.join();
    calls_.reset();
    intakes_.reset();
    tasks_.reset();
    // What it still calls back for uses all of this.
    ledger_->WaitForChanges();
    changes_.reset();
  }

  CoordinatorStatus Snapshot() override {
    CoordinatorStatus status;
    ledger_->Describe(status);
    status.refused_peers = socket_->refused();
    workers_.Describe(status);
    status.stores = {{"meta", archive_.meta().Room()}, {"blobs", archive_.blobs().Room()}};
    status.numbers = ledger_->watch().metrics().Snapshot();
    return status;
  }

  Result<DossierProgress> Progress(const std::string& dossier) override { return ledger_->Progress(dossier); }
  Result<BatchPlace> NextPlace(const std::string& dossier, const std::string& batch) override { return ledger_->NextPlace(dossier, batch); }

  Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after, std::uint32_t limit) override {
    return ledger_->Quarantined(after, limit);
  }

  Status RetryQuarantined(const std::string& page_id) override {
    const Status status = ledger_->Retry(page_id);
    wake_.Wake();
    return status;
  }

  Status ReleaseQuarantined(const std::string& page_id, const std::string& reason) override {
    const Status status = ledger_->Release(page_id, reason);
    wake_.Wake();
    return status;
  }

  Status RejectQuarantined(const std::string& page_id, const std::string& reason) override {
    const Status status = ledger_->Reject(page_id, reason);
    wake_.Wake();
    return status;
  }

  void Settle(const std::string& dossier) override {
    ledger_->Settle(dossier);
    wake_.Wake();
  }

  Status ApplyEdits(const std::string& dossier, std::vector<Edit> edits, std::uint32_t version, std::int64_t settle_ms) override {
    const Status status = ledger_->ApplyEdits(dossier, std::move(edits), version, settle_ms);
    wake_.Wake();
    return status;
  }

  Result<DossierDraft> Draft(const DraftRequest& request) override { return ledger_->Draft(request); }

  Status Reread(const std::string& dossier, bool pages) override {
    const Status status = ledger_->Reread(dossier, pages);
    wake_.Wake();
    return status;
  }

  Status Import(const ImportedDossier& imported) override { return ledger_->Import(imported); }

  Status RunChange(const std::function<Status(MetaBatch&)>& stage) override { return ledger_->RunChange(stage); }
  Status Dispose(const DisposalOrder& order) override { return ledger_->Dispose(order); }
  Result<RemovedBlobs> RemoveDisposedBlobs() override { return ledger_->RemoveDisposedBlobs(); }

  void NoteBlob(const Sha256& blob) override { ledger_->NoteBlob(blob); }

  bool InFlight(const Sha256& blob) override { return ledger_->InFlight(blob); }

 private:
  void Run(std::stop_token stop) {
    std::int64_t ticked = MonotonicMs();
    while (!stop.stop_requested()) {
      std::optional<PeerFrame> frame = socket_->Receive(kTickMs, wake_);
      // Several at once, so that a busy socket does not pay for a lease between each two.
      for (int i = 0; frame && i < 64; ++i) {
        Handle(*frame);
        frame = socket_->Receive(0, wake_);
      }
      if (frame) Handle(*frame);
      SendQueued();
      if (const std::int64_t passed = MonotonicMs() - ticked; passed >= kTickMs) {
        ticked += passed;
        Tick(passed);
      }
      Dispatch();
      SendQueued();
    }
  }

  void Reply(const PeerFrame& to, const FrameView& asked, Command command, std::string_view body) {
    Queue(to.peer, EncodeFrame(command, asked.tag, body));
  }

  void Queue(const std::string& peer, std::string bytes) {
    const std::lock_guard lock(outgoing_mutex_);
    outgoing_.push_back({peer, std::move(bytes)});
  }

  void SendQueued() {
    std::deque<Outgoing> outgoing;
    {
      const std::lock_guard lock(outgoing_mutex_);
      outgoing.swap(outgoing_);
    }
    // What cannot be sent is asked for again by its peer.
    for (Outgoing& frame : outgoing) socket_->Send(frame.peer, std::move(frame.bytes));
  }

  // Answers on another thread.
  void Answer(TaskThreads& threads, const PeerFrame& from, const FrameView& asked, std::function<Result<Frame>()> work) {
    threads.Add([this, asker = KeptAnswers::Asker{from.peer, asked.tag}, work = std::move(work)] { Tell(asker, work()); });
  }

  void Handle(const PeerFrame& from) {
    const Result<FrameView> frame = ViewFrame(from.bytes);
    if (!frame) return Queue(from.peer, EncodeFrame(Command::kError, TagOf(from.bytes), EncodeBody(Failure{frame.status(), 0})));
    const Status status = Route(from, *frame);
    if (!status.ok()) Queue(from.peer, FailureFrame(frame->tag, status));
  }

  Status Route(const PeerFrame& from, const FrameView& frame) {
    const Status allowed = CheckMaySend(from.who, frame.command);
    if (!allowed.ok()) return allowed;
    switch (frame.command) {
      case Command::kHello: return OnHello(from, frame);
      case Command::kOpenBatch: return OnOpenBatch(from, frame);
      case Command::kOpenOriginal: return OnOpenOriginal(from, frame);
      case Command::kPutBlob: return OnPutBlob(from, frame);
      case Command::kChunk: return OnChunk(from, frame);
      case Command::kEnd: return OnEnd(from, frame);
      case Command::kHandIn: return OnHandIn(from, frame);
      case Command::kStoreBlob: return OnStoreBlob(from, frame);
      case Command::kSeal: return OnSeal(from, frame);
      case Command::kSealArranged: return OnSealArranged(from, frame);
      case Command::kAskProgress: return OnAskProgress(from, frame);
      case Command::kCall: return OnCall(from, frame);
      case Command::kAskDrain: return OnAskDrain(from, frame);
      case Command::kGetBlob: return OnGetBlob(from, frame);
      case Command::kReady:
      case Command::kBeat: return OnBeat(from, frame);
      case Command::kResult: return OnResult(from, frame);
      case Command::kFail: return OnFail(from, frame);
      case Command::kReturn: return OnReturn(from, frame);
      default:
        return Status(StatusCode::kUnsupported, "take frame " + std::to_string(static_cast<int>(frame.command)) +
                                                    ": a coordinator does not take this one");
    }
  }

  Status OnHello(const PeerFrame& from, const FrameView& frame) {
    const Result<ClientHello> hello = DecodeClientHello(frame.body);
    if (!hello) return hello.status();
    const std::string who = from.who.name.empty() ? hello->role + " " + hello->id : std::string(PeerRoleName(from.who.role)) + " " + from.who.name;
    const Result<std::uint32_t> protocol = CommonProtocol(own_versions_, hello->versions, who);
    if (!protocol) return workers_.TurnAway(who, hello->versions, protocol.status());
    Reply(from, frame, Command::kWelcome,
          EncodeBody(Welcome{ledger_->epoch(), kChunkBytes, kChunkWindow, *protocol, own_versions_.program}));
    return Status();
  }

  Status OnOpenBatch(const PeerFrame& from, const FrameView& frame) {
    const Result<OpenBatchBody> body = DecodeOpenBatch(frame.body);
    if (!body) return body.status();
    Answer(*changes_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Status status = ledger_->OpenBatch(body.head, body.batch, body.lane, body.deadline_unix_ms);
      if (!status.ok()) return status;
      return Frame{Command::kOk, 0, ""};
    });
    return Status();
  }

  Status OnOpenOriginal(const PeerFrame& from, const FrameView& frame) {
    const Result<OpenOriginalBody> body = DecodeOpenOriginal(frame.body);
    if (!body) return body.status();
    const Result<bool> known = ledger_->HasOriginal(*body);
    if (!known) return known.status();
    if (*known) return AnswerWithReceipt(from, frame, *body);
    const Result<HaveBody> have = intake_.Open(*body, true);
    if (!have) return have.status();
    Reply(from, frame, Command::kHave, EncodeBody(*have));
    return Status();
  }

  Status OnPutBlob(const PeerFrame& from, const FrameView& frame) {
    const Result<BlobNameBody> body = DecodeBlobName(frame.body);
    if (!body) return body.status();
    ledger_->NoteBlob(body->sha256);  // first: so that it stays
    if (archive_.blobs().Stat(body->sha256)) {
      Reply(from, frame, Command::kStored, EncodeBody(*body));
      return Status();
    }
    OpenOriginalBody blob;
    blob.name = "blob " + body->sha256.Hex();
    blob.sha256 = body->sha256;
    blob.size = body->size;
    const Result<HaveBody> have = intake_.Open(blob, false);
    if (!have) return have.status();
    Reply(from, frame, Command::kHave, EncodeBody(*have));
    return Status();
  }

  Status OnChunk(const PeerFrame& from, const FrameView& frame) {
    const Result<ChunkBody> chunk = DecodeChunk(frame.body);
    if (!chunk) return chunk.status();
    const Result<HaveBody> have = intake_.Take(*chunk);
    if (!have) return have.status();
    Reply(from, frame, Command::kCredit, EncodeBody(*have));
    return Status();
  }

  Status OnEnd(const PeerFrame& from, const FrameView& frame) {
    const Result<HaveBody> body = DecodeHave(frame.body);
    if (!body) return body.status();
    const std::string key = "upload " + std::to_string(body->upload);
    if (IsKnown(key, from, frame)) return Status();
    const Result<std::shared_ptr<Upload>> upload = intake_.Close(body->upload);
    if (!upload) return upload.status();
    answers_.Begin(key, {from.peer, frame.tag});
    if ((*upload)->is_original) {
      intakes_->Add([this, key, upload = *upload, since_ms = MonotonicMs()] { AddOriginal(key, upload->original, intake_.StoreOriginal(*upload), since_ms, nullptr); });
    } else {
      tasks_->Add([this, key, upload = *upload] { End(key, StoredFrame(intake_.FinishBlob(*upload), upload->original)); });
    }
    return Status();
  }

  Status OnHandIn(const PeerFrame& from, const FrameView& frame) {
    Result<HandInBody> body = DecodeHandIn(frame.body);
    if (!body) return body.status();
    const OpenOriginalBody& original = body->original;
    const std::string key = original.dossier + '\n' + original.batch + '\n' + std::to_string(original.place) + '\n' + original.sha256.Hex() +
                            '\n' + std::to_string(body->request);
    if (IsKnown(key, from, frame)) return Status();
    const Result<bool> known = ledger_->HasOriginal(original);
    if (!known) return known.status();
    if (*known) return AnswerWithReceipt(from, frame, original);
    const std::shared_ptr<void> place = whole_frames_.Take();
    if (!place) return TooMany(original.name);
    answers_.Begin(key, {from.peer, frame.tag});
    intakes_->Add([this, key, place, body = std::make_shared<HandInBody>(std::move(*body)), since_ms = MonotonicMs()] {
      const OpenOriginalBody about = body->original;
      AddOriginal(key, about, intake_.StoreWhole(std::move(*body)), since_ms, place);
    });
    return Status();
  }

  Status AnswerWithReceipt(const PeerFrame& from, const FrameView& frame, const OpenOriginalBody& original) {
    Answer(*changes_, from, frame, [this, original] { return ReceiptFrame(ledger_->GiveReceiptAgain(original)); });
    return Status();
  }

  Status OnStoreBlob(const PeerFrame& from, const FrameView& frame) {
    Result<StoreBlobBody> body = DecodeStoreBlob(frame.body);
    if (!body) return body.status();
    const std::shared_ptr<void> place = whole_frames_.Take();
    if (!place) return TooMany("blob " + body->sha256.Hex());
    Answer(*tasks_, from, frame, [this, place, body = std::make_shared<StoreBlobBody>(std::move(*body))] {
      OpenOriginalBody blob;
      blob.sha256 = body->sha256;
      blob.size = body->bytes.size();
      std::vector<StoreBlobBody> blobs;
      blobs.push_back(std::move(*body));
      return StoredFrame(intake_.StoreBlobs(std::move(blobs)), blob);
    });
    return Status();
  }

  static Status TooMany(const std::string& name) {
    return Status(StatusCode::kUnavailable, "receive " + name + ": too many originals and blobs at once; send it again");
  }

  // Asked before: the answer, where there is one yet, goes to who asks now.
  bool IsKnown(const std::string& key, const PeerFrame& from, const FrameView& frame) {
    const KeptAnswers::Meeting met = answers_.Meet(key, {from.peer, frame.tag});
    if (met.answer) Reply(from, frame, met.answer->command, met.answer->body);
    return met.is_known;
  }

  void End(const std::string& key, const Result<Frame>& answer) {
    Tell(answers_.End(key, answer), answer);
  }

  // From any thread.
  void Tell(const KeptAnswers::Asker& asker, const Result<Frame>& answer) {
    Queue(asker.peer, answer ? EncodeFrame(answer->command, asker.tag, answer->body) : FailureFrame(asker.tag, answer.status()));
    wake_.Wake();
  }

  static Result<Frame> ReceiptFrame(const Result<OriginalReceipt>& receipt) {
    if (!receipt) return receipt.status();
    return Frame{Command::kReceipt, 0, EncodeBody(*receipt)};
  }

  static Result<Frame> StoredFrame(const Status& stored, const OpenOriginalBody& blob) {
    if (!stored.ok()) return stored;
    return Frame{Command::kStored, 0, EncodeBody(BlobNameBody{blob.sha256, blob.size})};
  }

  // Its pages are counted and it is stored. `place` is kept until the answer.
  void AddOriginal(const std::string& key, const OpenOriginalBody& original, const Result<CountedPages>& counted, std::int64_t since_ms,
                   const std::shared_ptr<void>& place) {
    if (!counted) return End(key, counted.status());
    ledger_->AddOriginal(original, counted->pages, [this, key, place, since_ms](const Result<OriginalReceipt>& receipt) {
      if (receipt) ledger_->watch().metrics().ObserveReceipt(static_cast<double>(MonotonicMs() - since_ms) / 1000);
      End(key, ReceiptFrame(receipt));
    });
  }

  Status OnSeal(const PeerFrame& from, const FrameView& frame) {
    const Result<SealBody> body = DecodeSeal(frame.body);
    if (!body) return body.status();
    Answer(*changes_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Status status = ledger_->Seal(body.dossier, body.batch);
      if (!status.ok()) return status;
      return Frame{Command::kOk, 0, ""};
    });
    return Status();
  }

  Status OnSealArranged(const PeerFrame& from, const FrameView& frame) {
    const Result<SealArrangedBody> body = DecodeSealArranged(frame.body);
    if (!body) return body.status();
    Answer(*changes_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Result<BatchReceipt> receipt = ledger_->SealArranged(body.dossier, body.batch, body.edits, body.since_first_sheet_ms);
      if (!receipt) return receipt.status();
      const Result<SignedReceipt> sealed = receipts_.Sign(*receipt);
      if (!sealed) return sealed.status();
      return Frame{Command::kBatchReceipt, 0, EncodeBody(*sealed)};
    });
    return Status();
  }

  Status OnAskProgress(const PeerFrame& from, const FrameView& frame) {
    const Result<SealBody> body = DecodeSeal(frame.body);
    if (!body) return body.status();
    Answer(*changes_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Result<DossierProgress> progress = ledger_->Progress(body.dossier);
      if (!progress) return progress.status();
      return Frame{Command::kProgress, 0, EncodeBody(*progress)};
    });
    return Status();
  }

  Status OnCall(const PeerFrame& from, const FrameView& frame) {
    const Result<CallBody> body = DecodeCall(frame.body);
    if (!body) return body.status();
    if (const Status allowed = CheckMayCall(from.who, body->method); !allowed.ok()) return allowed;
    if (!control_) return Status(StatusCode::kUnsupported, "call " + body->method + ": this coordinator answers no questions");
    Answer(*calls_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Result<std::string> answer = control_(body.method, body.params);
      if (!answer) return answer.status();
      const std::string encoded = EncodeAnswer(*answer);
      if (encoded.size() > kMaxFrameBytes - 64) {
        return Status(StatusCode::kResourceLimit, "call " + body.method + ": the answer is too long; ask for less");
      }
      return Frame{Command::kAnswer, 0, encoded};
    });
    return Status();
  }

  Status OnAskDrain(const PeerFrame& from, const FrameView& frame) {
    const Result<DrainBody> body = DecodeDrain(frame.body);
    if (!body) return body.status();
    if (const Status ordered = workers_.Order(body->worker, body->order); !ordered.ok()) return ordered;
    Reply(from, frame, Command::kOk, "");
    return Status();
  }

  Status OnGetBlob(const PeerFrame& from, const FrameView& frame) {
    const Result<GetBlobBody> body = DecodeGetBlob(frame.body);
    if (!body) return body.status();
    Answer(*tasks_, from, frame, [this, body = *body]() -> Result<Frame> {
      Result<BlobPart> part = archive_.blobs().ReadPart(body.sha256, body.offset, std::min<std::size_t>(body.length, kChunkBytes));
      if (!part) return part.status();
      const std::uint32_t crc = Crc32c(part->bytes);
      return Frame{Command::kBlobData, 0, EncodeBody(BlobDataBody{part->size, body.offset, crc, std::move(part->bytes)})};
    });
    return Status();
  }

  // A beat, with the worker's id as it is known here.
  static Result<BeatBody> BeatOf(const PeerFrame& from, const FrameView& frame) {
    Result<BeatBody> beat = DecodeBeat(frame.body);
    if (!beat) return beat;
    if (beat->worker.empty() || beat->worker.size() > kLongestWorkerId) {
      return Status(StatusCode::kInvalidArgument, "take a worker's beat: its id has 1 to " + std::to_string(kLongestWorkerId) + " bytes");
    }
    beat->worker = WorkerIdOf(from.who, beat->worker);
    return beat;
  }

  Status OnBeat(const PeerFrame& from, const FrameView& frame) {
    const Result<BeatBody> beat = BeatOf(from, frame);
    if (!beat) return beat.status();
    const Status fits = CheckWorkerVersions(own_versions_, beat->versions, beat->services, "worker " + beat->worker);
    if (!fits.ok()) return TurnAwayWorker(*beat, fits);
    if (workers_.IsAnotherBoot(*beat)) EndLeasesOf(beat->worker);
    BeatAnswerBody answer;
    answer.epoch = ledger_->epoch();
    answer.revoked = ledger_->Renew(beat->worker, beat->held, static_cast<std::int64_t>(beat->longest_call_ms));
    answer.order = workers_.Hear(*beat, from.peer);
    answer.carried_bytes = kMostCarriedBytes;
    ledger_->watch().Beat(*beat);
    Reply(from, frame, Command::kBeatAnswer, EncodeBody(answer));
    return Status();
  }

  // What it held from before one of both was upgraded goes to others; no attempt is counted.
  Status TurnAwayWorker(const BeatBody& beat, const Status& why) {
    workers_.Leave(beat.worker);
    ledger_->watch().WorkerLeft(beat.worker);
    // Where the store takes no writes just now, they run out.
    changes_->Add([this, worker = beat.worker] { static_cast<void>(ledger_->WorkerLeft(worker).ok()); });
    return workers_.TurnAway("worker " + beat.worker, beat.versions, why);
  }

  static Result<Frame> VerdictFrame(const Result<Verdict>& verdict, const JobAnswerBody& job) {
    if (!verdict) return verdict.status();
    const Command command = *verdict == Verdict::kCommitted ? Command::kCommitted
                            : *verdict == Verdict::kStale   ? Command::kStale
                                                            : Command::kUnknown;
    return Frame{command, 0, EncodeBody(job)};
  }

  // What a result names was stored, but not yet synced, when a coordinator before this one lost
  // power: nothing is wrong with the page, and the work is done once more.
  static Status WhyUnusable(const Status& status) {
    if (status.code() != StatusCode::kNotFound) return status;
    return Status(StatusCode::kUnavailable, status.message() + "; it was lost before it was synced, and is made again");
  }

  Status OnResult(const PeerFrame& from, const FrameView& frame) {
    Result<OutcomeBody> body = DecodeOutcome(frame.body);
    if (!body) return body.status();
    const Result<std::string> worker = workers_.WorkerAt(from.peer);
    if (!worker) return worker.status();
    const std::shared_ptr<void> place = whole_frames_.Take();
    if (!place && !body->blobs.empty()) return TooMany("the result of job " + body->job);
    const auto taken = std::make_shared<OutcomeBody>(std::move(*body));
    const auto take = [this, place, taken, worker = *worker, asker = KeptAnswers::Asker{from.peer, frame.tag}] { TakeResult(worker, *taken, asker); };
    // That of a dossier waits for the ledger.
    (IsDossierJob(taken->job) ? *changes_ : *tasks_).Add(take);
    return Status();
  }

  void TakeResult(const std::string& worker, OutcomeBody& body, const KeptAnswers::Asker& asker) {
    const JobAnswerBody job{body.job, body.fence};
    if (ledger_->IsLeasedToAnother(worker, body.job, body.fence)) return Tell(asker, VerdictFrame(Verdict::kStale, job));
    const Status stored = intake_.StoreBlobs(std::exchange(body.blobs, {}));
    // Damaged on its way: as with what is lost, nothing is wrong with the page.
    if (stored.code() == StatusCode::kCorruption) return FailJob(asker, job, Status(StatusCode::kUnavailable, stored.message()));
    if (!stored.ok()) return Tell(asker, stored);
    if (IsDossierJob(body.job)) return TellVerdict(asker, job, ledger_->CompleteDossier(body));
    ledger_->CompletePage(body, [this, asker, job](const Result<Verdict>& verdict) {
      if (verdict && *verdict == Verdict::kCommitted) workers_.NotePageRead();
      TellVerdict(asker, job, verdict);
    });
  }

  // A result that cannot be used is a failure of the job: it must not be sent for ever.
  void TellVerdict(const KeptAnswers::Asker& asker, const JobAnswerBody& job, const Result<Verdict>& verdict) {
    if (verdict || IsRetryable(verdict.status().code())) return Tell(asker, VerdictFrame(verdict, job));
    FailJob(asker, job, WhyUnusable(verdict.status()));
  }

  void FailJob(const KeptAnswers::Asker& asker, const JobAnswerBody& job, const Status& why) {
    changes_->Add([this, asker, job, why] {
      Tell(asker, VerdictFrame(ledger_->Fail({job.job, job.fence, "commit", why}), job));
    });
  }

  Status OnFail(const PeerFrame& from, const FrameView& frame) {
    const Result<JobFailureBody> body = DecodeJobFailure(frame.body);
    if (!body) return body.status();
    const Result<std::string> worker = workers_.WorkerAt(from.peer);
    if (!worker) return worker.status();
    if (body->status.ok()) return Status(StatusCode::kInvalidArgument, "take the failure of job " + body->job + ": it names no error");
    Answer(*changes_, from, frame, [this, body = *body, worker = *worker]() {
      if (ledger_->IsLeasedToAnother(worker, body.job, body.fence)) return VerdictFrame(Verdict::kStale, {body.job, body.fence});
      return VerdictFrame(ledger_->Fail(body), {body.job, body.fence});
    });
    return Status();
  }

  Status OnReturn(const PeerFrame& from, const FrameView& frame) {
    const Result<BeatBody> body = BeatOf(from, frame);
    if (!body) return body.status();
    if (body->draining) {
      // It goes, and takes nothing more; what was on its way to it comes back too.
      workers_.Leave(body->worker);
      ledger_->watch().WorkerLeft(body->worker);
    }
    Answer(*changes_, from, frame, [this, body = *body]() -> Result<Frame> {
      const Status status = body.draining ? ledger_->WorkerLeft(body.worker) : ledger_->Return(body.worker, body.held);
      if (!status.ok()) return status;
      return Frame{Command::kOk, 0, ""};
    });
    return Status();
  }

  // `passed_ms` since the last one.
  void Tick(std::int64_t passed_ms) {
    intake_.Sweep();
    ledger_->watch().metrics().SetUploads(intake_.uploads());
    workers_.NoteRate(passed_ms);
    answers_.Forget();
    ExpireLeases();
    for (const std::string& id : workers_.TakeSilent(passed_ms)) {
      ledger_->watch().WorkerLost(id);
      EndLeasesOf(id);
    }
  }

  // A worker that comes meanwhile under the same name keeps what it is given.
  void EndLeasesOf(const std::string& worker) {
    changes_->Add([this, worker, last = ledger_->last_fence()] { static_cast<void>(ledger_->WorkerGone(worker, last).ok()); });
  }

  // A store that takes no writes just now is asked again at the next tick.
  void ExpireLeases() {
    if (expiring_ || !ledger_->NeedsExpiry()) return;
    expiring_ = true;
    changes_->Add([this] {
      static_cast<void>(ledger_->Expire().ok());
      expiring_ = false;
      wake_.Wake();
    });
  }

  void Dispatch() {
    workers_.GiveInTurn([this](const WorkerRegistry::Taker& worker) -> std::optional<bool> {
      Result<std::optional<JobBody>> job = ledger_->LeaseNext(worker.id, worker.services);
      if (!job || !job->has_value()) return false;
      JobBody& body = **job;
      body.blobs = TakeAtHand(archive_.blobs(), body.needs, worker.carried_bytes);
      const HeldJob given{body.job, body.fence, 0};
      if (socket_->Send(worker.peer, EncodeFrame(Command::kJob, 0, EncodeBody(std::move(body))))) return true;
      changes_->Add([this, id = worker.id, held = given] { static_cast<void>(ledger_->Return(id, {held}).ok()); });
      return std::nullopt;
    });
  }

  Archive& archive_;
  const CoordinatorOptions options_;
  const ControlHandler control_;
  const ProgramVersions own_versions_ = OwnVersions(ServiceNames());
  std::unique_ptr<Ledger> ledger_;
  Intake intake_;
  const ReceiptSigner receipts_;
  WakeSignal wake_;
  std::unique_ptr<ServerSocket> socket_;
  std::mutex outgoing_mutex_;
  std::deque<Outgoing> outgoing_;
  WorkerRegistry workers_;
  KeptAnswers answers_;
  WorkLimit whole_frames_{kMostWholeFrames};
  std::atomic<bool> expiring_{false};
  std::unique_ptr<TaskThreads> changes_;
  std::unique_ptr<TaskThreads> tasks_;
  std::unique_ptr<TaskThreads> intakes_;
  std::unique_ptr<TaskThreads> calls_;
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Coordinator>> Coordinator::Start(Archive& archive, CoordinatorOptions options, ControlHandler control) {
  LedgerRules rules;
  rules.lease_ms = options.lease_ms;
  rules.deadline_ms = options.deadline_ms;
  rules.max_attempts = options.max_attempts;
  rules.max_deaths = options.max_worker_deaths;
  rules.procedures = options.procedures;
  rules.secrecy_up_to = options.secrecy_up_to;
  Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(archive, rules);
  if (!ledger) return ledger.status();
  Result<ReceiptSigner> receipts = ReceiptSigner::Make(options.receipt_key);
  if (!receipts) return receipts.status();
  Result<std::unique_ptr<ServerSocket>> socket = ServerSocket::Bind(options.endpoints, options.keys);
  if (!socket) return socket.status();
  return std::unique_ptr<Coordinator>(
      std::make_unique<CoordinatorImpl>(archive, options, std::move(control), std::move(*ledger), std::move(*receipts), std::move(*socket)));
}

}  // namespace sohoa
