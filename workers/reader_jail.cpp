// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_jail.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace sohoa {
namespace {

void Note(ReaderJail& jail, const std::string& layer, int error) {
  if (error == 0) {
    jail.standing.push_back(layer);
  } else {
    jail.missing.push_back(layer + ": " + std::strerror(error));
  }
}

// ---- Before anything is loaded ----

int DropCapabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return syscall(SYS_capset, &header, none) == 0 ? 0 : errno;
}

int ForbidDumps() {
  // A core file would hold the page; whoever may trace the process could put words in its mouth.
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
  return 0;
}

// ---- Limits ----

// Not RLIMIT_CPU: a reader serves thousands of pages, and the client ends it at the deadline of
// one. Not RLIMIT_NPROC: it counts all processes of the user; no process can be started anyway.
int LimitUse() {
  // Socket, memory figures, original; fonts and CMaps are open one at a time.
  constexpr rlim_t kFiles = 64;
  const struct {
    __rlimit_resource resource;
    rlim_t most;
  } limits[] = {
    {RLIMIT_NOFILE, kFiles},
    {RLIMIT_MEMLOCK, 0},
    {RLIMIT_MSGQUEUE, 0},
#ifndef SOHOA_SANITIZED
    {RLIMIT_FSIZE, 0},  // a sanitizer's report may go to a file
#endif
  };
  for (const auto& limit : limits) {
    const rlimit most{limit.most, limit.most};
    if (setrlimit(limit.resource, &most) != 0) return errno;
  }
  return 0;
}

#ifdef SOHOA_SANITIZED
// A finding's report opens /proc, starts a symbolizer, and traces itself to look for leaks.
void CloseDoors(const JailRules&, ReaderJail& jail) {
  for (const char* layer : {"file rules", "system call filter"}) {
    jail.missing.push_back(std::string(layer) + ": left out of a build with sanitizers");
  }
}

}  // namespace

std::vector<int> RefusedCalls() { return {}; }

#else
// ---- File rules ----

// What kernel headers of Debian 12 do not have yet.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;  // from version 4 on
  std::uint64_t scoped = 0;   // from version 6 on
};

// All rights that a version knows, so that what is not allowed by a rule is refused.
Ruleset EveryRight(long version, std::size_t& size) {
  Ruleset all;
  const int file_rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  all.files = (1ull << file_rights) - 1;
  all.network = 3;  // bind and connect over TCP
  all.scoped = 3;   // abstract Unix sockets, signals to others
  size = version >= 6 ? sizeof all : version >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, network);
  return all;
}

int AllowReading(int ruleset, const std::string& folder) {
  const int fd = open(folder.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT || errno == EACCES ? 0 : errno;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  rule.parent_fd = fd;
  const int error = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 ? 0 : errno;
  close(fd);
  return error;
}

// Rules bind the thread that takes them on and those it starts. Threads that libraries have
// started take them on in a signal handler.
std::atomic<int> ruleset_to_take{-1};
std::atomic<int> take_error{0};
sem_t taken;

void TakeRuleset(int) {
  const int kept = errno;
  if (syscall(SYS_landlock_restrict_self, ruleset_to_take.load(), 0) != 0) take_error = errno;
  sem_post(&taken);
  errno = kept;
}

std::vector<pid_t> OtherThreads() {
  std::vector<pid_t> threads;
  DIR* folder = opendir("/proc/self/task");
  if (folder == nullptr) return threads;
  const pid_t self = gettid();
  while (const dirent* entry = readdir(folder)) {
    const pid_t thread = std::atoi(entry->d_name);
    if (thread > 0 && thread != self) threads.push_back(thread);
  }
  closedir(folder);
  return threads;
}

int TakeRulesetEverywhere(int ruleset) {
  constexpr int kPatienceSeconds = 5;
  ruleset_to_take = ruleset;
  sem_init(&taken, 0, 0);
  struct sigaction action {}, before{};
  action.sa_handler = TakeRuleset;
  action.sa_flags = SA_RESTART;
  const int signal = SIGRTMIN + 4;
  sigaction(signal, &action, &before);
  for (const pid_t thread : OtherThreads()) {
    if (syscall(SYS_tgkill, getpid(), thread, signal) != 0) continue;  // it has ended
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += kPatienceSeconds;
    int waited = -1;
    while ((waited = sem_timedwait(&taken, &until)) != 0 && errno == EINTR) {
    }
    if (waited != 0) return errno;
  }
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) take_error = errno;
  sigaction(signal, &before, nullptr);
  return take_error;
}

