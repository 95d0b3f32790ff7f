// SPDX-License-Identifier: Apache-2.0
#include "scanners/test_devices.h"

#include <cstdlib>

#include "scanners/temporary_folder.h"

namespace sohoa {

void UseTestDevices() {
  static const TemporaryFolder folder;
  static bool ready = false;
  if (ready) return;
  ready = true;
  folder.Write("dll.conf", "test\nsimulator\n");
  folder.Write("test.conf", "number_of_devices 1\n");
  setenv("SANE_CONFIG_DIR", folder.path().c_str(), 1);
  // Where SANE looks for backends before its own folder.
  setenv("LD_LIBRARY_PATH", SOHOA_SANE_SIMULATOR_DIR, 1);
}

}  // namespace sohoa
