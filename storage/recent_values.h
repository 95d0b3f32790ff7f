// SPDX-License-Identifier: Apache-2.0
//
// RecentValues: values that were used lately, by key, up to so many bytes. What is not used longest
// goes first. For values that are right for ever under their key.
//
// Safe from several threads.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sohoa {

template <typename Value>
class RecentValues {
 public:
  explicit RecentValues(std::size_t capacity_bytes) : capacity_(capacity_bytes) {}

  // Null where it is not there.
  std::shared_ptr<const Value> Find(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  // `bytes` that it takes. Not kept where that is more than there is room for.
  void Put(const std::string& key, std::shared_ptr<const Value> value, std::size_t bytes) {
    const std::scoped_lock lock(mutex_);
    if (bytes > capacity_ || by_key_.contains(key)) return;
    bytes_ += bytes;
    entries_.push_front({key, std::move(value), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    while (bytes_ > capacity_) {
      bytes_ -= entries_.back().bytes;
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    std::size_t bytes = 0;
  };

  std::mutex mutex_;
  const std::size_t capacity_;
  std::size_t bytes_ = 0;
  std::list<Entry> entries_;  // the last used in front
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_key_;
};

}  // namespace sohoa
