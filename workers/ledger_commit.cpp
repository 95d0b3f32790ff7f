// SPDX-License-Identifier: Apache-2.0
//
// Groups of the ledger's changes: staged one after the other, written together.
#include <chrono>
#include <utility>

#include "storage/key_layout.h"
#include "workers/ledger.h"

namespace sohoa {
namespace {

// One group: enough to share a sync among all that wait, and not so much that the first wait
// long for the last.
constexpr std::size_t kGroupChanges = 256;
constexpr std::uint64_t kGroupBytes = 4u << 20;

}  // namespace

void Ledger::Commit(std::deque<PendingChange>& group) {
  std::size_t taken = 0;
  const Status written = WriteGroup(group, taken);
  for (; taken > 0; --taken) {
    const PendingChange& change = group.front();
    if (change.done) change.done(change.staged.ok() ? written : change.staged);
    group.pop_front();
  }
}

Status Ledger::WriteGroup(std::deque<PendingChange>& group, std::size_t& taken) {
  // Asked before memory changes, so that a full disk changes nothing.
  const Status room = broken_.ok() ? archive_.meta().CheckRoom(kGroupBytes) : broken_;
  MetaBatch batch;
  {
    const std::scoped_lock lock(mutex_);
    refused_ = !room.ok();
    while (taken < group.size() && taken < kGroupChanges && batch.bytes() < kGroupBytes) {
      PendingChange& change = group[taken++];
      const std::size_t before = batch.operations().size();
      const std::size_t told = happened_.size();
      change.staged = room.ok() || (change.reads_only && broken_.ok()) ? change.stage(batch) : room;
      if (change.staged.ok()) continue;
      batch.RollBackTo(before);
      happened_.resize(told);
    }
    if (!batch.empty()) {
      batch.Put(std::string(kSequenceKey), BigEndian64(++sequence_));
      if (counts_ != written_counts_) batch.Put(std::string(kCountsKey), EncodeRecord(counts_));
    }
  }
  // What the batch names is durable before the batch is.
  const auto begin = std::chrono::steady_clock::now();
  Status written = batch.empty() ? Status() : archive_.blobs().Sync();
  if (written.ok() && !batch.empty()) written = archive_.meta().Write(batch);
  if (!room.ok() || !batch.empty()) {
    watch_.LedgerWritten(room.ok() ? written : room, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  const std::vector<std::function<void()>> happened = std::exchange(happened_, {});
  if (written.ok()) {
    for (const std::function<void()>& tell : happened) tell();
  }
  const std::scoped_lock lock(mutex_);
  if (written.ok()) {
    written_counts_ = counts_;
    gone_.clear();
    ForgetRested();
  } else {
    broken_ = Load();
  }
  return written;
}

}  // namespace sohoa
