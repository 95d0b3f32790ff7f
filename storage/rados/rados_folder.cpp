// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace sohoa {
namespace {

constexpr std::string_view kNamePrefix = "n/";  // NAME -> "ID", or "ID SIZE" of one that was closed
constexpr std::string_view kGonePrefix = "g/";  // ID -> "" or "SIZE"
constexpr const char* kNextKey = "next";
constexpr const char* kEpochKey = "epoch";

std::string Hex(std::uint64_t number) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

std::string NameKey(const std::string& name) { return std::string(kNamePrefix) + name; }

bool HasSize(const RadosFile& file) { return file.closed && !file.torn; }

std::string EncodeFile(const RadosFile& file) { return Hex(file.id) + (HasSize(file) ? " " + std::to_string(file.size) : ""); }

std::shared_ptr<RadosFile> DecodeFile(const std::string& text) {
  auto file = std::make_shared<RadosFile>(std::strtoull(text.c_str(), nullptr, 16));
  if (const std::size_t space = text.find(' '); space != std::string::npos) {
    file->size = std::strtoull(text.c_str() + space + 1, nullptr, 10);
    file->closed = true;
  }
  return file;
}

}  // namespace

std::string RadosFile::Stripe(std::uint64_t number) const { return "f/" + Hex(id) + "/" + Hex(number).substr(8); }

Result<std::shared_ptr<RadosFolder>> RadosFolder::Open(std::shared_ptr<RadosCluster> cluster, const std::string& name, std::uint64_t epoch) {
  const std::shared_ptr<RadosFolder> folder(new RadosFolder(std::move(cluster), name));
  if (const Status read = folder->Read(epoch); !read.ok()) return Annotate(read, "open folder " + name);
  return folder;
}

Status RadosFolder::Read(std::uint64_t epoch) {
  RadosWrite made;
  made.may_exist = true;
  if (const Status status = cluster_->Write(object_, made); !status.ok()) return status;
  Result<std::map<std::string, std::string>> keys = cluster_->Keys(object_, kEpochKey);
  if (!keys) return keys.status();
  const std::string before = keys->empty() ? "" : keys->begin()->second;
  epoch_ = Hex(epoch);
  if (before > epoch_) return Status(StatusCode::kUnavailable, "a later leader has been here; end this process");
  RadosWrite ours;
  ours.require = {{kEpochKey, before}};
  ours.set_keys = {{kEpochKey, epoch_}};
  if (const Status status = cluster_->Write(object_, ours); !status.ok()) return status;
  // From here on nobody else changes it.
  keys = cluster_->Keys(object_, "");
  if (!keys) return keys.status();
  std::vector<std::shared_ptr<RadosFile>> gone;
  for (const auto& [key, value] : *keys) {
    if (key.starts_with(kNamePrefix)) {
      files_.emplace(key.substr(kNamePrefix.size()), DecodeFile(value));
    } else if (key.starts_with(kGonePrefix)) {
      gone.push_back(DecodeFile(key.substr(kGonePrefix.size()) + (value.empty() ? "" : " " + value)));
    } else if (key == kNextKey) {
      next_id_ = std::strtoull(value.c_str(), nullptr, 16);
    }
  }
  for (const auto& [name, file] : files_) {
    if (file->closed) continue;
    const Result<std::uint64_t> size = SizeOfStripes(*file);
    if (!size) return size.status();
    file->size = *size;
    file->closed = true;
    file->torn = true;
  }
  for (const std::shared_ptr<RadosFile>& file : gone) {
    if (const Status removed = RemoveStripes(*file); !removed.ok()) return removed;
  }
  return {};
}

Result<std::uint64_t> RadosFolder::SizeOfStripes(const RadosFile& file) {
  for (std::uint64_t number = 0;; ++number) {
    const Result<std::uint64_t> size = cluster_->Size(file.Stripe(number));
    if (!size && size.status().code() != StatusCode::kNotFound) return size.status();
    if (!size || *size < kStripeBytes) return number * kStripeBytes + (size ? *size : 0);
  }
}

Status RadosFolder::Change(RadosWrite write) {
  if (!failed_.ok()) return failed_;
  write.require.emplace_back(kEpochKey, epoch_);
  failed_ = cluster_->Write(object_, write);
  if (failed_.code() == StatusCode::kConflict) {
    failed_ = Status(StatusCode::kUnavailable, "write folder " + name_ + ": another host has taken the archive over; end this process");
  }
  return failed_;
}

