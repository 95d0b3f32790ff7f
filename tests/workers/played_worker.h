// SPDX-License-Identifier: Apache-2.0
//
// A worker played by a test: it speaks the protocol, and does with its jobs what the test
// wants: answer, answer late, or fall silent.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "workers/blob_channel.h"
#include "workers/connection.h"
#include "workers/ledger_pages.h"

namespace sohoa {

class PlayedWorker {
 public:
  PlayedWorker(const std::string& endpoint, std::string id, std::uint32_t credit = 1) : id_(std::move(id)), credit_(credit) {
    connection_ = std::move(*Connection::Connect(endpoint));
    blobs_ = std::move(*BlobChannel::Connect(endpoint));
  }

  // Beats until a job comes, for so long.
  std::optional<JobBody> WaitForJob(std::int64_t timeout_ms) {
    const std::int64_t end = MonotonicMs() + timeout_ms;
    while (MonotonicMs() < end) {
      Beat();
      const std::optional<Frame> frame = connection_->Receive(50);
      if (!frame || frame->command != Command::kJob) continue;
      Result<JobBody> job = DecodeJob(frame->body);
      EXPECT_TRUE(job);
      held_.push_back({job->job, job->fence, 1});
      return *job;
    }
    return std::nullopt;
  }

  // Says that it is there, and what it holds.
  void Beat() {
    BeatBody beat;
    beat.worker = id_;
    beat.boot = "boot";
    beat.services = {"page", "dossier"};
    beat.credit = credit_;
    for (HeldJob& held : held_) ++held.progress;
    beat.held = held_;
    connection_->Send(Command::kBeat, connection_->NewTag(), EncodeBody(beat));
  }

  // Does the job and gives the coordinator's word.
  Command Answer(const JobBody& job) {
    const OutcomeBody outcome = DoJob(job, [this](const std::string& bytes) {
      const Result<Sha256> stored = blobs_->PutBytes(bytes);
      EXPECT_TRUE(stored) << stored.status().ToString();
      return stored ? *stored : Sha256();
    });
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
  Command Say(Command command, const std::string& body, const JobBody& job) {
    const Result<Frame> answer = connection_->Ask(command, body, 10'000);
    EXPECT_TRUE(answer) << answer.status().ToString();
    std::erase_if(held_, [&job](const HeldJob& held) { return held.job == job.job && held.fence == job.fence; });
    return answer ? answer->command : Command::kError;
  }

  const std::string id_;
  const std::uint32_t credit_;
  std::vector<HeldJob> held_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<BlobChannel> blobs_;
};

}  // namespace sohoa