int CloseFiles(const std::vector<std::string>& readable) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return errno;
  std::size_t size = 0;
  const Ruleset all = EveryRight(version, size);
  const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &all, size, 0));
  if (ruleset < 0) return errno;
  int error = 0;
  for (const std::string& folder : readable) {
    if (error == 0) error = AllowReading(ruleset, folder);
  }
  if (error == 0) error = TakeRulesetEverywhere(ruleset);
  close(ruleset);
  return error;
}

// ---- System call filter ----

// Set once, before the filter stands.
int stop_socket = -1;
bool only_refuse = false;
std::string stop_message;  // as it goes over the socket, the call's number at its end
constexpr std::size_t kMostRefused = 256;
std::array<std::atomic<int>, kMostRefused> refused;
std::atomic<std::size_t> refused_count{0};

// Makes only calls that a signal handler may make and that the filter lets through.
void TellAndStop(int, siginfo_t* info, void* context) {
  if (only_refuse) {
    const std::size_t at = refused_count.fetch_add(1);
    if (at < kMostRefused) refused[at] = info->si_syscall;
#if defined(__x86_64__)
    static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
    static_cast<ucontext_t*>(context)->uc_mcontext.regs[0] = static_cast<std::uint64_t>(-EPERM);
#endif
    return;
  }
  for (unsigned i = 0; i < 4; ++i) {
    stop_message[stop_message.size() - 4 + i] = static_cast<char>(static_cast<unsigned>(info->si_syscall) >> (8 * i));
  }
  iovec piece{stop_message.data(), stop_message.size()};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  sendmsg(stop_socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  // Taking this very handler away is what the kernel kills for, whoever asks for it.
  std::signal(SIGSYS, SIG_DFL);
  _exit(128 + SIGSYS);
}

class Filter {
 public:
  // What no rule allows is sent to the handler, undone.
  Filter() : filter_(seccomp_init(SCMP_ACT_TRAP)) {
    if (filter_ == nullptr) error_ = ENOMEM;
    Set(SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    Set(SCMP_FLTATR_CTL_TSYNC, 1);     // threads that libraries have started, too
    Set(SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a tree of the rules, not a row
    // Without it older kernels slow the whole process down, to protect secrets it does not have.
    Set(SCMP_FLTATR_CTL_SSB, 1);
  }
  ~Filter() {
    if (filter_ != nullptr) seccomp_release(filter_);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  void Add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> arguments = {}) {
    if (error_ != 0) return;
    const int result = seccomp_rule_add_array(filter_, action, call, static_cast<unsigned>(arguments.size()),
                                              arguments.begin());
    // A call that this processor does not have needs no rule.
    if (result != 0 && result != -EDOM) error_ = -result;
  }
  int Load() {
    if (error_ != 0) return error_;
    const int result = seccomp_load(filter_);
    return result == -ECANCELED || result == -EACCES ? EACCES : -result;
  }

 private:
  void Set(scmp_filter_attr attribute, std::uint32_t value) {
    if (filter_ != nullptr && seccomp_attr_set(filter_, attribute, value) != 0) error_ = EINVAL;
  }

  scmp_filter_ctx filter_;
  int error_ = 0;
};

// Argument `index` has none of these bits, or of the bits of `mask` just `bits`.
scmp_arg_cmp Without(unsigned index, std::uint64_t bits) { return {index, SCMP_CMP_MASKED_EQ, bits, 0}; }
scmp_arg_cmp Bits(unsigned index, std::uint64_t mask, std::uint64_t bits) { return {index, SCMP_CMP_MASKED_EQ, mask, bits}; }
scmp_arg_cmp Is(unsigned index, std::uint64_t value) { return {index, SCMP_CMP_EQ, value, 0}; }

void AllowPlainCalls(Filter& filter) {
  for (const int call : {
           // descriptors that are there
           SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat),
           SCMP_SYS(fstatfs), SCMP_SYS(fadvise64), SCMP_SYS(getdents64),
           // names, which the file rules bound
           SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access),
           SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
           // memory
           SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
           // threads and time
           SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
           SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
           SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
           SCMP_SYS(restart_syscall), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(exit), SCMP_SYS(exit_group),
           // signals of one's own
           SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
           // what it is and where it runs
           SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
           SCMP_SYS(getegid), SCMP_SYS(getrlimit), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname),
           SCMP_SYS(getcpu), SCMP_SYS(getrandom)}) {
    filter.Add(SCMP_ACT_ALLOW, call);
  }
}

