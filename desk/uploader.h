// SPDX-License-Identifier: Apache-2.0
//
// Uploader: brings what the spool has to the coordinator, as it arrives, and notes what that says. With no
// network it waits and tries again, for as long as it takes; everything it sends may be sent twice. A capture
// that the coordinator does not take does not hold up the others.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "desk/spool.h"
#include "workers/desk_client.h"

namespace sohoa {

using DeskConnector = std::function<Result<std::unique_ptr<DeskClient>>()>;

struct UploaderOptions {
  Lane lane = Lane::kCounter;
  std::int64_t first_retry_ms = 500;  // doubled with every failure
  std::int64_t longest_retry_ms = 15'000;
  std::int64_t poll_ms = 150;  // while a dossier is not searchable yet
  std::int64_t idle_ms = 5'000;  // else: so often it is asked whether it is still the same coordinator
};

struct LineState {
  bool is_up = false;
  std::string reason;            // why it is not; empty before the first try
  std::int64_t since_unix_ms = 0;  // it is so
};

class Uploader {
 public:
  // Works on a thread of its own from here on. `spool` must outlive it.
  Uploader(Spool& spool, DeskConnector connect, UploaderOptions options = {});
  ~Uploader();
  Uploader(const Uploader&) = delete;
  Uploader& operator=(const Uploader&) = delete;

  // There is something to do, or the network is back.
  void Wake();
  LineState Line() const;
  // Rises with everything that Line() and ProblemOf() say otherwise.
  std::uint64_t Changes() const { return changes_; }
  // Why a capture does not go on, though the line is up; ok where it does. kCorruption: the coordinator's receipt is for
  // other originals than were sent, and only a person can tell why.
  Status ProblemOf(const std::string& capture) const;

 private:
  void Run(std::stop_token stop);
  // False where there is no line.
  bool Connect(std::stop_token stop);
  // One round over all captures. `waits`: one is not searchable yet.
  Status Advance(bool& waits, std::stop_token stop);
  Status AdvanceOne(const Capture& capture, bool& waits, std::stop_token stop);
  Status Open(const Capture& capture);
  Status SendOriginals(const Capture& capture, std::stop_token stop);
  Status SendOriginal(const Capture& capture, const DeskOriginal& original);
  Status Seal(const Capture& capture);
  Status LookForVersion(const Capture& capture, bool& waits);
  // The coordinator was started anew since: whether it still has what it gave receipts for.
  Status CheckMemory(std::uint64_t epoch);
  Result<bool> Remembers(const Capture& capture);
  // In quiet times: whether it is still the same coordinator, or another one in its place.
  Status LookForRestart();
  bool HeadChanged(const Capture& capture) const;
  Status SealAs(const Capture& capture, const std::vector<Edit>& edits);
  void SetLine(bool is_up, const std::string& reason);
  void SetProblem(const std::string& capture, const Status& status);

  Spool& spool_;
  const DeskConnector connect_;
  const UploaderOptions options_;
  std::unique_ptr<DeskClient> client_;           // of the thread
  std::map<std::string, CaptureHead> opened_;    // over this connection, likewise
  std::map<std::string, std::int64_t> not_before_;  // of captures with a problem, likewise; monotonic
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  bool woken_ = false;
  std::atomic<std::uint64_t> changes_ = 0;
  LineState line_;
  std::map<std::string, Status> problems_;
  std::jthread thread_;  // last
};

}  // namespace sohoa
