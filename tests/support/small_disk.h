// SPDX-License-Identifier: Apache-2.0
//
// A disk of a few hundred MiB that a test may fill: a tmpfs of its own, where this process may
// mount one; else a folder on one that others use too.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/test_folder.h"

namespace sohoa {

class SmallDisk {
 public:
  explicit SmallDisk(std::uint64_t bytes) {
    const std::string size = "size=" + std::to_string(bytes);
    if (MayMount() && mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size.c_str()) == 0) is_own_ = true;
  }
  ~SmallDisk() {
    if (is_own_) umount2(folder_.path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  // False: free space is not this test's alone, and may come and go.
  bool is_own() const { return is_own_; }
  std::string Sub(const std::string& name) const { return folder_.Sub(name); }
  std::uint64_t free_bytes() const {
    struct statvfs disk {};
    EXPECT_EQ(statvfs(folder_.path().c_str(), &disk), 0);
    return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  }

  // A file that takes space, until it is removed.
  void Fill(std::uint64_t bytes) const {
    const int file = open(Ballast().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    EXPECT_GE(file, 0);
    EXPECT_EQ(posix_fallocate(file, 0, static_cast<off_t>(bytes)), 0);
    close(file);
  }
  void Empty() const { EXPECT_EQ(unlink(Ballast().c_str()), 0); }

 private:
  std::string Ballast() const { return folder_.Sub("ballast"); }

  // As root, or in a user namespace where those are allowed. Threads that are there already would
  // not see what is mounted; ctest starts a process a test, which has none yet.
  static bool MayMount() {
    const std::filesystem::directory_iterator threads("/proc/self/task");
    if (std::distance(begin(threads), end(threads)) != 1) return false;
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0) return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    const uid_t user = geteuid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1\n";
    return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }

  TestFolder folder_;
  bool is_own_ = false;
};

}  // namespace sohoa
