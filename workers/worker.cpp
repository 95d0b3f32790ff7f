// SPDX-License-Identifier: Apache-2.0
#include "workers/worker.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <unistd.h>

#include "core/log.h"
#include "workers/connection.h"
#include "workers/job_runner.h"
#include "workers/process_memory.h"
#include "workers/protocol.h"
#include "workers/socket.h"
#include "workers/versions.h"

namespace sohoa {
namespace {

constexpr std::int64_t kBeatMs = 1'000;
constexpr std::int64_t kResendMs = 2'000;
constexpr std::int64_t kSilenceMs = 5'000;
constexpr std::size_t kFrameMargin = 1024;
// Between two tries to start a reader, at first and at most.
constexpr std::int64_t kFirstRestMs = 200;
constexpr std::int64_t kLongestRestMs = 30'000;
// Handshakes that break off one after the other, for so long, are no accident: a server that is
// just being started, or dies, breaks one off too.
constexpr int kBrokenHandshakes = 3;
constexpr std::int64_t kBrokenMs = 12'000;

// A job in hand: what the coordinator is told of it, and how it is told to stop.
struct HeldWork {
  JobBody job;
  std::atomic<std::uint64_t> progress{1};
  std::atomic<bool> cancelled{false};
};

// An answer that is sent until it is answered itself.
struct PendingAnswer {
  Command command = Command::kResult;
  std::string body;
  std::string job;
  std::uint64_t fence = 0;
  std::uint64_t tag = 0;
  std::int64_t sent_ms = 0;
};

std::string HostName() {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0) return "host";
  return name;
}

std::string NewWorkerId() {
  static std::atomic<int> number{0};
  return HostName() + "-" + std::to_string(getpid()) + "-" + std::to_string(++number);
}

class WorkerImpl : public Worker {
 public:
  // One thread a runner.
  WorkerImpl(WorkerOptions options, std::unique_ptr<ClientSocket> socket, std::vector<std::unique_ptr<JobRunner>> runners)
      : options_(std::move(options)), versions_(OwnVersions(options_.services)), socket_(std::move(socket)) {
    engine_ = runners.front()->EngineName();
    model_ = runners.front()->ModelName();
    if (options_.id.empty()) options_.id = NewWorkerId();
    boot_ = std::to_string(std::random_device()());
    jail_missing_ = runners.front()->JailMissing();
    for (std::unique_ptr<JobRunner>& runner : runners) {
      readers_.push_back(runner->reader_state());
      runners_.emplace_back([this, own = std::move(runner)](std::stop_token stop) { RunJobs(*own, stop); });
    }
    network_ = std::jthread([this](std::stop_token stop) { RunNetwork(stop); });
  }

  ~WorkerImpl() override {
    {
      const std::lock_guard lock(mutex_);
      leaving_ = true;
    }
    // What they are at ends as cancelled and goes back.
    for (std::jthread& runner : runners_) runner.request_stop();
    changed_.notify_all();
    runners_.clear();
    network_.request_stop();
    wake_.Wake();
    network_.join();
  }

  void Drain(std::int64_t deadline_ms) override {
    std::unique_lock lock(mutex_);
    leaving_ = true;
    wake_.Wake();
    changed_.wait_for(lock, std::chrono::milliseconds(deadline_ms), [this] { return !refusal_.ok() || (held_.empty() && answers_.empty()); });
  }

  bool running() const override {
    const std::lock_guard lock(mutex_);
    return refusal_.ok() && !((leaving_ || order_ == WorkerOrder::kEnd) && held_.empty() && answers_.empty());
  }

  Status refusal() const override {
    const std::lock_guard lock(mutex_);
    return refusal_;
  }

 private:
  void RunJobs(JobRunner& runner, std::stop_token stop) {
    while (true) {
      std::shared_ptr<HeldWork> work;
      {
        std::unique_lock lock(mutex_);
        job_came_.wait(lock, stop, [this] { return !waiting_.empty(); });
        if (stop.stop_requested()) return;
        work = waiting_.front();
        waiting_.pop_front();
      }
      StageContext context;
      context.cancelled = [&] { return work->cancelled.load() || stop.stop_requested(); };
      context.progress = [&] { ++work->progress; };
      const std::int64_t begin = MonotonicMs();
      JobOutcome outcome = runner.Run(work->job, context, carried_bytes_);
      LogJob(*work, outcome, MonotonicMs() - begin);
      if (outcome.no_reader) {
        Rest(runner, *work, outcome, stop);
      } else {
        Finish(*work, outcome);
      }
    }
  }

