// SPDX-License-Identifier: Apache-2.0
//
// What an endpoint's text says about who can reach it. Pure; no name is looked up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

enum class EndpointReach : std::uint8_t {
  kProcess,   // inproc://
  kHost,      // ipc://, guarded by its folder's mode
  kLoopback,  // tcp:// on 127.0.0.0/8, [::1] or localhost
  kNetwork,   // every other tcp://, names of hosts included
};

// kInvalidArgument: not an endpoint that we use.
Result<EndpointReach> ReachOf(const std::string& endpoint);

// Where a coordinator may be: at one of several places, for only the one that leads the archive answers. Whoever finds
// nobody at one goes on to the next, and around.
class EndpointList {
 public:
  // So long a socket may stay without a connection before the next one is tried; where there is only one, it stays.
  static constexpr std::int64_t kUnreachableMs = 1'500;

  EndpointList() = default;
  EndpointList(std::string only) : endpoints_({std::move(only)}) {}  // NOLINT: one is a list too
  EndpointList(const char* only) : endpoints_({only}) {}             // NOLINT
  EndpointList(std::vector<std::string> endpoints) : endpoints_(std::move(endpoints)) {}  // NOLINT

  bool empty() const { return endpoints_.empty(); }
  bool has_others() const { return endpoints_.size() > 1; }
  // Of a list that is not empty.
  const std::string& current() const { return endpoints_[current_]; }
  void GoOn() { current_ = (current_ + 1) % endpoints_.size(); }
  // All of them, for people.
  std::string Text() const;

 private:
  std::vector<std::string> endpoints_;
  std::size_t current_ = 0;
};

}  // namespace sohoa
