// SPDX-License-Identifier: Apache-2.0
#include "scanners/test_devices.h"

#include <cstdlib>

#include <dlfcn.h>

#include "scanners/temporary_folder.h"

#ifdef SOHOA_SANITIZED
// SANE's test backend does not free all that it takes.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libsane-test"; }
#endif

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
#ifdef SOHOA_SANITIZED
  // Stays loaded, so that its leaks can still be told by its name when they are counted.
  dlopen(SOHOA_SANE_BACKEND_DIR "/libsane-test.so.1", RTLD_LAZY | RTLD_NODELETE);
#endif
}

}  // namespace sohoa
