// SPDX-License-Identifier: Apache-2.0
//
// UploadStore: originals on their way in over HTTP, each a file that grows by its offset, with what it is for beside it.
// Both outlive the server, so that a client goes on where it was. What nobody goes on with is taken away. Safe from
// several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/http_message.h"
#include "core/result.h"
#include "core/sha256.h"

namespace sohoa {

struct UploadRules {
  std::uint64_t most_bytes = 200ull << 20;             // of one
  std::uint32_t most_of_one = 16;                      // unfinished ones of an account or key
  std::int64_t most_age_ms = 24ll * 3600 * 1000;       // since the last byte; of a receipt, since it was given
};

// What an upload is for, as who began it said.
struct UploadPurpose {
  std::string owner;  // account or key; empty = who holds the archive
  std::string dossier;
  std::string batch;                   // empty = the newest that is open
  std::optional<std::uint32_t> place;  // in the batch, from 0; none = behind all that are there by then
  std::string name;         // of the file
  std::optional<std::uint64_t> length;  // of all of it, where that is known
  std::optional<Sha256> sha256;         // that it must have
};

struct UploadState {
  std::string id;
  UploadPurpose purpose;
  std::uint64_t offset = 0;  // how much of it is here
  std::string receipt;       // JSON, once it was handed in; then its bytes are gone
};

class UploadStore {
 public:
  // `folder` is made where it is not there; empty = a temporary one, gone with the store. `check_room` says whether
  // so many bytes more would be taken now (kUnavailable).
  UploadStore(std::string folder, UploadRules rules, std::function<Status(std::uint64_t bytes)> check_room);
  ~UploadStore();

  // Its id. kResourceLimit: it is too long. kConflict: its owner has too many unfinished. kUnavailable: no room.
  Result<std::string> Begin(const UploadPurpose& purpose);
  // Of this owner alone; of another, it is not there. kNotFound. What it says of the offset is on the disk.
  Result<UploadState> Find(const std::string& id, const std::string& owner);
  // Takes what comes from `offset` on. Whoever took it before gets no more of it: their client has come again. Each Write()
  // may say kResourceLimit, kUnavailable. kNotFound; kConflict: it is at another offset, or was handed in.
  Result<std::shared_ptr<HttpBodySink>> Append(const std::string& id, const std::string& owner, std::uint64_t offset);
  // Its bytes, for as long as it is not removed.
  std::string PathOf(const std::string& id) const;
  // It was handed in. Its receipt stays for a while, for who did not hear it.
  Status Finish(const std::string& id, const std::string& receipt);
  void Remove(const std::string& id);

  const UploadRules& rules() const { return rules_; }
  // Takes away what is too old at this time.
  void Sweep(std::int64_t now_unix_ms);

 private:
  class Sink;
  struct Turn {
    std::mutex mutex;
    std::uint64_t number = 0;  // of the last Append
  };

  std::string DescriptionOf(const std::string& id) const;
  Result<UploadState> Read(const std::string& id) const;
  Status Write(const UploadState& state) const;
  std::shared_ptr<Turn> TurnOf(const std::string& id);
  std::uint32_t CountOf(const std::string& owner) const;

  std::string folder_;
  const UploadRules rules_;
  const std::function<Status(std::uint64_t)> check_room_;
  bool is_temporary_ = false;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Turn>> turns_;
};

}  // namespace sohoa
