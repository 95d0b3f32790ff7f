// SPDX-License-Identifier: Apache-2.0
#include "workers/commit_queue.h"

#include <future>
#include <utility>

namespace sohoa {

CommitQueue::CommitQueue(Commit commit)
    : commit_(std::move(commit)), thread_([this](std::stop_token stop) { Work(stop); }) {}

CommitQueue::~CommitQueue() {
  thread_.request_stop();
  changed_.notify_all();
  thread_.join();
}

void CommitQueue::Post(PendingChange change) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(std::move(change));
  changed_.notify_one();
}

Status CommitQueue::Run(Change stage, bool reads_only) {
  std::promise<Status> promise;
  std::future<Status> done = promise.get_future();
  Post({std::move(stage), [&promise](const Status& status) { promise.set_value(status); }, reads_only, Status()});
  return done.get();
}

void CommitQueue::Work(std::stop_token stop) {
  std::deque<PendingChange> group;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (group.empty()) changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      for (PendingChange& change : waiting_) group.push_back(std::move(change));
      waiting_.clear();
    }
    if (group.empty() && stop.stop_requested()) return;
    if (!group.empty()) commit_(group);
  }
}

}  // namespace sohoa
