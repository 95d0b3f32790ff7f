// SPDX-License-Identifier: Apache-2.0
//
// IndexKeeper: makes segments of what was committed, and larger ones of small ones, in the
// background. The pieces of a new segment are written first, which nobody reads; then one write
// puts it into the manifest in the place of what it is made of. A merge that is cut short leaves
// pieces that no manifest names; the next keeper takes them away. A large merge takes minutes: in the
// midst of it what was committed since is merged, which all lies behind, so that searches never go
// through a long tail.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "core/result.h"
#include "storage/index_view.h"
#include "storage/segment_merger.h"

namespace sohoa {

struct KeeperOptions {
  bool in_background = true;
  // Of the tail, before it becomes a segment.
  std::uint64_t tail_pages = 2'048;
  std::uint64_t tail_dossiers = 64;
  // So many neighbours of like size become one.
  std::size_t merge_factor = 8;
  // How often a merge looks whether anything is due behind it.
  std::chrono::milliseconds look_behind{200};
};

class IndexKeeper {
 public:
  // Both must outlive it.
  IndexKeeper(MetaStore& store, IndexViews& views, KeeperOptions options)
      : store_(store), views_(views), options_(options) {}
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

  // Something was staged: looks soon whether there is work. Starts the thread at the first call.
  void Wake();
  // Wakes it where the view's tail is longer than it should be or words of large segments are not known, as
  // after a start.
  void WakeIfBehind(const IndexView& view);
  // Does all that is due on the caller's thread.
  Status Settle(const MergeProgress& progress);
  // The same, and writes each segment anew that has a dead page.
  Status Purge(const MergeProgress& progress);
  // One segment out of all there are, written anew.
  Status Compact(const MergeProgress& progress);
  // Calls `work` while nothing is merged, and no merge that was begun before is finished.
  Status WhileIdle(const std::function<Status()>& work);
  void Describe(std::uint64_t& done, std::uint64_t& total, Status& last) const;

 private:
  // Which segments of a view become one.
  struct Plan {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  void Run();
  // So that no search has to wait for it.
  void LearnWords();
  bool Stopping() const;
  // Calls `merge` while nothing else is merged, with a progress that also stops with the keeper.
  Status Merge(const MergeProgress& progress, const std::function<Status(const MergeProgress&)>& merge);
  // What is due among the segments from that ordinal on.
  Status MergeDue(std::uint64_t from, std::uint64_t dead_share, const MergeProgress& progress);
  bool IsTailDue(const IndexView& view) const;
  // As much of the tail, from its beginning on, as is merged at once.
  Plan TailPlan(const IndexView& view) const;
  std::optional<Plan> Due(const IndexView& view, std::uint64_t from, std::uint64_t dead_share) const;
  std::optional<Plan> DueRun(const IndexView& view, std::size_t begin, unsigned tier) const;
  unsigned TierOf(const ViewSegment& held) const;
  Status MergeOne(const IndexView& view, const Plan& plan, MetaReader& moment, std::uint64_t dead_share, const MergeProgress& progress);
  Status SwitchTo(const IndexView& view, const Plan& plan, std::uint64_t id, const std::optional<SegmentEntry>& made, MetaReader& moment);
  Status StageBurials(const IndexView& view, const Plan& plan, MetaReader& moment, MetaBatch& batch);
  Status RemoveUnnamed();

  MetaStore& store_;
  IndexViews& views_;
  const KeeperOptions options_;

  std::mutex merging_;  // held by whoever merges
  bool swept_ = false;  // what was left of a merge that was cut short is gone
  std::uint64_t next_segment_ = 0;  // ids of segments that are being made are not in the manifest

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
  bool started_ = false;
  bool woken_ = false;
  bool stopping_ = false;
  bool cancelled_ = false;  // what is being merged or learnt
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  Status last_;
};

}  // namespace sohoa
