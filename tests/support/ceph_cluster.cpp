// SPDX-License-Identifier: Apache-2.0
#include "support/ceph_cluster.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sohoa {

CephCluster& CephCluster::Shared() {
  static CephCluster cluster;
  return cluster;
}

CephCluster::CephCluster() {
  std::string name = (std::filesystem::temp_directory_path() / "sohoa-ceph-XXXXXX").string();
  EXPECT_NE(mkdtemp(name.data()), nullptr);
  folder_ = name;
  conf_ = folder_ + "/ceph.conf";
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  const std::string script = std::string(source == nullptr ? "." : source) + "/tests/support/ceph_cluster.sh";
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  script_ = fork();
  if (script_ == 0) {
    // It takes the daemons with it when this process is killed.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execl(script.c_str(), script.c_str(), folder_.c_str(), "1", nullptr);
    _exit(127);
  }
  close(ends[1]);
  FILE* lines = fdopen(ends[0], "r");
  char line[64] = "";
  const bool ready = std::fgets(line, sizeof line, lines) != nullptr && std::string(line) == "ready\n";
  std::fclose(lines);
  if (!ready) {
    std::fprintf(stderr, "no Ceph could be started in %s; its logs are there\n", folder_.c_str());
    std::exit(1);
  }
}

CephCluster::~CephCluster() {
  kill(script_, SIGTERM);
  waitpid(script_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

RadosPlace CephCluster::NewPlace() {
  RadosPlace place;
  place.pool = "test";
  place.name_space = "t" + std::to_string(++places_);
  place.ceph_conf = conf_;
  return place;
}

void CephCluster::Kill(const std::string& daemon) {
  int process = 0;
  std::ifstream(folder_ + "/" + daemon + ".pid") >> process;
  ASSERT_GT(process, 1);
  ASSERT_EQ(kill(process, SIGKILL), 0);
}

void CephCluster::Hold(const std::string& daemon) { std::ofstream(folder_ + "/hold." + daemon) << "\n"; }

void CephCluster::Resume(const std::string& daemon) { std::filesystem::remove(folder_ + "/hold." + daemon); }

void CephCluster::Ask(const std::string& arguments) {
  const std::string command = "timeout 20 ceph -c " + conf_ + " --connect-timeout 10 " + arguments + " > /dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

}  // namespace sohoa
