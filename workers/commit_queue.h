// SPDX-License-Identifier: Apache-2.0
//
// CommitQueue: changes of one state, one after the other on a thread of its own. Those that
// wait together are carried out together (group commit), so that many share one sync of the
// disk; nobody hears of a change before it is durable.
//
// Post() and Run() are safe from several threads, but not from within a change.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/status.h"
#include "storage/meta_store.h"

namespace sohoa {

// Changes memory and adds to the batch, or does neither and says why.
using Change = std::function<Status(MetaBatch& batch)>;

struct PendingChange {
  Change stage;
  std::function<void(const Status&)> done;  // once, durable or refused; may be empty
  bool reads_only = false;  // it adds nothing, and is of use where nothing can be written too
  Status staged;
};

class CommitQueue {
 public:
  // Stages a group, writes it, calls `done` of each. What it takes no more of the group it
  // leaves in it, and gets again.
  using Commit = std::function<void(std::deque<PendingChange>& group)>;

  explicit CommitQueue(Commit commit);
  ~CommitQueue();  // carries out what waits
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  // `done` is called on the queue's thread, which commits nothing meanwhile.
  void Post(PendingChange change);
  // Waits until it is durable or refused.
  Status Run(Change stage, bool reads_only = false);

 private:
  void Work(std::stop_token stop);

  const Commit commit_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<PendingChange> waiting_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace sohoa