  void LogJob(const HeldWork& work, const JobOutcome& result, std::int64_t took_ms) const {
    const StatusCode code = result.outcome ? StatusCode::kOk : result.failure.status.code();
    const bool unwanted = code == StatusCode::kCancelled || result.no_reader;
    const LogLevel level = code == StatusCode::kOk || unwanted ? LogLevel::kInfo : LogLevel::kWarning;
    Log(level, result.outcome ? "job done" : unwanted ? "job given back" : "job failed",
        {{"job", work.job.job},
         {"worker", options_.id},
         {"trace", work.job.trace},
         {"service", work.job.service},
         {"attempt", work.job.attempt},
         {"stage", result.outcome ? std::string() : result.failure.stage},
         {"code", result.outcome ? std::string_view() : StatusCodeName(code)},
         {"seconds", static_cast<double>(took_ms) / 1000}});
  }

  // This thread takes nothing until its reader starts again: the jobs of other workers would
  // only fail here, one after the other.
  void Rest(JobRunner& runner, const HeldWork& work, JobOutcome& outcome, const std::stop_token& stop) {
    Status why = outcome.failure.status;
    Log(LogLevel::kWarning, "page reader does not start, a thread rests", {{"worker", options_.id}, {"reason", why.message()}});
    std::unique_lock lock(mutex_);
    if (++resting_ == std::max(1u, options_.threads)) ReturnWaiting();
    trouble_ = why.message();
    // The coordinator hears of it before the job comes back to it.
    beat_now_ = true;
    lock.unlock();
    Finish(work, outcome);
    lock.lock();
    for (std::int64_t pause_ms = kFirstRestMs; !why.ok() && !stop.stop_requested(); pause_ms = std::min(2 * pause_ms, kLongestRestMs)) {
      trouble_ = why.message();
      changed_.wait_for(lock, stop, std::chrono::milliseconds(pause_ms), [] { return false; });
      lock.unlock();
      why = runner.StartReaderOnce();
      lock.lock();
    }
    --resting_;
    trouble_.clear();
    beat_now_ = true;
    wake_.Wake();
  }

  // Nobody is left here to take them up.
  void ReturnWaiting() {
    for (const std::shared_ptr<HeldWork>& work : waiting_) {
      returned_.push_back({work->job.job, work->job.fence, 0});
      held_.erase(work->job.job);
    }
    waiting_.clear();
  }

  void Finish(const HeldWork& work, JobOutcome& result) {
    Keep(work, result);
    changed_.notify_all();
    wake_.Wake();
  }

  void Keep(const HeldWork& work, JobOutcome& result) {
    PendingAnswer answer = AnswerOf(work, result);
    const std::lock_guard lock(mutex_);
    const bool wanted = !work.cancelled;
    // The same job may be here again under another fence.
    const auto held = held_.find(work.job.job);
    if (held != held_.end() && held->second->job.fence == work.job.fence) held_.erase(held);
    if (wanted && !result.no_reader && (result.outcome || result.failure.status.code() != StatusCode::kCancelled)) {
      answers_.push_back(std::move(answer));
    } else if (wanted) {
      returned_.push_back({work.job.job, work.job.fence, 0});
    }
  }

  static PendingAnswer AnswerOf(const HeldWork& work, JobOutcome& result) {
    PendingAnswer answer;
    answer.command = result.outcome ? Command::kResult : Command::kFail;
    answer.body = result.outcome ? EncodeBody(std::move(*result.outcome)) : EncodeBody(result.failure);
    if (answer.body.size() > kMaxFrameBytes - kFrameMargin) {
      answer.command = Command::kFail;
      answer.body = EncodeBody(JobFailureBody{work.job.job, work.job.fence, "store",
                                              Status(StatusCode::kResourceLimit, "send result: too many documents for one frame; split the dossier")});
    }
    answer.job = work.job.job;
    answer.fence = work.job.fence;
    return answer;
  }

  bool draining() const { return leaving_ || order_ != WorkerOrder::kWork; }

  BeatBody Beat() {
    const std::lock_guard lock(mutex_);
    BeatBody beat;
    beat.worker = options_.id;
    beat.boot = boot_;
    beat.services = options_.services;
    // No more than are worked on: a death is blamed on all that its worker held.
    beat.credit = std::max(1u, options_.threads) - resting_;
    beat.longest_call_ms = static_cast<std::uint64_t>(options_.reader.call_timeout_ms);
    beat.draining = draining();
    beat.versions = versions_;
    beat.engine = engine_;
    beat.model = model_;
    beat.order = order_;
    beat.resting_threads = resting_;
    beat.trouble = trouble_;
    beat.carried_bytes = kMostCarriedBytes;
    beat.jail_missing = jail_missing_;
    beat.threads = std::max(1u, options_.threads);
    beat.memory_bytes = ResidentBytes(getpid());
    for (const auto& reader : readers_) {
      beat.reader_memory_bytes += ResidentBytes(reader->process);
      beat.reader_restarts += reader->restarts;
    }
    for (const auto& [job, work] : held_) {
      // What waits in this worker for its turn makes progress by waiting.
      const bool waits = std::find(waiting_.begin(), waiting_.end(), work) != waiting_.end();
      beat.held.push_back({job, work->job.fence, waits ? ++work->progress : work->progress.load()});
    }
    // A finished job is still held until its answer is answered.
    for (const PendingAnswer& answer : answers_) beat.held.push_back({answer.job, answer.fence, ++resend_progress_});
    return beat;
  }

