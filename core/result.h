// SPDX-License-Identifier: Apache-2.0
//
// Result<T>: a T, or the Status that says why there is none.
//
//   Result<Page> page = Read(...);
//   if (!page) return page.status();
//   Use(*page);
#pragma once

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/status.h"

namespace sohoa {

template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit from a value and from an error, so that both can be returned as they are.
  Result(T value) : value_(std::move(value)) {}
  Result(Status status) : status_(std::move(status)) { assert(!status_.ok()); }

  explicit operator bool() const { return value_.has_value(); }
  bool ok() const { return value_.has_value(); }
  // Ok when there is a value.
  const Status& status() const { return status_; }

  // Only where ok().
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return std::move(*value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  std::optional<T> value_;
  Status status_;
};

}  // namespace sohoa
