// SPDX-License-Identifier: Apache-2.0
//
// With librados_stubs.cpp the only file that knows librados.
#include "storage/rados/rados_cluster.h"

#include <rados/librados.h>
#include <sys/time.h>

#include <cerrno>
#include <cstring>

#include "storage/rados/librados_stubs.h"

namespace sohoa {
namespace {

// Without the first a call waits until the cluster is back, for ever if need be. An OSD that does not answer is asked
// about after 3 s in the place of 10: it may be started again already, or another one have its place.
constexpr std::pair<const char*, const char*> kSettings[] = {
    {"rados_osd_op_timeout", "30"}, {"rados_mon_op_timeout", "15"}, {"client_mount_timeout", "15"},
    {"objecter_timeout", "3"},      {"objecter_tick_interval", "1"},
    {"log_to_stderr", "false"},     {"err_to_stderr", "false"},
};
constexpr int kFenced = ESHUTDOWN;             // EBLOCKLISTED of Ceph
constexpr std::uint64_t kKeysOfARequest = 1000;  // an OSD gives 1,024 at most

using WriteOp = std::unique_ptr<void, void (*)(rados_write_op_t)>;

// Strings as the arrays of pointers and sizes that librados takes.
struct Arrays {
  void Add(std::string_view text) {
    bytes.push_back(text.data());
    sizes.push_back(text.size());
  }
  std::vector<const char*> bytes;
  std::vector<std::size_t> sizes;
};

WriteOp MakeOp(const RadosWrite& write) {
  WriteOp made(rados_create_write_op(), rados_release_write_op);
  const rados_write_op_t op = made.get();
  if (write.must_exist) rados_write_op_assert_exists(op);
  if (write.create) rados_write_op_create(op, LIBRADOS_CREATE_EXCLUSIVE, nullptr);
  if (write.may_exist) rados_write_op_create(op, LIBRADOS_CREATE_IDEMPOTENT, nullptr);
  for (const auto& [key, value] : write.require) {
    rados_write_op_omap_cmp2(op, key.data(), LIBRADOS_CMPXATTR_OP_EQ, value.data(), key.size(), value.size(), nullptr);
  }
  if (write.whole) rados_write_op_write_full(op, write.whole->data(), write.whole->size());
  if (write.part) rados_write_op_write(op, write.part->data(), write.part->size(), write.offset);
  for (const auto& [name, value] : write.attributes) rados_write_op_setxattr(op, name.c_str(), value.data(), value.size());
  if (!write.set_keys.empty()) {
    Arrays keys;
    Arrays values;
    for (const auto& [key, value] : write.set_keys) {
      keys.Add(key);
      values.Add(value);
    }
    rados_write_op_omap_set2(op, keys.bytes.data(), values.bytes.data(), keys.sizes.data(), values.sizes.data(), keys.bytes.size());
  }
  if (!write.remove_keys.empty()) {
    Arrays keys;
    for (const std::string& key : write.remove_keys) keys.Add(key);
    rados_write_op_omap_rm_keys2(op, keys.bytes.data(), keys.sizes.data(), keys.bytes.size());
  }
  return made;
}

StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT: return StatusCode::kNotFound;
    case EEXIST:
    case ECANCELED:
    case EBUSY: return StatusCode::kConflict;
    case ENOSPC:
    case EDQUOT:
    case ETIMEDOUT:
    case EAGAIN:
    case kFenced: return StatusCode::kUnavailable;
    case EPERM:
    case EACCES: return StatusCode::kDenied;
    default: return StatusCode::kIoError;
  }
}

std::string ReasonOf(int error) {
  switch (error) {
    case ENOENT: return "it is not there";
    case EEXIST: return "it is there already";
    case ECANCELED: return "somebody else changed it first";
    case EBUSY: return "somebody else has it";
    case ENOSPC:
    case EDQUOT: return "the pool is full; add OSDs or raise its quota, then try again";
    case ETIMEDOUT: return "the cluster gave no answer in time; see `ceph -s`, then try again";
    case kFenced: return "another host has taken the archive over and this one is on the cluster's block list; end this process";
    case EPERM:
    case EACCES: return "this user of Ceph may not; docs/STORAGE.md has the capabilities that it needs";
    default: return std::strerror(error);
  }
}

}  // namespace

std::string RadosPlace::Text() const { return "rados:" + pool + (name_space.empty() ? "" : "/" + name_space); }

struct RadosCluster::Started {
  RadosCluster& cluster;
  std::string object;
  std::function<void(const Status&)> done;
};

Result<std::shared_ptr<RadosCluster>> RadosCluster::Connect(const RadosPlace& place) {
  if (!HasLibrados()) {
    return Status(StatusCode::kUnsupported, "open " + place.Text() + ": the library of Ceph is not there; install the package librados2");
  }
  const std::shared_ptr<RadosCluster> made(new RadosCluster(place));
  if (const Status opened = made->Open(); !opened.ok()) return opened;
  return made;
}

