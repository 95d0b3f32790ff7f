// SPDX-License-Identifier: Apache-2.0
//
// The modules of the pages that need no browser: words in both languages, typing, marks, citations (tests/npm/web_modules.mjs).
#include <gtest/gtest.h>

#include <cstdlib>

#include "api/running_example.h"
#include "workers/child_process.h"

namespace sohoa {
namespace {

TEST(WebModules, HoldWhatTheyPromise) {
  RunningExample modules({"node", BinFolder() + "/npm/web_modules.mjs", std::string(std::getenv("SOHOA_SOURCE_DIR")) + "/web"}, {});
  EXPECT_EQ(modules.Wait(), 0) << modules.Err();
}

}  // namespace
}  // namespace sohoa
