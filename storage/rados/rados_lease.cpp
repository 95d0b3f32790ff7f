// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_lease.h"

#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace sohoa {
namespace {

constexpr const char* kLeaseObject = "lease";
constexpr const char* kLockName = "leader";
constexpr const char* kHolderKey = "holder";
constexpr std::chrono::milliseconds kRenewal = kLeaseDuration / 4;
// Longer than a leader sleeps that is asked for nothing when it wakes: its first renewal tells it.
constexpr std::chrono::hours kFenceDuration{24};

// "EPOCH ADDRESSES WHO"; without addresses it has given up, and needs no fence.
struct Holder {
  std::uint64_t epoch = 0;
  std::string addresses;
  std::string who;
};

std::string EncodeHolder(const Holder& holder) { return std::to_string(holder.epoch) + " " + holder.addresses + " " + holder.who; }

Holder DecodeHolder(const std::string& text) {
  const std::size_t first = text.find(' ');
  if (first == std::string::npos) return {};
  const std::size_t second = text.find(' ', first + 1);
  if (second == std::string::npos) return {};
  return {std::strtoull(text.c_str(), nullptr, 10), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

std::string ThisProcess() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return "process " + std::to_string(getpid()) + " of " + host.data();
}

std::string RandomCookie() {
  std::uint64_t bytes = 0;
  while (getrandom(&bytes, sizeof bytes, 0) != sizeof bytes) {
  }
  return std::to_string(bytes);
}

Result<std::string> ReadHolder(RadosCluster& cluster) {
  Result<std::map<std::string, std::string>> keys = cluster.Keys(kLeaseObject, kHolderKey);
  if (!keys) return keys.status();
  return keys->empty() ? std::string() : std::move(keys->begin()->second);
}

}  // namespace

Result<std::unique_ptr<RadosLease>> RadosLease::Take(std::shared_ptr<RadosCluster> cluster) {
  std::unique_ptr<RadosLease> lease(new RadosLease(std::move(cluster)));
  lease->cookie_ = RandomCookie();
  RadosWrite made;
  made.may_exist = true;
  if (const Status status = lease->cluster_->Write(kLeaseObject, made); !status.ok()) return status;
  if (const Status status = lease->TakeLock(); !status.ok()) return status;
  if (const Status status = lease->TakeOver(); !status.ok()) {
    (void)lease->cluster_->Unlock(kLeaseObject, kLockName, lease->cookie_);
    return status;
  }
  RadosLease& taken = *lease;
  lease->thread_ = std::jthread([&taken](const std::stop_token& stop) { taken.Renew(stop); });
  return lease;
}

Status RadosLease::TakeLock() {
  const Status locked = cluster_->Lock(kLeaseObject, kLockName, cookie_, kLeaseDuration);
  if (locked.code() != StatusCode::kConflict) return locked;
  const Result<std::string> holder = ReadHolder(*cluster_);
  const std::string who = holder ? DecodeHolder(*holder).who : "";
  return Status(StatusCode::kUnavailable, "lead archive " + cluster_->place().Text() + ": " + (who.empty() ? "another process" : who) +
                                              " has it; ask that one, end it, or wait " +
                                              std::to_string(kLeaseDuration / std::chrono::seconds(1)) + " s after its end");
}

// The fence first: between it and our own entry nobody writes.
Status RadosLease::TakeOver() {
  const Result<std::string> addresses = cluster_->Addresses();
  if (!addresses) return addresses.status();
  for (;;) {
    const Result<std::string> before = ReadHolder(*cluster_);
    if (!before) return before.status();
    const Holder holder = DecodeHolder(*before);
    if (!holder.addresses.empty()) {
      const Status fenced = cluster_->BlockList(holder.addresses, kFenceDuration);
      if (!fenced.ok()) return Annotate(fenced, "lead archive " + cluster_->place().Text());
    }
    const std::string ours = EncodeHolder({holder.epoch + 1, *addresses, ThisProcess()});
    RadosWrite write;
    write.require = {{kHolderKey, *before}};
    write.set_keys = {{kHolderKey, ours}};
    const Status written = cluster_->Write(kLeaseObject, write);
    if (written.code() == StatusCode::kConflict) {
      // Another one took over while we slept. If it has the lock, this says so.
      if (const Status locked = TakeLock(); !locked.ok()) return locked;
      continue;
    }
    if (!written.ok()) return written;
    holder_ = ours;
    epoch_ = holder.epoch + 1;
    return {};
  }
}

void RadosLease::Renew(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, stop, kRenewal, [&] { return stop.stop_requested(); })) {
    const Status locked = cluster_->Lock(kLeaseObject, kLockName, cookie_, kLeaseDuration);
    if (locked.code() == StatusCode::kConflict || cluster_->IsFenced()) lost_ = true;
    if (lost_) return;
    // A cluster that does not answer lets nobody else take over either.
    if (!locked.ok()) continue;
    // The lock had ended and was free again: had somebody had it meanwhile?
    const Result<std::string> holder = ReadHolder(*cluster_);
    if (holder && *holder != holder_) lost_ = true;
    if (lost_) return;
  }
}

Status RadosLease::Check() {
  if (!lost_ && !cluster_->IsFenced()) return {};
  return Status(StatusCode::kUnavailable, "lead archive " + cluster_->place().Text() +
                                              ": another host has taken it over; nothing more is written here, end this process");
}

void RadosLease::StopRenewing() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

RadosLease::~RadosLease() {
  StopRenewing();
  if (epoch_ == 0 || !Check().ok()) return;
  RadosWrite write;
  write.require = {{kHolderKey, holder_}};
  write.set_keys = {{kHolderKey, EncodeHolder({epoch_, "", ""})}};
  // What fails here costs the next one the wait.
  if (cluster_->Write(kLeaseObject, write).ok()) (void)cluster_->Unlock(kLeaseObject, kLockName, cookie_);
}

}  // namespace sohoa
