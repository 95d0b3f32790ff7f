// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_memory.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "workers/reader_protocol.h"

namespace sohoa {
namespace {

std::uint64_t memory_limit = 0;  // set once, before any signal can ask for it
int memory_file = -1;            // held open, so that it can be read where nothing can be opened

#ifndef SOHOA_SANITIZED
// GLib and some decoders abort when an allocation fails, others write where it would have been.
// So near the limit of the address space that is what happened, and not a crash.
void TellMemoryFromCrash(int signal) {
  if (NearReaderMemoryLimit()) _exit(kReaderOutOfMemory);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

void CatchCrashes() {
  static char own_stack[16 << 10];  // what crashed may have run out of its own
  stack_t stack{};
  stack.ss_sp = own_stack;
  stack.ss_size = sizeof own_stack;
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_handler = TellMemoryFromCrash;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGABRT, SIGTRAP, SIGSEGV, SIGBUS}) sigaction(signal, &action, nullptr);
}
#endif

}  // namespace

void LimitReaderMemory(std::uint64_t bytes) {
#ifdef SOHOA_SANITIZED
  // Sanitizers reserve terabytes of address space.
  (void)bytes;
#else
  if (bytes == 0) return;
  memory_file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_AS, &limit);
  memory_limit = bytes;
  CatchCrashes();
#endif
}

bool NearReaderMemoryLimit() {
  char text[64] = {};
  if (memory_limit == 0 || memory_file < 0 || pread(memory_file, text, sizeof text - 1, 0) <= 0) return false;
  std::uint64_t pages = 0;
  for (const char* digit = text; *digit >= '0' && *digit <= '9'; ++digit) {
    pages = pages * 10 + static_cast<std::uint64_t>(*digit - '0');
  }
  return pages * 4096 > memory_limit / 8 * 7;
}

}  // namespace sohoa
