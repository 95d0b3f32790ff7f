// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "cli/command_runner.h"

namespace sohoa {

// True once a server that was started answers for the runner's archive.
bool WaitForServer(const CommandRunner& sohoa);
// The port of the first command that was started, a `serve` on 127.0.0.1; 0: it says none.
std::uint16_t HttpPortOf(const CommandRunner& sohoa);
// A file of the sample dossier: ".png", ".tif", ...
std::filesystem::path SampleWith(const std::string& extension);

}  // namespace sohoa
