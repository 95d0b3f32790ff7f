// SPDX-License-Identifier: Apache-2.0
//
// The state of a driver, which another thread may ask for at any time.
#pragma once

#include <mutex>

#include "scanners/scanner.h"

namespace sohoa {

// Safe from several threads.
class SharedState {
 public:
  void Begin();  // at Start()
  void Become(DeviceState device);
  void CountSheet();
  void BreakFrame();
  ScannerState Get() const;

 private:
  mutable std::mutex mutex_;
  ScannerState state_;
};

}  // namespace sohoa
