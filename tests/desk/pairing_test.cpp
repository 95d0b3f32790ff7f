// SPDX-License-Identifier: Apache-2.0
#include "desk/pairing.h"

#include <gtest/gtest.h>

#include "storage/chunked_blob_store.h"

namespace sohoa {
namespace {

class PairingTest : public testing::Test {
 protected:
  PairingTest() {
    Result<std::unique_ptr<Spool>> spool = Spool::Over(NewMemoryOrderedStore(), std::move(*OpenChunkedBlobStore(NewMemoryOrderedStore())), [this] { return now_; });
    EXPECT_TRUE(spool);
    spool_ = std::move(*spool);
    Reopen();
  }

  void Reopen() {
    Result<std::unique_ptr<Pairing>> pairing = Pairing::Open(*spool_);
    ASSERT_TRUE(pairing) << pairing.status().ToString();
    pairing_ = std::move(*pairing);
  }

  std::int64_t now_ = 1'000'000;
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Pairing> pairing_;
};

TEST_F(PairingTest, TakesACodeOnceAndKnowsTheBrowserAfterARestart) {
  const PairingCode code = pairing_->NewCode();
  std::string typed = " " + code.code;
  for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const Result<std::string> token = pairing_->Pair(typed, "Quầy 3");
  ASSERT_TRUE(token) << token.status().ToString();
  EXPECT_TRUE(pairing_->IsPaired(*token));
  EXPECT_EQ(pairing_->Pair(code.code, "another").status().code(), StatusCode::kDenied);
  Reopen();
  EXPECT_TRUE(pairing_->IsPaired(*token));
  ASSERT_EQ(pairing_->List().size(), 1u);
  EXPECT_EQ(pairing_->List()[0].name, "Quầy 3");
}

TEST_F(PairingTest, TakesNoOldCodeAndNoneAfterAFewWrongTries) {
  const PairingCode old = pairing_->NewCode();
  now_ = old.until_unix_ms;
  EXPECT_EQ(pairing_->Pair(old.code, "").status().code(), StatusCode::kDenied);
  const PairingCode code = pairing_->NewCode();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(pairing_->Pair("2222-2222", "").status().code(), StatusCode::kDenied);
  EXPECT_EQ(pairing_->Pair(code.code, "").status().code(), StatusCode::kDenied) << "nobody guesses for long";
  EXPECT_EQ(pairing_->Pair("", "").status().code(), StatusCode::kDenied);
}

TEST_F(PairingTest, ForgetsABrowserForGood) {
  const Result<std::string> token = pairing_->Pair(pairing_->NewCode().code, "Quầy 3");
  ASSERT_TRUE(token);
  EXPECT_EQ(pairing_->Forget("nobody").code(), StatusCode::kNotFound);
  ASSERT_TRUE(pairing_->Forget(pairing_->List()[0].id).ok());
  EXPECT_FALSE(pairing_->IsPaired(*token));
  Reopen();
  EXPECT_FALSE(pairing_->IsPaired(*token));
  EXPECT_FALSE(pairing_->IsPaired(""));
}

}  // namespace
}  // namespace sohoa
