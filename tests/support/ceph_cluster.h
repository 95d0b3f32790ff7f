// SPDX-License-Identifier: Apache-2.0
//
// A real Ceph for the tests of one program: one monitor and one OSD on loopback (tests/support/ceph_cluster.sh), started
// with the first test that asks and ended with the program, however that ends. It takes some 10 s, so a program that uses
// it is registered with CTest as a whole.
#pragma once

#include <string>

#include "storage/rados/rados_cluster.h"

namespace sohoa {

class CephCluster {
 public:
  static CephCluster& Shared();

  const std::string& conf() const { return conf_; }
  // A namespace that nobody has used, in the pool that all tests share.
  RadosPlace NewPlace();

  // With SIGKILL; it is started again at once, or when Resume() is called after Hold(). "osd.0", "mon.a".
  void Kill(const std::string& daemon);
  void Hold(const std::string& daemon);
  void Resume(const std::string& daemon);
  // Runs the `ceph` command of its administrator.
  void Ask(const std::string& arguments);

 private:
  CephCluster();
  ~CephCluster();
  CephCluster(const CephCluster&) = delete;

  std::string folder_;
  std::string conf_;
  int script_ = -1;
  int places_ = 0;
};

}  // namespace sohoa