Status RadosCluster::Open() {
  const std::string what = "open " + place_.Text() + ": ";
  if (rados_create(&cluster_, place_.user.empty() ? "admin" : place_.user.c_str()) < 0) {
    return Status(StatusCode::kInternal, what + "librados cannot be set up");
  }
  const char* const conf = place_.ceph_conf.empty() ? nullptr : place_.ceph_conf.c_str();
  if (const int read = rados_conf_read_file(cluster_, conf); read < 0) {
    return Status(CodeOf(-read), what + "cannot read " + (conf == nullptr ? "ceph.conf, which is looked for in /etc/ceph" : conf) + ": " +
                                     std::strerror(-read) + "; name another one with storage.ceph_conf");
  }
  for (const auto& [option, value] : kSettings) rados_conf_set(cluster_, option, value);
  if (const int connected = rados_connect(cluster_); connected < 0) {
    const std::string key = connected == -ENOENT ? "no key of this user was found" : ReasonOf(-connected);
    return Status(connected == -ENOENT ? StatusCode::kDenied : CodeOf(-connected), what + "connect to the cluster: " + key);
  }
  if (const int found = rados_ioctx_create(cluster_, place_.pool.c_str(), &pool_); found < 0) {
    if (found != -ENOENT) return Answered(found, "open pool", place_.pool);
    return Status(StatusCode::kNotFound, what + "the cluster has no such pool; make it with `ceph osd pool create " + place_.pool + "`");
  }
  rados_ioctx_set_namespace(pool_, place_.name_space.c_str());
  // Else a write into a full pool waits until there is room.
  rados_set_pool_full_try(pool_);
  return {};
}

RadosCluster::~RadosCluster() {
  {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return in_flight_ == 0; });
  }
  if (pool_ != nullptr) rados_ioctx_destroy(pool_);
  if (cluster_ != nullptr) rados_shutdown(cluster_);
}

Status RadosCluster::Answered(int answer, const std::string& operation, const std::string& object) {
  if (answer >= 0) {
    if (operation == "write") full_ = false;
    return {};
  }
  if (answer == -kFenced) fenced_ = true;
  if (answer == -ENOSPC || answer == -EDQUOT) full_ = true;
  return Status(CodeOf(-answer), operation + " " + place_.Text() + " " + object + ": " + ReasonOf(-answer));
}

Status RadosCluster::Write(const std::string& object, const RadosWrite& write) {
  const WriteOp op = MakeOp(write);
  return Answered(rados_write_op_operate(op.get(), pool_, object.c_str(), nullptr, 0), "write", object);
}

void RadosCluster::Finished(void* completion, void* started) {
  const std::unique_ptr<Started> done(static_cast<Started*>(started));
  const int answer = rados_aio_get_return_value(completion);
  rados_aio_release(completion);
  RadosCluster& cluster = done->cluster;
  done->done(cluster.Answered(answer, "write", done->object));
  const std::scoped_lock lock(cluster.mutex_);
  --cluster.in_flight_;
  cluster.idle_.notify_all();
}

void RadosCluster::StartWrite(const std::string& object, const RadosWrite& write, std::function<void(const Status&)> done) {
  const WriteOp op = MakeOp(write);
  auto started = std::make_unique<Started>(Started{*this, object, std::move(done)});
  rados_completion_t completion = nullptr;
  int answer = rados_aio_create_completion2(started.get(), Finished, &completion);
  if (answer >= 0) {
    {
      const std::scoped_lock lock(mutex_);
      ++in_flight_;
    }
    answer = rados_aio_write_op_operate(op.get(), pool_, completion, object.c_str(), nullptr, 0);
    if (answer >= 0) {
      (void)started.release();
      return;
    }
    rados_aio_release(completion);
    const std::scoped_lock lock(mutex_);
    --in_flight_;
  }
  started->done(Answered(answer, "write", object));
}

Status RadosCluster::Remove(const std::string& object) {
  const int answer = rados_remove(pool_, object.c_str());
  return answer == -ENOENT ? Status() : Answered(answer, "remove", object);
}

Result<std::uint64_t> RadosCluster::Size(const std::string& object) {
  std::uint64_t size = 0;
  time_t changed = 0;
  const Status status = Answered(rados_stat(pool_, object.c_str(), &size, &changed), "read", object);
  if (!status.ok()) return status;
  return size;
}

Result<RadosPart> RadosCluster::Read(const std::string& object, std::uint64_t offset, std::size_t length, const std::string& attribute) {
  RadosPart part;
  part.bytes.resize(length);
  const std::unique_ptr<void, void (*)(rados_read_op_t)> made(rados_create_read_op(), rados_release_read_op);
  const rados_read_op_t op = made.get();
  time_t changed = 0;
  int stat_answer = 0;
  int read_answer = 0;
  int list_answer = 0;
  std::size_t read = 0;
  rados_xattrs_iter_t attributes = nullptr;
  rados_read_op_stat(op, &part.object_size, &changed, &stat_answer);
  if (length > 0) rados_read_op_read(op, offset, length, part.bytes.data(), &read, &read_answer);
  if (!attribute.empty()) rados_read_op_getxattrs(op, &attributes, &list_answer);
  const int answer = rados_read_op_operate(op, pool_, object.c_str(), 0);
  // The list is to be ended whatever the answer was.
  if (answer >= 0 && !attribute.empty()) {
    const char* name = nullptr;
    const char* value = nullptr;
    std::size_t size = 0;
    while (rados_getxattrs_next(attributes, &name, &value, &size) == 0 && name != nullptr) {
      if (attribute == name) part.attribute.assign(value, size);
    }
  }
  if (attributes != nullptr) rados_getxattrs_end(attributes);
  if (const Status status = Answered(answer, "read", object); !status.ok()) return status;
  part.bytes.resize(read);
  return part;
}

