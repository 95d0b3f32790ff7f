// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sohoa {

// Parses the command line and runs the subcommand; returns the exit code.
int RunCommandLine(int argc, char** argv);

}  // namespace sohoa