  void RunNetwork(std::stop_token stop) {
    std::int64_t beaten = 0;
    std::int64_t heard = MonotonicMs();
    Command beat_command = Command::kReady;
    while (!stop.stop_requested()) {
      const std::int64_t now = MonotonicMs();
      // Nothing could be sent since the socket is there: nobody is at this endpoint.
      const bool unreachable = beaten == 0 && options_.endpoint.has_others() && now - heard > EndpointList::kUnreachableMs;
      if (unreachable || now - heard > kSilenceMs) {
        Reconnect();
        heard = now;
        beat_command = Command::kReady;
        beaten = 0;
      }
      if ((now - beaten >= kBeatMs || beat_now_.exchange(false)) && socket_->Send(EncodeFrame(beat_command, ++tag_, EncodeBody(Beat())))) {
        beaten = now;
        beat_tag_ = tag_;
        beat_command = Command::kBeat;
      }
      SendAnswers();
      SendReturned();
      const std::optional<std::string> bytes = socket_->Receive(beaten == 0 ? 20 : 100, &wake_);
      if (!bytes) {
        LookAtHandshake();
        continue;
      }
      heard = MonotonicMs();
      broken_handshakes_ = 0;
      const Result<FrameView> frame = ViewFrame(*bytes);
      if (frame) Handle(*frame);
    }
    SayGoodbye();
  }

  void LookAtHandshake() {
    const ClientSocket::Handshake handshake = socket_->TakeHandshake();
    if (handshake == ClientSocket::Handshake::kNothingWrong) return;
    if (++broken_handshakes_ == 1) broken_since_ms_ = MonotonicMs();
    const bool hopeless = broken_handshakes_ >= kBrokenHandshakes && MonotonicMs() - broken_since_ms_ >= kBrokenMs;
    if (hopeless || handshake == ClientSocket::Handshake::kRefused) TurnAway(NotReached(options_.endpoint.Text(), handshake));
  }

  void TurnAway(const Status& why) {
    const std::lock_guard lock(mutex_);
    if (refusal_.ok()) refusal_ = why;
    changed_.notify_all();
  }

  // Where it was silent; at the next endpoint where there are several.
  void Reconnect() {
    options_.endpoint.GoOn();
    Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(options_.endpoint.current(), options_.keys);
    if (socket) socket_ = std::move(*socket);
    const std::lock_guard lock(mutex_);
    for (PendingAnswer& answer : answers_) answer.sent_ms = 0;
  }

  void SendAnswers() {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = MonotonicMs();
    for (PendingAnswer& answer : answers_) {
      if (answer.sent_ms != 0 && now - answer.sent_ms < kResendMs) continue;
      if (answer.tag == 0) answer.tag = ++tag_;
      if (socket_->Send(EncodeFrame(answer.command, answer.tag, answer.body))) answer.sent_ms = now;
    }
  }

  void SendReturned() {
    const std::lock_guard lock(mutex_);
    if (returned_.empty()) return;
    BeatBody body;
    body.worker = options_.id;
    body.boot = boot_;
    body.held = returned_;
    if (socket_->Send(EncodeFrame(Command::kReturn, ++tag_, EncodeBody(body)))) returned_.clear();
  }

  void Handle(const FrameView& frame) {
    switch (frame.command) {
      case Command::kJob: return TakeJob(frame);
      case Command::kBeatAnswer: return TakeBeatAnswer(frame);
      case Command::kCommitted:
      case Command::kStale:
      case Command::kUnknown: return TakeVerdict(frame);
      case Command::kError: return TakeError(frame);
      default: return;  // kOk of a return; kBusy: the answer is sent again
    }
  }

  void TakeJob(const FrameView& frame) {
    const Result<JobBody> job = DecodeJob(frame.body);
    if (!job) return;
    const std::lock_guard lock(mutex_);
    if (draining() || resting_ >= std::max(1u, options_.threads)) {
      returned_.push_back({job->job, job->fence, 0});
      return;
    }
    if (const auto held = held_.find(job->job); held != held_.end()) held->second->cancelled = true;
    auto work = std::make_shared<HeldWork>();
    work->job = *job;
    held_[job->job] = work;
    waiting_.push_back(work);
    job_came_.notify_one();
  }

