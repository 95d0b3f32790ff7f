// SPDX-License-Identifier: Apache-2.0
//
// What the reader process takes from itself, so that a decoder that hostile bytes have taken over
// can do nothing but spoil its own page. Two steps: GiveUpPrivileges before the first thread and
// the first library, CloseJail when all is loaded and no byte of a page has been seen. What the
// kernel does not have is left out and told; it is never an error.
//
// Afterwards the process can read from the descriptors it has and is sent, open for reading what
// lies in a few folders, take memory that is not executable, start threads, and answer on its
// socket. Opening anything else fails. Whatever it does beyond ends it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "workers/reader_protocol.h"

namespace sohoa {

// No new privileges, no core dumps, no debugger, no capabilities; user and network namespaces of
// its own, with no network in them. The process must have one thread. What stands and what does
// not is added to `jail`.
void GiveUpPrivileges(ReaderJail& jail);

struct JailRules {
  // Files in these folders can be read. One that does not exist is left out.
  std::vector<std::string> readable;
  // The socket to the client: messages go to it and come from it alone.
  int socket = kReaderSocket;
  // Tests: what is forbidden fails with EPERM and is counted, and the process lives on.
  bool only_refuse = false;
};

// Limits on files and messages, file rules (Landlock), system call filter (seccomp), for all
// threads, those to come included. Once a process. A forbidden call is told to the client
// (EncodeJailStop) before the kernel ends the process.
void CloseJail(const JailRules& rules, ReaderJail& jail);

// Numbers of the system calls that were refused where rules.only_refuse, the latest last.
std::vector<int> RefusedCalls();

}  // namespace sohoa
