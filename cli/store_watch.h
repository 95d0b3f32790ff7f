// SPDX-License-Identifier: Apache-2.0
//
// StoreWatch: ends the process when a write of its archive has failed. The store takes nothing
// more until it is opened again, so a process that stayed would answer "not now" for ever. Nothing
// unacknowledged is promised, and nothing acknowledged is only in memory; so it ends at once, as
// by a kill, and its supervisor starts it anew.
#pragma once

#include <functional>
#include <thread>

#include "storage/archive.h"

namespace sohoa {

class StoreWatch {
 public:
  // `archive` must outlive it. `tidy` is called before the process ends, from another thread,
  // with kExitUnavailable.
  StoreWatch(Archive& archive, std::function<void()> tidy);

 private:
  std::jthread thread_;
};

}  // namespace sohoa
