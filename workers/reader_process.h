// SPDX-License-Identifier: Apache-2.0
//
// ReaderProcess: one running sohoa-reader and the socket to it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

#include "core/result.h"
#include "workers/reader_socket.h"

namespace sohoa {

class ReaderProcess {
 public:
  // Starts `executable`, its socket at kReaderSocket, one OpenMP thread (libtesseract's threads
  // spin, and the limit counts only when it is set before exec), nothing on its stdout and
  // stderr. kUnavailable when it cannot be started.
  static Result<std::unique_ptr<ReaderProcess>> Start(const std::filesystem::path& executable);
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;
  ~ReaderProcess();  // kills it

  ReaderSocket& socket() { return socket_; }
  pid_t pid() const { return pid_; }

  // Waits a moment for a reader that closed its socket to be gone, kills it where it is not,
  // and gives its wait status. `killed` says whether it was ours to kill.
  struct End {
    int wait_status = 0;
    bool killed = false;
  };
  End Finish(std::int64_t grace_ms);

 private:
  ReaderProcess(pid_t pid, OwnedDescriptor socket);
  pid_t pid_;
  ReaderSocket socket_;
};

// "sohoa-reader" beside this program, or $SOHOA_READER where that is set.
std::filesystem::path DefaultReaderExecutable();

}  // namespace sohoa
