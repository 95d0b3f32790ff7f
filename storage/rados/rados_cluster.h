// SPDX-License-Identifier: Apache-2.0
//
// RadosCluster: a connection to one pool of a Ceph cluster, and within it to one namespace. What the rest of this
// folder needs of librados, in our words; nothing else knows it. The library is loaded with the first connection, so
// that who has no Ceph neither needs it nor waits for it (docs/adr/0022-rocksdb-over-rados.md).
//
// An object is bytes, small attributes and ordered keys. A write of one object happens whole or not at all, is durable
// on as many OSDs as the pool asks for when it is answered, and writes of one client to one object keep their order.
// Nothing waits for ever: an OSD has 30 s for an answer, a monitor 15 s.
//
// Errors: kNotFound; kConflict, what was required is not so; kUnavailable, the pool is full, the cluster does not answer,
// or another host has taken over and this client is on the block list (IsFenced()); kDenied; kIoError.
//
// All methods are safe from several threads.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct RadosPlace {
  std::string pool;
  std::string name_space;  // empty = the pool's default
  std::string ceph_conf;   // empty = where Ceph itself looks
  std::string user;        // "sohoa" for client.sohoa; empty = admin

  std::string Text() const;  // "rados:POOL/NAMESPACE"
};

// What is done to one object, all of it or nothing.
struct RadosWrite {
  bool create = false;      // kConflict where it is there already
  bool must_exist = false;  // kNotFound where it is not
  bool may_exist = false;   // made where it is not there, though nothing else is written
  std::vector<std::pair<std::string, std::string>> require = {};  // keys with their values, "" = none; else kConflict
  std::optional<std::string_view> whole = std::nullopt;           // all its bytes
  std::optional<std::string_view> part = std::nullopt;            // bytes from `offset` on
  std::uint64_t offset = 0;
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::vector<std::pair<std::string, std::string>> set_keys = {};
  std::vector<std::string> remove_keys = {};
};

struct RadosPart {
  std::uint64_t object_size = 0;
  std::string bytes;      // fewer than asked for at the end only
  std::string attribute;  // of the name that was asked for; empty = none
};

struct RadosRoom {
  std::uint64_t free_bytes = 0;  // of all the cluster, before copies
  std::uint64_t all_bytes = 0;
};

class RadosCluster {
 public:
  // kNotFound: there is no such pool; kUnavailable; kDenied; kUnsupported: librados is not installed.
  static Result<std::shared_ptr<RadosCluster>> Connect(const RadosPlace& place);
  ~RadosCluster();
  RadosCluster(const RadosCluster&) = delete;
  RadosCluster& operator=(const RadosCluster&) = delete;

  const RadosPlace& place() const { return place_; }

  Status Write(const std::string& object, const RadosWrite& write);
  // Returns at once; `done` gets the answer on a thread of librados, where nothing may wait. Bytes are copied.
  void StartWrite(const std::string& object, const RadosWrite& write, std::function<void(const Status&)> done);
  // Ok where it is not there.
  Status Remove(const std::string& object);
  Result<std::uint64_t> Size(const std::string& object);
  Result<RadosPart> Read(const std::string& object, std::uint64_t offset, std::size_t length, const std::string& attribute = "");
  // The object's keys that begin with `prefix`; none where the object is not there.
  Result<std::map<std::string, std::string>> Keys(const std::string& object, const std::string& prefix);
  // Every object of the namespace, in no order: goes through the whole pool, so for checks alone.
  Status List(const std::function<void(std::string_view object)>& visit);

  // An exclusive lock that ends by itself after `duration`, counted by the OSD. kConflict: somebody else has it.
  Status Lock(const std::string& object, const std::string& name, const std::string& cookie, std::chrono::milliseconds duration);
  Status Unlock(const std::string& object, const std::string& name, const std::string& cookie);
  // What others name this client by in BlockList().
  Result<std::string> Addresses();
  // From when it returns on, an OSD that has answered this client answers none of those at `addresses`, for `duration`.
  Status BlockList(const std::string& addresses, std::chrono::seconds duration);
  // An OSD has said that this client is on the block list.
  bool IsFenced() const { return fenced_; }
  // The last write that was answered found no room.
  bool IsFull() const { return full_; }

  // None where the cluster does not say (it has no manager). Asks a monitor.
  Result<std::optional<RadosRoom>> Room();

 private:
  struct Started;

  explicit RadosCluster(RadosPlace place) : place_(std::move(place)) {}
  Status Open();
  // Ok for 0 and above; the rest is said in our words.
  Status Answered(int answer, const std::string& operation, const std::string& object);
  static void Finished(void* completion, void* started);

  const RadosPlace place_;
  void* cluster_ = nullptr;
  void* pool_ = nullptr;
  std::atomic<bool> fenced_ = false;
  std::atomic<bool> full_ = false;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t in_flight_ = 0;
};

}  // namespace sohoa
