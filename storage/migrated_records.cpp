// SPDX-License-Identifier: Apache-2.0
#include "storage/migrated_records.h"

#include <deque>
#include <optional>
#include <utility>

#include "storage/key_layout.h"
#include "storage/migration_mark.h"

namespace sohoa {
namespace {

constexpr std::size_t kReadAtOnce = 512;          // records
constexpr std::uint64_t kReadBytes = 1u << 20;
constexpr std::uint64_t kBatchBytes = 1u << 20;
constexpr std::uint64_t kSyncBytes = 64u << 20;

Status Cancelled() { return Status(StatusCode::kCancelled, "move records: cancelled; run it again to go on"); }

// Goes through a store in short scans, so that none of them lasts for hours.
class RecordCursor {
 public:
  explicit RecordCursor(MetaReader& store) : store_(store) {}

  // nullptr at the end.
  Result<const std::pair<std::string, std::string>*> Current() {
    if (read_.empty() && !ended_) {
      if (const Status filled = Fill(); !filled.ok()) return filled;
    }
    return read_.empty() ? nullptr : &read_.front();
  }
  void Next() { read_.pop_front(); }

 private:
  Status Fill() {
    std::uint64_t bytes = 0;
    bool more = false;
    const Status scanned = store_.Scan("", from_, [&](std::string_view key, std::string_view value) {
      // The smallest key behind this one.
      from_.assign(key);
      from_ += '\0';
      if (!StaysWithItsStore(key)) {
        bytes += key.size() + value.size();
        read_.emplace_back(key, value);
      }
      more = read_.size() >= kReadAtOnce || bytes >= kReadBytes;
      return !more;
    });
    ended_ = !more;
    return scanned;
  }

  MetaReader& store_;
  std::string from_;
  std::deque<std::pair<std::string, std::string>> read_;
  bool ended_ = false;
};

// What `to` lacks, has otherwise, or has too much of. `differs` gets the key, and the value as it should be or none.
using OnDifference = std::function<Status(const std::string& key, const std::string* value)>;

Status GoThrough(MetaReader& from, MetaReader& to, const OnDifference& differs, const RecordProgress& progress) {
  RecordCursor source(from);
  RecordCursor target(to);
  RecordCount done;
  while (true) {
    const auto wanted = source.Current();
    if (!wanted) return wanted.status();
    const auto there = target.Current();
    if (!there) return there.status();
    if (*wanted == nullptr && *there == nullptr) return {};
    const int order = *wanted == nullptr ? 1 : *there == nullptr ? -1 : (*wanted)->first.compare((*there)->first);
    Status status;
    if (order > 0) {
      status = differs((*there)->first, nullptr);
    } else if (order < 0 || (*wanted)->second != (*there)->second) {
      status = differs((*wanted)->first, &(*wanted)->second);
    }
    if (!status.ok()) return status;
    if (order <= 0) {
      ++done.records;
      done.bytes += (*wanted)->first.size() + (*wanted)->second.size();
      source.Next();
      if (progress && done.records % kReadAtOnce == 0 && !progress(done)) return Cancelled();
    }
    if (order >= 0) target.Next();
  }
}

// Writes what it is given in batches that wait for no disk, and for it from time to time.
class RecordWriter {
 public:
  explicit RecordWriter(OrderedStore& store) : store_(store) {}

  Status Add(const std::string& key, const std::string* value) {
    ++written_;
    if (value == nullptr) {
      batch_.Delete(key);
    } else {
      batch_.Put(key, *value);
    }
    return batch_.bytes() < kBatchBytes ? Status() : Flush();
  }
  Status Finish() {
    const Status status = Flush();
    return status.ok() ? store_.Sync() : status;
  }
  std::uint64_t written() const { return written_; }

 private:
  Status Flush() {
    if (batch_.empty()) return {};
    unsynced_ += batch_.bytes();
    const bool sync = unsynced_ >= kSyncBytes;
    if (sync) unsynced_ = 0;
    Status status = sync ? store_.Write(batch_) : store_.WriteUnsynced(batch_);
    batch_ = MetaBatch();
    return status;
  }

  OrderedStore& store_;
  MetaBatch batch_;
  std::uint64_t unsynced_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace

bool StaysWithItsStore(std::string_view key) { return key == kFormatKey || key == kMigrationKey; }

Result<RecordCount> CountRecords(MetaReader& from, const RecordProgress& progress) {
  RecordCount count;
  bool wanted = true;
  const Status scanned = from.Scan("", "", [&](std::string_view key, std::string_view value) {
    if (StaysWithItsStore(key)) return true;
    ++count.records;
    count.bytes += key.size() + value.size();
    wanted = !progress || count.records % kReadAtOnce != 0 || progress(count);
    return wanted;
  });
  if (!scanned.ok()) return scanned;
  if (!wanted) return Cancelled();
  return count;
}

Result<std::uint64_t> BringRecords(MetaReader& from, OrderedStore& to, const RecordProgress& progress) {
  RecordWriter writer(to);
  // As it is now, so that what is written meanwhile is not gone through again.
  const std::unique_ptr<MetaReader> there = to.Snapshot();
  const Status brought = GoThrough(from, *there, [&writer](const std::string& key, const std::string* value) { return writer.Add(key, value); }, progress);
  if (!brought.ok()) return brought;
  if (const Status finished = writer.Finish(); !finished.ok()) return finished;
  return writer.written();
}

Status CompareRecords(MetaReader& from, MetaReader& to, const RecordProgress& progress) {
  const auto differs = [](const std::string& key, const std::string*) {
    return Status(StatusCode::kCorruption, "compare records: one of kind \"" + key.substr(0, key.find('/')) + "/\" differs; run it again, or begin anew in an empty place");
  };
  return GoThrough(from, to, differs, progress);
}

}  // namespace sohoa
