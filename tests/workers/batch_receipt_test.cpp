// SPDX-License-Identifier: Apache-2.0
#include "workers/batch_receipt.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/ed25519.h"
#include "support/test_folder.h"
#include "workers/coordinator_fixture.h"

namespace sohoa {
namespace {

BatchReceipt Sample() {
  return {"000.00.18.H42-181004-0001", "b1", 10, 12, 1, ContentsOf({{0, Sha256::Of("a"), 2}, {1, Sha256::Of("b"), 11}}), 1'790'000'000'000};
}

TEST(BatchReceipt, IsReadBackFromItsStatement) {
  const Result<BatchReceipt> read = ParseReceiptStatement(ReceiptStatement(Sample()));
  ASSERT_TRUE(read) << read.status().ToString();
  EXPECT_EQ(*read, Sample());
}

TEST(BatchReceipt, IsNoStatementWithAByteChangedOrMore) {
  const std::string statement = ReceiptStatement(Sample());
  for (std::size_t cut = 0; cut < statement.size(); ++cut) EXPECT_FALSE(ParseReceiptStatement(statement.substr(0, cut)));
  EXPECT_FALSE(ParseReceiptStatement(statement + "\n"));
  std::string other_time = statement;
  other_time.replace(other_time.find("time 20"), 7, "time 19");
  EXPECT_FALSE(ParseReceiptStatement(other_time)) << "the time that people read must be the one that is meant";
}

TEST(BatchReceipt, HasAnotherHashForAnotherOrder) {
  const ReceivedOriginal a{0, Sha256::Of("a"), 1};
  const ReceivedOriginal b{1, Sha256::Of("b"), 1};
  EXPECT_NE(ContentsOf({a, b}), ContentsOf({{0, b.sha256, 1}, {1, a.sha256, 1}}));
  EXPECT_NE(ContentsOf({a}), ContentsOf({{0, a.sha256, 2}}));
}

TEST(BatchReceipt, IsVerifiedWithOpensslAlone) {
  const TestFolder folder;
  const Result<std::string> key = NewEd25519Key();
  ASSERT_TRUE(key);
  const Result<ReceiptSigner> signer = ReceiptSigner::Make(*key);
  ASSERT_TRUE(signer);
  const Result<SignedReceipt> receipt = signer->Sign(Sample());
  ASSERT_TRUE(receipt);
  const auto check = [&](const std::string& statement) {
    for (const auto& [name, bytes] : {std::pair("statement", statement), std::pair("signature", receipt->signature), std::pair("key.pem", receipt->public_key)}) {
      std::ofstream(folder.Sub(name), std::ios::binary) << bytes;
    }
    const std::string command = "openssl pkeyutl -verify -pubin -inkey " + folder.Sub("key.pem") + " -rawin -in " + folder.Sub("statement") +
                                " -sigfile " + folder.Sub("signature") + " > /dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  };
  EXPECT_TRUE(check(receipt->statement));
  EXPECT_FALSE(check(receipt->statement + " "));
}

TEST(BatchReceipt, IsNotSignedWithWhatIsNoKey) { EXPECT_EQ(ReceiptSigner::Make("no key").status().code(), StatusCode::kInvalidArgument); }

TEST_F(CoordinatorTest, GivesASignedReceiptOfABatchAndTheSameOneAgain) {
  options_.receipt_key = *NewEd25519Key();
  Start();
  Submit("b1", 2);
  const Result<SignedReceipt> receipt = desk_->SealArranged(kCode, "b1", {});
  ASSERT_TRUE(receipt) << receipt.status().ToString();
  EXPECT_EQ(receipt->signature.size(), 64u);
  EXPECT_EQ(receipt->public_key, *PublicEd25519Key(options_.receipt_key));
  const Result<BatchReceipt> read = ParseReceiptStatement(receipt->statement);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->pages, 2u);
  EXPECT_EQ(read->contents, ContentsOf({{0, Sha256::Of(DrawPage(0)), 1}, {1, Sha256::Of(DrawPage(1)), 1}}));
  const Result<SignedReceipt> again = desk_->SealArranged(kCode, "b1", {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->statement, receipt->statement);
  EXPECT_EQ(again->signature, receipt->signature);
}

}  // namespace
}  // namespace sohoa
