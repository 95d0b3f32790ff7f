// SPDX-License-Identifier: Apache-2.0
#include "storage/recent_blobs.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(RecentBlobs, KeepsWhatWasPutUntilItIsForgotten) {
  RecentBlobs recent(100);
  recent.Put(Sha256::Of("a"), "aaa");
  const std::shared_ptr<const std::string> kept = recent.Find(Sha256::Of("a"));
  ASSERT_NE(kept, nullptr);
  recent.Forget(Sha256::Of("a"));
  recent.Forget(Sha256::Of("never put"));

  EXPECT_EQ(*kept, "aaa");
  EXPECT_EQ(recent.Find(Sha256::Of("a")), nullptr);
}

TEST(RecentBlobs, KeepsWhatCameFirstWhereThereIsNoRoomForMore) {
  RecentBlobs recent(100);
  recent.Put(Sha256::Of("a"), std::string(60, 'a'));
  recent.Put(Sha256::Of("b"), std::string(60, 'b'));
  recent.Put(Sha256::Of("c"), std::string(40, 'c'));
  recent.Put(Sha256::Of("c"), std::string(40, 'c'));

  EXPECT_NE(recent.Find(Sha256::Of("a")), nullptr);
  EXPECT_EQ(recent.Find(Sha256::Of("b")), nullptr);
  EXPECT_NE(recent.Find(Sha256::Of("c")), nullptr);

  recent.Forget(Sha256::Of("a"));
  recent.Put(Sha256::Of("b"), std::string(60, 'b'));

  EXPECT_NE(recent.Find(Sha256::Of("b")), nullptr);
}

}  // namespace
}  // namespace sohoa
