// SPDX-License-Identifier: Apache-2.0
//
// A coordinator with a standby, workers and a desk, each on a host of its own; which are killed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "api/running_example.h"

namespace sohoa {
namespace {

std::string Built(const std::string& name) {
  const char* bin = std::getenv("SOHOA_BIN_DIR");
  return std::string(bin == nullptr ? "." : bin) + "/" + name;
}

// A few of them; more by the program itself (docs/RELIABILITY.md).
TEST(ManyHosts, EveryConfirmedPageIsInTheArchiveOnceThoughWhoeverLeadsIsKilled) {
  RunningExample hosts({"node", Built("npm/many_hosts.mjs"), "--bin", Built(""), "--dossiers", "12", "--seed", "2711"}, {});
  EXPECT_EQ(hosts.Wait(), 0) << hosts.Out() << hosts.Err();
}

}  // namespace
}  // namespace sohoa