void RadosFolder::NoteGone(const RadosFile& file, RadosWrite& write) {
  write.set_keys.emplace_back(std::string(kGonePrefix) + Hex(file.id), HasSize(file) ? std::to_string(file.size) : "");
}

// From the end, so that of a removal that is cut short the number of stripes can still be seen.
Status RadosFolder::RemoveStripes(const RadosFile& file) {
  std::uint64_t size = file.size;
  if (!HasSize(file)) {
    const Result<std::uint64_t> found = SizeOfStripes(file);
    if (!found) return found.status();
    size = std::max(size, *found) + kMostUnderWay + kStripeBytes;
  }
  for (std::uint64_t left = (size + kStripeBytes - 1) / kStripeBytes; left > 0; --left) {
    if (const Status removed = cluster_->Remove(file.Stripe(left - 1)); !removed.ok()) return removed;
  }
  RadosWrite write;
  write.remove_keys = {std::string(kGonePrefix) + Hex(file.id)};
  const std::scoped_lock lock(mutex_);
  return Change(write);
}

std::vector<std::string> RadosFolder::Names() {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, file] : files_) names.push_back(name);
  return names;
}

bool RadosFolder::Has(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  return files_.contains(file);
}

Result<std::shared_ptr<RadosFile>> RadosFolder::Find(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  const auto found = files_.find(file);
  if (found == files_.end()) return Status(StatusCode::kNotFound, "open file " + name_ + "/" + file + ": it is not there");
  return found->second;
}

Result<std::shared_ptr<RadosFile>> RadosFolder::Create(const std::string& file) {
  std::shared_ptr<RadosFile> made;
  std::shared_ptr<RadosFile> before;
  {
    const std::scoped_lock lock(mutex_);
    made = std::make_shared<RadosFile>(next_id_);
    RadosWrite write;
    write.set_keys = {{NameKey(file), EncodeFile(*made)}, {kNextKey, Hex(next_id_ + 1)}};
    if (const auto found = files_.find(file); found != files_.end()) {
      before = found->second;
      NoteGone(*before, write);
    }
    if (const Status changed = Change(write); !changed.ok()) return changed;
    ++next_id_;
    files_[file] = made;
  }
  if (before != nullptr) {
    if (const Status removed = RemoveStripes(*before); !removed.ok()) return removed;
  }
  return made;
}

Status RadosFolder::Close(const RadosFile& file, std::uint64_t size) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const auto& each) { return each.second->id == file.id; });
  // It may be gone before it is closed.
  if (found == files_.end()) return {};
  found->second->size = size;
  found->second->closed = true;
  RadosWrite write;
  write.set_keys = {{NameKey(found->first), EncodeFile(*found->second)}};
  return Change(write);
}

Status RadosFolder::Rename(const std::string& from, const std::string& to) {
  std::shared_ptr<RadosFile> before;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = files_.find(from);
    if (found == files_.end()) return Status(StatusCode::kNotFound, "rename file " + name_ + "/" + from + ": it is not there");
    if (from == to) return {};
    const std::shared_ptr<RadosFile> file = found->second;
    RadosWrite write;
    write.set_keys = {{NameKey(to), EncodeFile(*file)}};
    write.remove_keys = {NameKey(from)};
    if (const auto there = files_.find(to); there != files_.end()) {
      before = there->second;
      NoteGone(*before, write);
    }
    if (const Status changed = Change(write); !changed.ok()) return changed;
    files_.erase(found);
    files_[to] = file;
  }
  return before == nullptr ? Status() : RemoveStripes(*before);
}

Status RadosFolder::Remove(const std::string& file) {
  std::shared_ptr<RadosFile> before;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = files_.find(file);
    if (found == files_.end()) return Status(StatusCode::kNotFound, "remove file " + name_ + "/" + file + ": it is not there");
    before = found->second;
    RadosWrite write;
    write.remove_keys = {NameKey(file)};
    NoteGone(*before, write);
    if (const Status changed = Change(write); !changed.ok()) return changed;
    files_.erase(found);
  }
  return RemoveStripes(*before);
}

}  // namespace sohoa
