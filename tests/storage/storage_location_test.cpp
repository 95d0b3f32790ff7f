// SPDX-License-Identifier: Apache-2.0
#include "storage/storage_location.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(StorageLocation, AFolderAloneIsOnThisHostsDisk) {
  for (const char* text : {"/var/lib/sohoa/archive", "archive", "./a:b", "a b/c", "rocksdb:/var/lib/sohoa/archive"}) {
    const Result<StorageLocation> location = ParseStorageLocation(text);
    ASSERT_TRUE(location) << text;
    EXPECT_EQ(location->engine, StorageEngine::kRocksDb);
    EXPECT_EQ(*ParseStorageLocation(location->Text()), *location);
  }
  EXPECT_EQ(ParseStorageLocation("archive")->Text(), "rocksdb:archive");
}

TEST(StorageLocation, APoolMayHaveANamespace) {
  EXPECT_EQ(*ParseStorageLocation("rados:sohoa"), (StorageLocation{StorageEngine::kRados, "", "sohoa", ""}));
  EXPECT_EQ(*ParseStorageLocation("rados:sohoa/xa-1"), (StorageLocation{StorageEngine::kRados, "", "sohoa", "xa-1"}));
  EXPECT_EQ(ParseStorageLocation("rados:sohoa/xa-1")->Text(), "rados:sohoa/xa-1");
}

TEST(StorageLocation, WhatNamesNoPlaceIsRefusedWithWhatToWrite) {
  for (const char* text : {"", "rocksdb:", "rados:", "rados:/x", "rados:pool/", "rados:pool/a/b", "rados:hồ sơ", "rado:pool", "rocks:/var/lib/x", "s3:bucket"}) {
    const Status status = ParseStorageLocation(text).status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << text;
    EXPECT_NE(status.message().find(std::string(text).starts_with("rados:") ? "rados:POOL" : "rocksdb:"), std::string::npos) << status.message();
  }
}

}  // namespace
}  // namespace sohoa
