// SPDX-License-Identifier: Apache-2.0
//
// Sleeps until a folder may have changed, a time is over, or somebody wakes it. That a folder
// is told to have changed is a hint and no more: network shares never tell.
#pragma once

#include <chrono>
#include <string>

namespace sohoa {

class FolderWatch {
 public:
  explicit FolderWatch(const std::string& folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  void Wait(std::chrono::milliseconds at_most);
  // From any thread: ends this or the next Wait().
  void Wake();

 private:
  int inotify_ = -1;  // -1 where the system has none to give
  int wake_ = -1;
};

}  // namespace sohoa
