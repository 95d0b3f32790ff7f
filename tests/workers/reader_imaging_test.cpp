// SPDX-License-Identifier: Apache-2.0
//
// Page imaging through the pipe keeps the same promises as imaging in this process.
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include "support/check_page_imaging.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

TEST(ReaderImaging, KeepsWhatPageImagingPromises) {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  ReaderOptions options;
  options.executable = std::filesystem::path(folder != nullptr ? folder : ".") / "sohoa-reader";
  options.ocr.engine = "null";
  const Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  ASSERT_TRUE(reader) << reader.status().ToString();
  CheckPageImaging((*reader)->imaging());
  EXPECT_EQ((*reader)->restarts(), 0u) << "refusing is no reason to die";
}

}  // namespace
}  // namespace sohoa
