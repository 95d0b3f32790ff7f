// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a file of a RadosFolder: appended to, and read from anywhere.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/rados/rados_folder.h"

namespace sohoa {

// Safe from several threads; bytes are in the order of the calls.
class RadosAppender {
 public:
  RadosAppender(std::shared_ptr<RadosFolder> folder, std::shared_ptr<RadosFile> file) : folder_(std::move(folder)), file_(std::move(file)) {}
  // Waits for what is under way.
  ~RadosAppender();
  RadosAppender(const RadosAppender&) = delete;
  RadosAppender& operator=(const RadosAppender&) = delete;

  // Waits only while kMostUnderWay is under way. After an error every call has that error.
  Status Append(std::string_view bytes);
  // What was appended is on its way to the OSDs.
  Status Send();
  // What was appended before the call is durable, and can be read.
  Status Sync();
  // The same, and nothing more is appended.
  Status Close();
  std::uint64_t size();  // with what is not synced yet

 private:
  void SendLocked();
  void Answered(std::uint64_t end, std::uint64_t bytes, const Status& status);

  const std::shared_ptr<RadosFolder> folder_;
  const std::shared_ptr<RadosFile> file_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::string waiting_;      // not sent yet
  std::uint64_t sent_ = 0;   // bytes of the file
  std::uint64_t under_way_ = 0;
  std::multiset<std::uint64_t> ends_;  // of the writes that are under way
  Status error_;
};

// Up to `length` bytes from `offset`; fewer at the end only. kCorruption: a stripe is gone or too short.
Result<std::size_t> ReadRadosFile(RadosCluster& cluster, const RadosFile& file, std::uint64_t offset, std::size_t length, char* bytes);

}  // namespace sohoa
