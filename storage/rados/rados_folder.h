// SPDX-License-Identifier: Apache-2.0
//
// RadosFolder: a flat folder of files in RADOS, of one writer: the leader of the archive, whose epoch every change
// requires.
//
// The folder is one object whose keys are the names; a value is the number of a file, so that a change of names, the
// putting of one file in the place of another too, is one atomic write. The bytes of a file are objects of 4 MiB, its
// stripes. Only its end grows. A file that was closed has its size in the folder; of one that was not, because its
// writer was killed, the size is that of its stripes up to the first that is not full: what was synced is in front of it.
//
// A file that goes is written down as gone in the write that takes its name, before its stripes are removed, and those
// that are left then are removed at the next opening. So no list of the pool is ever needed.
//
// All methods are safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/rados/rados_cluster.h"

namespace sohoa {

inline constexpr std::uint64_t kStripeBytes = 4u << 20;
// What a writer has under way at most: so far behind a stripe that is not there others may be.
inline constexpr std::uint64_t kMostUnderWay = 16u << 20;

// One file, whatever its name is.
struct RadosFile {
  explicit RadosFile(std::uint64_t number) : id(number) {}
  std::string Stripe(std::uint64_t number) const;

  const std::uint64_t id;
  std::atomic<std::uint64_t> size = 0;  // that can be read
  std::atomic<bool> closed = false;     // its bytes will not change
  bool torn = false;                    // its writer was killed: stripes may lie behind a gap
};

class RadosFolder {
 public:
  // Makes it where it is not there. kUnavailable: a later leader has been here.
  static Result<std::shared_ptr<RadosFolder>> Open(std::shared_ptr<RadosCluster> cluster, const std::string& name, std::uint64_t epoch);

  RadosCluster& cluster() { return *cluster_; }
  const std::string& name() const { return name_; }

  std::vector<std::string> Names();
  bool Has(const std::string& file);
  // kNotFound.
  Result<std::shared_ptr<RadosFile>> Find(const std::string& file);
  // Empty, in the place of what had the name.
  Result<std::shared_ptr<RadosFile>> Create(const std::string& file);
  // Its size will not change.
  Status Close(const RadosFile& file, std::uint64_t size);
  // In the place of what had the name `to`.
  Status Rename(const std::string& from, const std::string& to);
  Status Remove(const std::string& file);

 private:
  RadosFolder(std::shared_ptr<RadosCluster> cluster, const std::string& name)
      : cluster_(std::move(cluster)), name_(name), object_("folder/" + name) {}
  Status Read(std::uint64_t epoch);
  // A change that may have happened or not leaves what is known here worthless.
  Status Change(RadosWrite write);
  // With what takes a name away; the stripes go once that is written.
  void NoteGone(const RadosFile& file, RadosWrite& write);
  Status RemoveStripes(const RadosFile& file);
  Result<std::uint64_t> SizeOfStripes(const RadosFile& file);

  const std::shared_ptr<RadosCluster> cluster_;
  const std::string name_;
  const std::string object_;
  std::string epoch_;
  std::mutex mutex_;
  Status failed_;
  std::uint64_t next_id_ = 1;
  std::map<std::string, std::shared_ptr<RadosFile>, std::less<>> files_;
};

}  // namespace sohoa
