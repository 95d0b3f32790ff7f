// SPDX-License-Identifier: Apache-2.0
//
// Archives that move from a disk into Ceph and back.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "support/ceph_cluster.h"
#include "support/migration_places.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

using check_migration::Place;

// A leader that was killed leads for a while yet.
Place WaitingFor(const Place& place) {
  const auto wait = [](const auto& open) {
    auto opened = open();
    for (int i = 0; i < 150 && !opened && opened.status().message().find("lead") != std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      opened = open();
    }
    return opened;
  };
  return {place.name, [wait, place] { return wait(place.stores); }, [wait, place] { return wait(place.archive); }};
}

std::function<void(int)> AsProgram(const Place& from, const Place& to, const std::string& conf) {
  const char* bin = std::getenv("SOHOA_BIN_DIR");
  const std::string program = std::string(bin == nullptr ? "." : bin) + "/storage_migrator";
  return [=](int call) {
    const std::string number = std::to_string(call);
    execl(program.c_str(), program.c_str(), from.name.c_str(), to.name.c_str(), conf.c_str(), number.c_str(), nullptr);
    _exit(127);
  };
}

TEST(RadosMigration, KilledAtAnyMomentAnArchiveComesIntoCephAndBack) {
  const TestFolder folder;
  const RadosPlace pool = CephCluster::Shared().NewPlace();
  const Place disk = check_migration::PlaceOf("rocksdb:" + folder.Sub("disk"), pool.ceph_conf);
  const Place ceph = WaitingFor(check_migration::PlaceOf(pool.Text(), pool.ceph_conf));
  check_migration::CheckKilledAndResumed(disk, ceph, 60, AsProgram(disk, ceph, pool.ceph_conf));
  const Place back = check_migration::PlaceOf("rocksdb:" + folder.Sub("back"), pool.ceph_conf);
  const Result<MigrationReport> moved = check_migration::Move(ceph, back);
  ASSERT_TRUE(moved) << moved.status().ToString();
  check_migration::ExpectEqual(ceph, back);
}

}  // namespace
}  // namespace sohoa