void AllowMemoryAndThreads(Filter& filter) {
  // Never executable; nothing that is written reaches a file.
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), {Without(2, PROT_EXEC), Without(3, MAP_SHARED)});
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), {Without(2, PROT_EXEC | PROT_WRITE)});
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), {Without(2, PROT_EXEC)});
  // libvips starts a thread when no idle one is left, and lets idle ones end after 15 s. The
  // arguments of clone3 lie in memory, where a filter cannot see them; glibc falls back to clone.
  constexpr std::uint64_t kThread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;
  constexpr std::uint64_t kNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                        CLONE_NEWPID | CLONE_NEWNET;
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(clone), {Bits(0, kThread | CLONE_VFORK | CLONE_PTRACE | kNamespaces, kThread)});
  filter.Add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
}

// Files are opened for reading only. Libraries that try more (font caches, temporary files) get
// the answer of a read-only disk.
void AllowReadingFiles(Filter& filter) {
  constexpr std::uint64_t kWrites = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  const struct {
    int call;
    unsigned flags;  // its place among the arguments
  } opens[] = {{SCMP_SYS(open), 1}, {SCMP_SYS(openat), 2}};
  for (const auto& [call, flags] : opens) {
    filter.Add(SCMP_ACT_ALLOW, call, {Without(flags, kWrites)});
    for (std::uint64_t bit = 1; bit <= kWrites; bit <<= 1) {
      if ((kWrites & bit) != 0) filter.Add(SCMP_ACT_ERRNO(EACCES), call, {Bits(flags, bit, bit)});
    }
  }
  for (const int call : {SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
                         SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(utimensat)}) {
    filter.Add(SCMP_ACT_ERRNO(EACCES), call);
  }
  filter.Add(SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl));  // "is it a terminal?"
  filter.Add(SCMP_ACT_ERRNO(ENOTSOCK), SCMP_SYS(getpeername));  // "does the journal read it?"
}

void AllowTalking(Filter& filter, int socket) {
  const auto descriptor = static_cast<std::uint64_t>(socket);
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(sendmsg), {Is(0, descriptor)});
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(recvmsg), {Is(0, descriptor)});
  for (const std::uint64_t out : {STDOUT_FILENO, STDERR_FILENO}) {
    filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(write), {Is(0, out)});
    filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(writev), {Is(0, out)});
  }
  for (const std::uint64_t command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC}) {
    filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {Is(1, command)});
  }
  // abort() and the handler that tells memory from a crash.
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), {Is(0, static_cast<std::uint64_t>(getpid()))});
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(rt_sigaction), {{0, SCMP_CMP_NE, SIGSYS, 0}});
  filter.Add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(rt_sigaction), {Is(0, SIGSYS)});
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(prctl), {Is(0, PR_SET_NAME)});  // of threads
  filter.Add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {Is(2, 0)});        // asks, and sets nothing
}

int CloseSystemCalls(const JailRules& rules) {
  stop_socket = rules.socket;
  only_refuse = rules.only_refuse;
  stop_message = EncodeJailStopFrame();
  struct sigaction action {};
  action.sa_sigaction = TellAndStop;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  if (sigaction(SIGSYS, &action, nullptr) != 0) return errno;
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGSYS);
  pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
  Filter filter;
  AllowPlainCalls(filter);
  AllowMemoryAndThreads(filter);
  AllowReadingFiles(filter);
  AllowTalking(filter, rules.socket);
  return filter.Load();
}

void CloseDoors(const JailRules& rules, ReaderJail& jail) {
  Note(jail, "file rules", CloseFiles(rules.readable));
  Note(jail, "system call filter", CloseSystemCalls(rules));
}

}  // namespace

std::vector<int> RefusedCalls() {
  const std::size_t count = std::min(refused_count.load(), kMostRefused);
  return {refused.begin(), refused.begin() + static_cast<std::ptrdiff_t>(count)};
}

#endif  // SOHOA_SANITIZED

void GiveUpPrivileges(ReaderJail& jail) {
  Note(jail, "no new privileges", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno);
  // A user namespace of its own lets anyone have a network namespace of his own, and takes from
  // root what root may do elsewhere.
  Note(jail, "no network", unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : errno);
  Note(jail, "no capabilities", DropCapabilities());
  Note(jail, "no dumps", ForbidDumps());
}

void CloseJail(const JailRules& rules, ReaderJail& jail) {
  // First: the filter forbids to set any.
  Note(jail, "limits", LimitUse());
  CloseDoors(rules, jail);
}

}  // namespace sohoa
