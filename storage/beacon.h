// SPDX-License-Identifier: Apache-2.0
//
// Beacon: a small file outside the archive's databases that says how far they had come. A
// database that is behind it has lost what it once acknowledged: its disk lied about a sync, or
// an old copy was put in its place. Neither can be seen from inside the database.
//
// The file has two slots that are written in turn, each with its own check sum: a torn write
// costs one of them, and the other is one step older.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/meta_store.h"

namespace sohoa {

// How far an archive had come.
struct BeaconMark {
  std::string archive;  // its identity
  std::uint64_t epoch = 0;
  std::uint64_t ledger = 0;  // sequence
  std::uint64_t audit = 0;   // sequence, and the SHA-256 of that record
  Sha256 audit_sha256;
  std::int64_t at_unix_ms = 0;

  bool operator==(const BeaconMark&) const = default;
};

// What the database itself says.
Result<BeaconMark> ReadMark(MetaReader& meta);
// kCorruption where `meta` is behind `beacon` or came another way, kUnavailable where it is
// another archive; with what to do. `path` is for the message.
Status CompareWithBeacon(MetaReader& meta, const BeaconMark& beacon, const std::string& path);

// The same with the beacon in the file `path`, where there is one; "" is none. One of another archive is passed over
// unless it `must_match`.
Status CheckBeacon(MetaReader& meta, const std::string& path, bool must_match);

// None where there is no file. kCorruption: neither slot can be read.
Result<std::optional<BeaconMark>> ReadBeacon(const std::string& path);

// Writes marks on a thread of its own: the first one at once, later ones at most every
// kBeaconPauseMs. So the file is never ahead of the database, and behind it by at most that
// pause and the time that one sync takes.
inline constexpr std::int64_t kBeaconPauseMs = 100;

class BeaconWriter {
 public:
  // Makes the file where it is not there, and writes `mark`, whatever stood in it.
  static Result<std::unique_ptr<BeaconWriter>> Open(const std::string& path, const BeaconMark& mark);
  // Writes what was noted last.
  ~BeaconWriter();
  BeaconWriter(const BeaconWriter&) = delete;
  BeaconWriter& operator=(const BeaconWriter&) = delete;

  // To be called once this is durable. Returns at once; safe from several threads, in any order.
  void Note(const BeaconMark& mark);

  const std::string& path() const { return path_; }
  // Of the last write; the archive goes on without it, and somebody should be told.
  Status status();
  BeaconMark written();

 private:
  BeaconWriter(std::string path, int file) : path_(std::move(path)), file_(file) {}
  Status WriteSlot(const BeaconMark& mark);
  void Run(const std::stop_token& stop);

  const std::string path_;
  const int file_;
  std::uint64_t serial_ = 0;  // of the slot written last
  std::mutex mutex_;
  std::condition_variable_any changed_;
  BeaconMark noted_;
  BeaconMark written_;
  Status status_;
  std::jthread thread_;
};

}  // namespace sohoa
