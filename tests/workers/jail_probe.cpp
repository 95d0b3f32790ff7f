// SPDX-License-Identifier: Apache-2.0
//
// A reader whose decoder has been taken over: it does what the name of the original says, in the
// same jail as sohoa-reader, and answers kOk where that went through, kIoError with the error's
// number where it was refused. The environment says what else:
//
//   PROBE_FOLDER  the folder that may be read
//   PROBE_JAIL    "none" = no jail, "refuse" = forbidden calls fail and are counted, "old" = on a
//                 kernel without Landlock, in a container that forbids namespaces
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "workers/reader_jail.h"
#include "workers/reader_server.h"

namespace {

using namespace sohoa;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string Folder() { return Variable("PROBE_FOLDER"); }

bool Opens(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags, 0600);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

bool Maps(int protection, int flags, int fd) {
  void* const memory = mmap(nullptr, 4096, protection, flags, fd, 0);
  return memory != MAP_FAILED && munmap(memory, 4096) == 0;
}

bool MakesExecutable() {
  void* const memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory != MAP_FAILED && mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0;
}

bool StartsProcess() {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0 && waitpid(child, nullptr, 0) == child;
}

// Nothing but the call: a successful one does not come back. ENOEXEC: it was let through.
bool Executes() {
  char program[] = "/proc/self/mountinfo";  // no program
  char* const arguments[] = {program, nullptr};
  execv(program, arguments);
  return errno == EACCES || errno == ENOEXEC;
}

bool Connects() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

bool TakesSignalHandlerAway() {
  struct sigaction action {};
  action.sa_handler = SIG_IGN;
  return sigaction(SIGSYS, &action, nullptr) == 0;
}

bool RaisesLimit() {
  const rlimit many{64, 64};
  return prlimit(0, RLIMIT_NOFILE, &many, nullptr) == 0;
}

bool StartsThread() {
  int seen = 0;
  std::thread([&seen] { seen = 1; }).join();
  return seen == 1;
}

bool TakesMemory() {
  std::vector<char> memory(64 << 20, 'x');
  return memory.back() == 'x';
}

// What the original's name may ask for; true where it was done.
bool Attempt(const std::string& name, int original) {
  static const std::map<std::string, std::function<bool(int)>> kAttempts = {
      {"read the allowed folder", [](int) { return Opens(Folder() + "/allowed/font", O_RDONLY); }},
      {"start a thread", [](int) { return StartsThread(); }},
      {"take memory", [](int) { return TakesMemory(); }},
      {"read the original", [](int fd) { char c; return pread(fd, &c, 1, 0) == 1; }},
      {"read another file", [](int) { return Opens(Folder() + "/secret", O_RDONLY); }},
      {"read a file of the system", [](int) { return Opens("/etc/passwd", O_RDONLY); }},
      {"list another folder", [](int) { return Opens("/", O_RDONLY | O_DIRECTORY); }},
      {"write a file", [](int) { return Opens(Folder() + "/new", O_WRONLY | O_CREAT); }},
      {"write in the allowed folder", [](int) { return Opens(Folder() + "/allowed/new", O_RDWR | O_CREAT); }},
      {"empty a file", [](int) { return Opens(Folder() + "/allowed/font", O_RDONLY | O_TRUNC); }},
      {"make a nameless file", [](int) { return Opens(Folder(), O_TMPFILE | O_RDWR); }},
      {"remove a file", [](int) { return unlink((Folder() + "/doomed").c_str()) == 0; }},
      {"write into the original", [](int fd) { return pwrite(fd, "x", 1, 0) == 1; }},
      {"share memory with the original", [](int fd) { return Maps(PROT_READ | PROT_WRITE, MAP_SHARED, fd); }},
      {"open a socket", [](int) { return Connects(); }},
      {"open a pair of sockets", [](int) { int pair[2]; return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0; }},
      {"start a process", [](int) { return StartsProcess(); }},
      {"execute a program", [](int) { return Executes(); }},
      {"map executable memory", [](int) { return Maps(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); }},
      {"make memory executable", [](int) { return MakesExecutable(); }},
      {"make an executable file in memory", [](int) { return memfd_create("x", 0) >= 0; }},
      {"signal its parent", [](int) { return kill(getppid(), 0) == 0; }},
      {"be traced", [](int) { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
      {"raise a limit", [](int) { return RaisesLimit(); }},
      {"take the signal handler away", [](int) { return TakesSignalHandlerAway(); }},
      {"leave its namespaces", [](int) { return unshare(CLONE_FS) == 0; }},
  };
  const auto attempt = kAttempts.find(name);
  errno = EINVAL;
  return attempt != kAttempts.end() && attempt->second(original);
}

// Runs what it is given on a thread that was there before the jail closed.
class EarlyThread {
 public:
  EarlyThread() : thread_([this] { Run(); }) { thread_.detach(); }
  void Do(const std::function<void()>& task) {
    std::unique_lock lock(mutex_);
    task_ = task;
    changed_.notify_all();
    changed_.wait(lock, [this] { return task_ == nullptr; });
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return task_ != nullptr; });
      task_();
      task_ = nullptr;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> task_;
  std::thread thread_;
};

class TakenOver final : public PageImaging {
 public:
  explicit TakenOver(EarlyThread& early) : early_(early) {}

  Result<OriginalSummary> Inspect(const OriginalFile& original) override {
    const std::string kEarly = "early: ";
    std::string name = original.name();
    if (name == "count") return OriginalSummary{OriginalKind::kPdf, static_cast<std::uint32_t>(RefusedCalls().size())};
    bool done = false;
    int error = 0;
    const auto attempt = [&] {
      done = Attempt(name, original.descriptor());
      error = errno;
    };
    if (name.starts_with(kEarly)) {
      name.erase(0, kEarly.size());
      early_.Do(attempt);
    } else {
      attempt();
    }
    if (done) return OriginalSummary{OriginalKind::kPdf, 1};
    return Status(StatusCode::kIoError, strerrorname_np(error));
  }
  Result<DecodedPage> Decode(const OriginalFile&, std::uint32_t, const DecodeOptions&) override { return None(); }
  Result<PreparedPage> Prepare(const DecodedPage&, const PrepareOptions&) override { return None(); }
  Result<PageAssessment> Assess(const OriginalFile&, std::uint32_t, const AssessOptions&) override { return None(); }
  Result<PageLayer> EncodeLayer(const PreparedPage&, const EncodeOptions&) override { return None(); }
  Result<std::string> RenderPicture(const PageLayer&, const PictureRequest&) override { return None(); }

 private:
  static Status None() { return Status(StatusCode::kUnsupported, "a probe reads no pages"); }
  EarlyThread& early_;
};

// Makes this kernel look older.
bool LoseFeatures() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  const bool lost = filter != nullptr && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(unshare), 0) == 0 &&
                    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) == 0 &&
                    seccomp_load(filter) == 0;
  seccomp_release(filter);
  return lost;
}

}  // namespace

int main() {
  const std::string mode = Variable("PROBE_JAIL");
  if (mode == "old" && !LoseFeatures()) return 1;
  ReaderJail jail;
  if (mode != "none") GiveUpPrivileges(jail);
  EarlyThread early;
  ReaderSocket socket{OwnedDescriptor(kReaderSocket)};
  Result<ReaderFrame> frame = socket.Receive(-1);
  if (!frame || !DecodeRequest(frame->bytes)) return 1;
  if (mode != "none") CloseJail({.readable = {Folder() + "/allowed"}, .only_refuse = mode == "refuse"}, jail);
  const std::string greeting = EncodeGreeting({"probe", "", jail});
  if (!socket.Send(EncodeReply({DecodeRequest(frame->bytes)->sequence, Status(), greeting}), -1, -1).ok()) return 1;
  ReaderServer server(std::make_unique<TakenOver>(early), nullptr);
  _exit(server.Serve(socket).ok() ? 0 : 1);
}
