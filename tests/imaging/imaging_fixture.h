// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "imaging/local_image.h"
#include "imaging/local_page_imaging.h"
#include "samples/sample_pages.h"

namespace sohoa {

// Imaging in this process, started once.
class ImagingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const Status started = InitImaging();
    ASSERT_TRUE(started.ok()) << started.ToString();
  }

  static OriginalFile Original(std::string_view bytes, const std::string& name = "original") {
    Result<OriginalFile> file = OriginalFile::FromBytes(bytes, name);
    EXPECT_TRUE(file) << file.status().ToString();
    return std::move(*file);
  }

  static std::string Png(SampleKind kind, const DrawOptions& options) {
    Result<std::string> png = DrawSamplePng(kind, 0, options);
    EXPECT_TRUE(png) << png.status().ToString();
    return png ? *png : std::string();
  }

  Result<PreparedPage> PrepareSample(SampleKind kind, const DrawOptions& options) {
    const OriginalFile file = Original(Png(kind, options));
    const Result<DecodedPage> decoded = imaging_->Decode(file, 0, DecodeOptions());
    if (!decoded) return decoded.status();
    return imaging_->Prepare(*decoded, PrepareOptions());
  }

  std::unique_ptr<PageImaging> imaging_ = NewLocalPageImaging(ImagingLimits());
};

}  // namespace sohoa