Result<std::map<std::string, std::string>> RadosCluster::Keys(const std::string& object, const std::string& prefix) {
  std::map<std::string, std::string> keys;
  unsigned char more = 1;
  while (more != 0) {
    const std::unique_ptr<void, void (*)(rados_read_op_t)> made(rados_create_read_op(), rados_release_read_op);
    rados_omap_iter_t list = nullptr;
    int list_answer = 0;
    const std::string after = keys.empty() ? "" : keys.rbegin()->first;
    rados_read_op_omap_get_vals2(made.get(), after.c_str(), prefix.c_str(), kKeysOfARequest, &list, &more, &list_answer);
    const int answer = rados_read_op_operate(made.get(), pool_, object.c_str(), 0);
    char* key = nullptr;
    char* value = nullptr;
    std::size_t key_size = 0;
    std::size_t value_size = 0;
    while (answer >= 0 && rados_omap_get_next2(list, &key, &value, &key_size, &value_size) == 0 && key != nullptr) {
      keys.emplace(std::string(key, key_size), std::string(value, value_size));
    }
    if (list != nullptr) rados_omap_get_end(list);
    if (answer == -ENOENT) break;
    if (const Status status = Answered(answer, "read the keys of", object); !status.ok()) return status;
  }
  return keys;
}

Status RadosCluster::List(const std::function<void(std::string_view)>& visit) {
  rados_list_ctx_t list = nullptr;
  int answer = rados_nobjects_list_open(pool_, &list);
  if (answer < 0) return Answered(answer, "list", "all objects");
  const char* entry = nullptr;
  const char* key = nullptr;
  const char* name_space = nullptr;
  std::size_t entry_size = 0;
  std::size_t key_size = 0;
  std::size_t name_space_size = 0;
  while ((answer = rados_nobjects_list_next2(list, &entry, &key, &name_space, &entry_size, &key_size, &name_space_size)) == 0) {
    visit(std::string_view(entry, entry_size));
  }
  rados_nobjects_list_close(list);
  return answer == -ENOENT ? Status() : Answered(answer, "list", "all objects");
}

Status RadosCluster::Lock(const std::string& object, const std::string& name, const std::string& cookie, std::chrono::milliseconds duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
  timeval length{};
  length.tv_sec = static_cast<time_t>(seconds.count());
  length.tv_usec = static_cast<suseconds_t>(std::chrono::duration_cast<std::chrono::microseconds>(duration - seconds).count());
  const int answer =
      rados_lock_exclusive(pool_, object.c_str(), name.c_str(), cookie.c_str(), "", &length, LIBRADOS_LOCK_FLAG_MAY_RENEW);
  return Answered(answer, "lock", object);
}

Status RadosCluster::Unlock(const std::string& object, const std::string& name, const std::string& cookie) {
  const int answer = rados_unlock(pool_, object.c_str(), name.c_str(), cookie.c_str());
  return answer == -ENOENT ? Status() : Answered(answer, "unlock", object);
}

Result<std::string> RadosCluster::Addresses() {
  char* text = nullptr;
  const int answer = rados_getaddrs(cluster_, &text);
  if (answer < 0 || text == nullptr) return Status(StatusCode::kIoError, "open " + place_.Text() + ": librados does not say this client's address");
  std::string addresses(text);
  rados_buffer_free(text);
  return addresses;
}

Status RadosCluster::BlockList(const std::string& addresses, std::chrono::seconds duration) {
  std::string text = addresses;
  const int answer = rados_blocklist_add(cluster_, text.data(), static_cast<std::uint32_t>(duration.count()));
  if (const Status added = Answered(answer, "put the host before on the block list of", addresses); !added.ok()) return added;
  // What this client asks of an OSD from now on makes that take the new list first.
  return Answered(rados_wait_for_latest_osdmap(cluster_), "wait for the block list of", addresses);
}

Result<std::optional<RadosRoom>> RadosCluster::Room() {
  rados_cluster_stat_t stat{};
  const Status status = Answered(rados_cluster_stat(cluster_, &stat), "ask for the room of", place_.pool);
  if (!status.ok()) return status;
  if (stat.kb == 0) return std::optional<RadosRoom>();
  return std::optional<RadosRoom>(RadosRoom{stat.kb_avail << 10, stat.kb << 10});
}

}  // namespace sohoa
