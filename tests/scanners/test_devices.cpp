// SPDX-License-Identifier: Apache-2.0
#include "scanners/test_devices.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <dlfcn.h>

#include "scanners/temporary_folder.h"

#ifdef SOHOA_SANITIZED
// These backends do not free all that they take.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libsane-test\nleak:libsane-airscan"; }
// Drawing starts a thread of Pango's, which nothing here was built to watch.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "race:libpangoft2\nrace:libfontconfig\nrace:libglib-2.0"; }
#endif

namespace sohoa {
namespace {

std::filesystem::path configuration;

}  // namespace

void NameNetworkScanner(const std::string& name, const std::string& url) {
  std::ofstream(configuration / "airscan.conf") << "[devices]\n\"" << name << "\" = " << url << ", eSCL\n[options]\ndiscovery = disable\n";
}

void UseTestDevices() {
  static const TemporaryFolder folder;
  static bool ready = false;
  if (ready) return;
  ready = true;
  folder.Write("dll.conf", "test\nsimulator\nairscan\n");
  folder.Write("test.conf", "number_of_devices 1\n");
  folder.Write("airscan.conf", "[options]\ndiscovery = disable\n");
  configuration = folder.path();
  setenv("SANE_CONFIG_DIR", folder.path().c_str(), 1);
  // Where SANE looks for backends before its own folder.
  setenv("LD_LIBRARY_PATH", SOHOA_SANE_SIMULATOR_DIR, 1);
#ifdef SOHOA_SANITIZED
  // Stays loaded, so that its leaks can still be told by its name when they are counted.
  dlopen(SOHOA_SANE_BACKEND_DIR "/libsane-test.so.1", RTLD_LAZY | RTLD_NODELETE);
  dlopen(SOHOA_SANE_BACKEND_DIR "/libsane-airscan.so.1", RTLD_LAZY | RTLD_NODELETE);
#endif
}

}  // namespace sohoa
