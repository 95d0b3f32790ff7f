// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_file.h"

#include <algorithm>
#include <cstring>

namespace sohoa {
namespace {

// What is sent without being asked for; a stripe comes in so many writes at most.
constexpr std::size_t kSendBytes = 1u << 20;

}  // namespace

RadosAppender::~RadosAppender() {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return ends_.empty(); });
}

Status RadosAppender::Append(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return under_way_ < kMostUnderWay || !error_.ok(); });
  if (!error_.ok()) return error_;
  waiting_.append(bytes);
  if (waiting_.size() >= kSendBytes) SendLocked();
  return error_;
}

Status RadosAppender::Send() {
  const std::scoped_lock lock(mutex_);
  if (error_.ok()) SendLocked();
  return error_;
}

// The writes to one object keep their order, so that each stripe has a whole beginning at any moment. The first one
// makes it and no other does, so that what a removed file is still sent makes no stripe anew.
void RadosAppender::SendLocked() {
  std::string_view left = waiting_;
  while (!left.empty()) {
    const std::uint64_t within = sent_ % kStripeBytes;
    RadosWrite write;
    write.part = left.substr(0, kStripeBytes - within);
    write.offset = within;
    write.must_exist = within > 0;
    const std::uint64_t bytes = write.part->size();
    const std::string stripe = file_->Stripe(sent_ / kStripeBytes);
    sent_ += bytes;
    under_way_ += bytes;
    ends_.insert(sent_);
    left.remove_prefix(bytes);
    folder_->cluster().StartWrite(stripe, write, [this, end = sent_, bytes](const Status& status) { Answered(end, bytes, status); });
  }
  waiting_.clear();
}

void RadosAppender::Answered(std::uint64_t end, std::uint64_t bytes, const Status& status) {
  const std::scoped_lock lock(mutex_);
  under_way_ -= bytes;
  ends_.erase(ends_.find(end));
  if (error_.ok()) error_ = status;
  answered_.notify_all();
}

Status RadosAppender::Sync() {
  std::unique_lock lock(mutex_);
  if (!error_.ok()) return error_;
  SendLocked();
  const std::uint64_t end = sent_;
  answered_.wait(lock, [&] { return ends_.empty() || *ends_.begin() > end; });
  if (error_.ok() && file_->size < end) file_->size = end;
  return error_;
}

Status RadosAppender::Close() {
  if (const Status synced = Sync(); !synced.ok()) return synced;
  return folder_->Close(*file_, size());
}

std::uint64_t RadosAppender::size() {
  const std::scoped_lock lock(mutex_);
  return sent_ + waiting_.size();
}

Result<std::size_t> ReadRadosFile(RadosCluster& cluster, const RadosFile& file, std::uint64_t offset, std::size_t length, char* bytes) {
  const std::uint64_t size = file.size;
  const std::size_t wanted = offset < size ? std::min<std::uint64_t>(length, size - offset) : 0;
  for (std::size_t done = 0; done < wanted;) {
    const std::uint64_t at = offset + done;
    const std::string stripe = file.Stripe(at / kStripeBytes);
    const std::size_t part = std::min<std::uint64_t>(wanted - done, kStripeBytes - at % kStripeBytes);
    const Result<RadosPart> read = cluster.Read(stripe, at % kStripeBytes, part);
    if (!read && read.status().code() != StatusCode::kNotFound) return read.status();
    if (!read || read->bytes.size() != part) {
      return Status(StatusCode::kCorruption, "read " + cluster.place().Text() + " " + stripe + ": bytes that were written are not there");
    }
    std::memcpy(bytes + done, read->bytes.data(), part);
    done += part;
  }
  return wanted;
}

}  // namespace sohoa
