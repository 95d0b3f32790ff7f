// SPDX-License-Identifier: Apache-2.0
#include "access/secrets.h"

#include <gtest/gtest.h>

#include <set>

namespace sohoa {
namespace {

TEST(Secrets, RandomOnesAreLongAndDiffer) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    const std::string token = RandomToken();
    EXPECT_EQ(token.size(), 43u);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
    EXPECT_TRUE(tokens.insert(token).second);
  }
}

TEST(Secrets, APasswordIsKeptAsArgon2idWithASaltOfItsOwn) {
  const Result<std::string> one = HashPassword("mật khẩu dài đủ");
  const Result<std::string> other = HashPassword("mật khẩu dài đủ");
  ASSERT_TRUE(one && other);
  EXPECT_TRUE(one->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *one;
  EXPECT_NE(*one, *other);
  EXPECT_TRUE(IsPassword(*one, "mật khẩu dài đủ"));
  EXPECT_FALSE(IsPassword(*one, "mật khẩu dài đu"));
  EXPECT_FALSE(IsPassword("", "mật khẩu dài đủ"));
  EXPECT_FALSE(IsPassword("no hash at all", ""));
}

TEST(Secrets, SealedTextIsReadOnlyWithItsKeyAndAsItWasSealed) {
  const std::string key = RandomBytes(32);
  const std::string sealed = SealText(key, "H42.18-260930-0012");
  EXPECT_EQ(UnsealText(key, sealed), "H42.18-260930-0012");
  EXPECT_NE(sealed, SealText(key, "H42.18-260930-0012"));
  EXPECT_FALSE(UnsealText(RandomBytes(32), sealed));
  EXPECT_EQ(UnsealText(key, SealText(key, "")), "");
  for (const std::string& broken : {std::string(), std::string("x"), sealed.substr(1), sealed + "A", std::string("!") + sealed}) EXPECT_FALSE(UnsealText(key, broken)) << broken;
}

TEST(Secrets, AreEqualOnlyWhenTheyAre) {
  EXPECT_TRUE(AreEqualSecrets("abc", "abc"));
  EXPECT_FALSE(AreEqualSecrets("abc", "abd"));
  EXPECT_FALSE(AreEqualSecrets("abc", "ab"));
  EXPECT_FALSE(AreEqualSecrets("", "a"));
}

}  // namespace
}  // namespace sohoa
