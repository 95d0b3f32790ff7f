// SPDX-License-Identifier: Apache-2.0
#include "storage/registry_records.h"

#include <gtest/gtest.h>

#include "storage/dossier_disposal.h"
#include "storage/key_layout.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace {

constexpr const char* kChecked = "H42.18-260930-0012";

RegistryCheck CheckAbout(const std::string& name, std::int64_t expires) {
  return {RegistryKind::kPopulation, DigestOf({RegistryKind::kPopulation, "051190001234", name, ""}), RegistryAnswer::kMatch, RegistryAnswer::kMismatch,
          RegistryAnswer::kNotAsked, 5, expires, "https://truc.example", "r1", "person:an"};
}

class RegistryRecords : public testing::Test {
 protected:
  RegistryRecords() {
    MadeDossier made = NewDossier(kChecked);
    AddPage(*archive_, made, {"trang"});
    EXPECT_TRUE(Commit(*archive_, made).ok());
  }
  Status Put(const std::string& code, const std::vector<RegistryCheck>& checks, std::int64_t now) {
    MetaBatch batch;
    const Status staged = StageRegistryChecks(archive_->meta(), code, checks, now, batch);
    return staged.ok() ? archive_->meta().Write(batch) : staged;
  }
  std::vector<RegistryCheck> At(std::int64_t now) { return *ReadRegistryChecks(archive_->meta(), kChecked, now); }
  bool HasKey(const std::string& key) { return archive_->meta().Get(key)->has_value(); }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

TEST_F(RegistryRecords, AnswersAreKeptUntilTheyExpire) {
  const RegistryCheck first = CheckAbout("a", 100);
  const RegistryCheck second = CheckAbout("b", 200);
  ASSERT_TRUE(Put(kChecked, {first}, 5).ok());
  ASSERT_TRUE(Put(kChecked, {second}, 5).ok());
  EXPECT_EQ(At(99), (std::vector<RegistryCheck>{first, second}));
  EXPECT_EQ(At(100), (std::vector<RegistryCheck>{second}));
  EXPECT_EQ(*ListExpiredChecks(archive_->meta(), 99, 10), std::vector<std::string>{});
  EXPECT_EQ(*ListExpiredChecks(archive_->meta(), 100, 10), std::vector<std::string>{kChecked});
  ASSERT_TRUE(Put(kChecked, {}, 100).ok());
  EXPECT_EQ(At(0), (std::vector<RegistryCheck>{second}));
  ASSERT_TRUE(Put(kChecked, {}, 200).ok());
  EXPECT_FALSE(HasKey(RegistryChecksKey(kChecked)));
}

TEST_F(RegistryRecords, ANewAnswerTakesThePlaceOfTheOneToTheSameQuestion) {
  RegistryCheck later = CheckAbout("a", 300);
  ASSERT_TRUE(Put(kChecked, {CheckAbout("a", 100)}, 5).ok());
  later.name = RegistryAnswer::kMatch;
  ASSERT_TRUE(Put(kChecked, {later}, 6).ok());
  EXPECT_EQ(At(7), (std::vector<RegistryCheck>{later}));
}

TEST_F(RegistryRecords, OrdersAreListedWithTheirDossiers) {
  const RegistryOrder order{3, 2, 9, "person:an", true};
  MetaBatch batch;
  ASSERT_TRUE(StageRegistryOrder(archive_->meta(), kChecked, order, batch).ok());
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  const auto orders = ListRegistryOrders(archive_->meta());
  ASSERT_TRUE(orders);
  EXPECT_EQ(*orders, (std::vector<std::pair<std::string, RegistryOrder>>{{kChecked, order}}));
  EXPECT_EQ(**ReadRegistryOrder(ReadFrom(archive_->meta()), kChecked), order);
}

TEST_F(RegistryRecords, NothingIsKeptOfADossierThatIsNotThere) {
  EXPECT_EQ(Put("H42.18-260930-0099", {CheckAbout("a", 100)}, 5).code(), StatusCode::kNotFound);
  MetaBatch batch;
  EXPECT_EQ(StageRegistryOrder(archive_->meta(), "H42.18-260930-0099", {}, batch).code(), StatusCode::kNotFound);
  EXPECT_TRUE(batch.empty());
}

TEST_F(RegistryRecords, GoWithTheDossier) {
  MetaBatch batch;
  ASSERT_TRUE(StageRegistryOrder(archive_->meta(), kChecked, {}, batch).ok());
  ASSERT_TRUE(StageRegistryChecks(archive_->meta(), kChecked, {CheckAbout("a", 100)}, 5, batch).ok());
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  const auto contents = ReadContents(*archive_, {kChecked});
  ASSERT_TRUE(contents);
  DisposalCertificate certificate;
  certificate.item.dossier = kChecked;
  MetaBatch disposal;
  ASSERT_TRUE(StageDisposal(*archive_, contents->front(), certificate, disposal).ok());
  ASSERT_TRUE(archive_->meta().Write(disposal).ok());
  EXPECT_FALSE(HasKey(RegistryChecksKey(kChecked)));
  EXPECT_FALSE(HasKey(RegistryOrderKey(kChecked)));
}

TEST_F(RegistryRecords, AMalformedRecordIsToldAndNotTakenForNone) {
  MetaBatch batch;
  batch.Put(RegistryChecksKey(kChecked), "\x0a\x01");
  batch.Put(RegistryOrderKey(kChecked), "\xff");
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  EXPECT_EQ(ReadRegistryChecks(archive_->meta(), kChecked, 0).status().code(), StatusCode::kCorruption);
  EXPECT_EQ(ListRegistryOrders(archive_->meta()).status().code(), StatusCode::kCorruption);
  std::string of_no_kind = EncodeRegistryChecks({CheckAbout("a", 100)});
  EXPECT_TRUE(DecodeRegistryChecks(of_no_kind));
  RegistryCheck strange = CheckAbout("a", 100);
  strange.kind = static_cast<RegistryKind>(kRegistryKinds);
  EXPECT_FALSE(DecodeRegistryChecks(EncodeRegistryChecks({strange})));
  strange = CheckAbout("a", 100);
  strange.name = static_cast<RegistryAnswer>(4);
  EXPECT_FALSE(DecodeRegistryChecks(EncodeRegistryChecks({strange})));
}

}  // namespace
}  // namespace sohoa