  void TakeBeatAnswer(const FrameView& frame) {
    const Result<BeatAnswerBody> answer = DecodeBeatAnswer(frame.body);
    if (!answer) return;
    const std::lock_guard lock(mutex_);
    order_ = answer->order;
    carried_bytes_ = std::min(answer->carried_bytes, kMostCarriedBytes);
    for (const HeldJob& revoked : answer->revoked) {
      const auto held = held_.find(revoked.job);
      if (held == held_.end() || held->second->job.fence != revoked.fence) continue;
      held->second->cancelled = true;
      std::erase(waiting_, held->second);
      held_.erase(held);
    }
    changed_.notify_all();
  }

  void TakeVerdict(const FrameView& frame) {
    const Result<JobAnswerBody> body = DecodeJobAnswer(frame.body);
    if (!body) return;
    const std::lock_guard lock(mutex_);
    std::erase_if(answers_, [&](const PendingAnswer& answer) { return answer.job == body->job && answer.fence == body->fence; });
    changed_.notify_all();
  }

  // An error to a beat turns this worker away. One to an answer says that the coordinator will
  // never take it: its lease runs out there.
  void TakeError(const FrameView& frame) {
    const std::uint64_t tag = frame.tag;
    if (tag == beat_tag_) {
      const Result<Failure> failure = DecodeFailure(frame.body);
      return TurnAway(failure ? failure->status : failure.status());
    }
    const std::lock_guard lock(mutex_);
    std::erase_if(answers_, [tag](const PendingAnswer& answer) { return answer.tag == tag; });
    changed_.notify_all();
  }

  // Leases go back at once instead of running out.
  void SayGoodbye() {
    BeatBody body = Beat();
    body.draining = true;
    {
      const std::lock_guard lock(mutex_);
      body.held.insert(body.held.end(), returned_.begin(), returned_.end());
    }
    if (!socket_->Send(EncodeFrame(Command::kReturn, ++tag_, EncodeBody(body)))) return;
    socket_->Receive(300, nullptr);
  }

  WorkerOptions options_;
  const ProgramVersions versions_;
  std::string boot_;
  std::string engine_;
  std::string model_;
  std::vector<std::string> jail_missing_;  // of the kernel they all run on
  std::unique_ptr<ClientSocket> socket_;
  WakeSignal wake_;
  std::uint64_t tag_ = 0;
  std::uint64_t beat_tag_ = 0;
  std::uint64_t resend_progress_ = 0;
  int broken_handshakes_ = 0;
  std::int64_t broken_since_ms_ = 0;
  std::atomic<bool> beat_now_{false};
  std::atomic<std::uint32_t> carried_bytes_{0};  // that a result may bring along, as the coordinator says
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;   // what others wait for
  std::condition_variable_any job_came_;  // what idle runners wait for
  std::map<std::string, std::shared_ptr<HeldWork>> held_;
  std::deque<std::shared_ptr<HeldWork>> waiting_;
  std::deque<PendingAnswer> answers_;
  std::vector<HeldJob> returned_;
  std::vector<std::shared_ptr<const ReaderState>> readers_;  // of the runners
  std::uint32_t resting_ = 0;  // threads whose reader does not start
  std::string trouble_;        // why
  bool leaving_ = false;       // this process ends
  WorkerOrder order_ = WorkerOrder::kWork;
  Status refusal_;
  std::vector<std::jthread> runners_;
  std::jthread network_;
};

}  // namespace

Result<std::unique_ptr<Worker>> Worker::Start(WorkerOptions options) {
  const std::vector<std::string> known = ServiceNames();
  for (const std::string& service : options.services) {
    if (std::find(known.begin(), known.end(), service) == known.end()) {
      return Status(StatusCode::kInvalidArgument, "start a worker: there is no service \"" + service + "\"");
    }
  }
  if (options.services.empty()) return Status(StatusCode::kInvalidArgument, "start a worker: name a service");
  if (options.endpoint.empty()) return Status(StatusCode::kInvalidArgument, "start a worker: name the coordinator's endpoint");
  Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(options.endpoint.current(), options.keys);
  if (!socket) return socket.status();
  // A worker that cannot read must not take pages and fail them all: its readers start first.
  const bool reads = std::find(options.services.begin(), options.services.end(), "page") != options.services.end();
  std::vector<std::unique_ptr<JobRunner>> runners;
  for (std::uint32_t i = 0; i < std::max(1u, options.threads); ++i) {
    Result<std::unique_ptr<BlobChannel>> channel = BlobChannel::Connect(options.endpoint, options.keys);
    if (!channel) return channel.status();
    runners.push_back(std::make_unique<JobRunner>(std::move(*channel), options.reader));
    const Status started = reads ? runners.back()->StartReaderOnce() : Status();
    if (!started.ok()) return Annotate(started, "start a worker");
  }
  return std::unique_ptr<Worker>(std::make_unique<WorkerImpl>(std::move(options), std::move(*socket), std::move(runners)));
}

}  // namespace sohoa
