// SPDX-License-Identifier: Apache-2.0
//
// A worker played by a test: it speaks the protocol, and does with its jobs what the test
// wants: answer, answer late, or fall silent.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/crc32c.h"
#include "workers/blob_channel.h"
#include "workers/connection.h"
#include "workers/ledger_pages.h"
#include "workers/versions.h"

namespace sohoa {

class PlayedWorker {
 public:
  PlayedWorker(const std::string& endpoint, std::string id, std::uint32_t credit = 1, const ClientKeys& keys = {})
      : id_(std::move(id)), credit_(credit) {
    connection_ = std::move(*Connection::Connect(endpoint, keys));
    blobs_ = std::move(*BlobChannel::Connect(endpoint, keys));
  }

  // Beats until a job comes, for so long.
  std::optional<JobBody> WaitForJob(std::int64_t timeout_ms) {
    const std::int64_t end = MonotonicMs() + timeout_ms;
    while (jobs_.empty() && MonotonicMs() < end) {
      Beat();
      Keep(connection_->Receive(50));
    }
    if (jobs_.empty()) return std::nullopt;
    const JobBody job = jobs_.front();
    jobs_.pop_front();
    return job;
  }

  std::uint32_t carried_bytes = 0;  // as a worker of before jobs brought blobs along
  std::vector<std::string> services = {"page", "dossier"};
  ProgramVersions versions = OwnVersions({"page", "dossier"});

  // The coordinator's answer to its first frame.
  Result<Frame> Ready() { return connection_->Ask(Command::kReady, EncodeBody(MakeBeat()), 10'000); }

  // Says that it is there, and what it holds.
  void Beat() { connection_->Send(Command::kBeat, connection_->NewTag(), EncodeBody(MakeBeat())); }

  // Does the job and gives the coordinator's word.
  Command Answer(const JobBody& job) {
    const OutcomeBody outcome = DoJob(job, [this](const std::string& bytes) {
      const Result<Sha256> stored = blobs_->PutBytes(bytes);
      EXPECT_TRUE(stored) << stored.status().ToString();
      return stored ? *stored : Sha256();
    });
    return Say(Command::kResult, EncodeBody(outcome), job);
  }

  // The same with all blobs in the result; `damage` may change them on their way.
  Command AnswerWithBlobs(const JobBody& job, const std::function<void(StoreBlobBody& blob)>& damage = nullptr) {
    std::vector<StoreBlobBody> blobs;
    OutcomeBody outcome = DoJob(job, [&](const std::string& bytes) {
      blobs.push_back({Sha256::Of(bytes), Crc32c(bytes), bytes});
      if (damage) damage(blobs.back());
      return Sha256::Of(bytes);
    });
    outcome.blobs = std::move(blobs);
    return Say(Command::kResult, EncodeBody(outcome), job);
  }

  // As it is after a coordinator that had not yet synced what was stored lost power.
  Command AnswerWithLostBlobs(const JobBody& job) {
    const OutcomeBody outcome = DoJob(job, [](const std::string& bytes) { return Sha256::Of("lost " + bytes); });
    return Say(Command::kResult, EncodeBody(outcome), job);
  }

  Command Fail(const JobBody& job, const Status& status) {
    return Say(Command::kFail, EncodeBody(JobFailureBody{job.job, job.fence, "decode", status}), job);
  }

  // Works until nothing comes for `idle_ms`; gives how many jobs it did.
  int WorkOff(std::int64_t idle_ms = 4'000) {
    int done = 0;
    while (const std::optional<JobBody> job = WaitForJob(idle_ms)) {
      EXPECT_EQ(Answer(*job), Command::kCommitted);
      ++done;
    }
    return done;
  }

 private:
  BeatBody MakeBeat() {
    BeatBody beat;
    beat.worker = id_;
    beat.boot = "boot";
    beat.services = services;
    beat.credit = credit_;
    beat.versions = versions;
    beat.carried_bytes = carried_bytes;
    for (HeldJob& held : held_) ++held.progress;
    beat.held = held_;
    return beat;
  }

  Command Say(Command command, const std::string& body, const JobBody& job) {
    // Results are taken only from a worker that is known to be there.
    Beat();
    const std::int64_t end = MonotonicMs() + 10'000;
    Command said = Command::kBusy;
    while (said == Command::kBusy && MonotonicMs() < end) said = SayOnce(command, body, end);
    EXPECT_NE(said, Command::kBusy);
    std::erase_if(held_, [&job](const HeldJob& held) { return held.job == job.job && held.fence == job.fence; });
    return said;
  }

  Command SayOnce(Command command, const std::string& body, std::int64_t end) {
    const std::uint64_t tag = connection_->NewTag();
    for (bool sent = false; MonotonicMs() < end;) {
      sent = sent || connection_->Send(command, tag, body);
      const std::optional<Frame> frame = connection_->Receive(sent ? 100 : 10);
      if (frame && frame->tag == tag) return frame->command;
      Keep(frame);
    }
    return Command::kBusy;
  }

  // The next job may come before the answer to the last one.
  void Keep(const std::optional<Frame>& frame) {
    if (!frame || frame->command != Command::kJob) return;
    Result<JobBody> job = DecodeJob(frame->body);
    ASSERT_TRUE(job) << job.status().ToString();
    held_.push_back({job->job, job->fence, 1});
    jobs_.push_back(std::move(*job));
  }

  const std::string id_;
  const std::uint32_t credit_;
  std::vector<HeldJob> held_;
  std::deque<JobBody> jobs_;  // that came, and were not asked for yet
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<BlobChannel> blobs_;
};

}  // namespace sohoa
