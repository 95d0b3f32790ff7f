// SPDX-License-Identifier: Apache-2.0
//
// Leadership: who may write an archive. One process at a time has it, and an archive is opened only by
// whoever has; an archive owns it and gives it up when it is closed. When a process is killed its
// leadership ends without it, at once or after a lease, and another one, a standby, takes it.
//
// Safe from several threads.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"

namespace sohoa {

class Leadership {
 public:
  // Gives it up.
  virtual ~Leadership() = default;
  // Ok while it is ours. kUnavailable once it was lost, for good: nothing may be written any more, and the
  // process ends, for its supervisor to start it anew. Does not wait.
  virtual Status Check() = 0;
};

// Of the archive in a folder of this host, which is made where it is not there: a lock on the file
// `leader` in it, which names the process for people. The system gives it back when that ends, however
// it does. kUnavailable: another process has it; kIoError.
Result<std::unique_ptr<Leadership>> LeadFolder(const std::string& folder);

}  // namespace sohoa
