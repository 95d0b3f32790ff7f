// SPDX-License-Identifier: Apache-2.0
#include "cli/running_server.h"

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace sohoa {

bool WaitForServer(const CommandRunner& sohoa) {
  for (int i = 0; i < 600; ++i) {
    if (std::filesystem::exists(sohoa.folder() / "archive" / "endpoint")) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

std::uint16_t HttpPortOf(const CommandRunner& sohoa) {
  for (int i = 0; i < 100; ++i) {
    std::ifstream file(sohoa.folder() / "stderr-0");
    for (std::string line; std::getline(file, line);) {
      const std::size_t at = line.find("http=127.0.0.1:");
      if (at != std::string::npos) return static_cast<std::uint16_t>(std::stoi(line.substr(at + 15)));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return 0;
}

std::filesystem::path SampleWith(const std::string& extension) {
  for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
    if (entry.path().extension() == extension) return entry.path();
  }
  return {};
}

}  // namespace sohoa
