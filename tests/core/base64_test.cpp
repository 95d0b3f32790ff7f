// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(Base64, BytesComeBackAsTheyWere) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)), bytes) << i;
    bytes += static_cast<char>(i * 7);
  }
}

// RFC 4648, 10.
TEST(Base64, TheExamplesOfTheStandardAreRead) {
  EXPECT_EQ(DecodeBase64("Zm9vYg=="), "foob");
  EXPECT_EQ(DecodeBase64("Zm9vYmE="), "fooba");
  EXPECT_EQ(DecodeBase64(""), "");
}

TEST(Base64, WhatNoEncoderWritesIsNotTaken) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v\n", " Zm9", "Zm=v", "Zm9v Zm9", "Zm9v=Zm9"}) {
    EXPECT_FALSE(DecodeBase64(text)) << text;
  }
}

}  // namespace
}  // namespace sohoa
