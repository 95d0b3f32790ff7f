// SPDX-License-Identifier: Apache-2.0
//
// migrator FROM TO CEPH_CONF CALL: moves an archive and kills itself at that call of progress. A program of its own, for a
// process with threads of Ceph in it cannot be forked and go on.
#include <cstdio>
#include <cstdlib>

#include "support/migration_places.h"

int main(int argc, char** argv) {
  using namespace sohoa;
  if (argc != 5) return 2;
  const check_migration::Place from = check_migration::PlaceOf(argv[1], argv[3]);
  const check_migration::Place to = check_migration::PlaceOf(argv[2], argv[3]);
  const Result<MigrationReport> moved = check_migration::MoveToItsDeath(from, to, std::atoi(argv[4]));
  if (!moved) std::fprintf(stderr, "%s\n", moved.status().ToString().c_str());
  return moved ? 0 : 1;
}
