// SPDX-License-Identifier: Apache-2.0
#include "cli/running_server.h"

#include <chrono>
#include <thread>

namespace sohoa {

bool WaitForServer(const CommandRunner& sohoa) {
  for (int i = 0; i < 600; ++i) {
    if (std::filesystem::exists(sohoa.folder() / "archive" / "endpoint")) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

std::filesystem::path SampleWith(const std::string& extension) {
  for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
    if (entry.path().extension() == extension) return entry.path();
  }
  return {};
}

}  // namespace sohoa
