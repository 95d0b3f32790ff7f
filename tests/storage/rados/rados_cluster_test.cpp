// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_cluster.h"

#include <gtest/gtest.h>

#include <future>

#include "support/ceph_cluster.h"

namespace sohoa {
namespace {

std::shared_ptr<RadosCluster> ConnectTo(const RadosPlace& place) {
  Result<std::shared_ptr<RadosCluster>> cluster = RadosCluster::Connect(place);
  EXPECT_TRUE(cluster) << cluster.status().ToString();
  return cluster ? *cluster : nullptr;
}

TEST(RadosCluster, AWriteOfAnObjectHappensWholeOrNotAtAll) {
  const std::shared_ptr<RadosCluster> cluster = ConnectTo(CephCluster::Shared().NewPlace());
  RadosWrite write;
  write.create = true;
  write.whole = "bytes";
  write.attributes = {{"kind", "a"}};
  write.set_keys = {{"k/1", "one"}, {"k/2", "two"}, {"other", "x"}};
  ASSERT_TRUE(cluster->Write("o", write).ok());
  EXPECT_EQ(cluster->Write("o", write).code(), StatusCode::kConflict) << "it is there already";

  RadosWrite change;
  change.require = {{"k/1", "not this"}};
  change.whole = "other bytes";
  change.set_keys = {{"k/1", "changed"}};
  EXPECT_EQ(cluster->Write("o", change).code(), StatusCode::kConflict);
  EXPECT_EQ(cluster->Read("o", 0, 100)->bytes, "bytes");
  change.require = {{"k/1", "one"}, {"k/none", ""}};
  change.remove_keys = {"k/2"};
  EXPECT_TRUE(cluster->Write("o", change).ok());
  EXPECT_EQ(*cluster->Keys("o", "k/"), (std::map<std::string, std::string>{{"k/1", "changed"}}));

  const Result<RadosPart> read = cluster->Read("o", 6, 100, "kind");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, "bytes");
  EXPECT_EQ(read->object_size, 11u);
  EXPECT_EQ(read->attribute, "a");
}

TEST(RadosCluster, TellsWhatIsNotThere) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::shared_ptr<RadosCluster> cluster = ConnectTo(place);
  EXPECT_EQ(cluster->Size("none").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(cluster->Read("none", 0, 1, "kind").status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(cluster->Keys("none", "")->empty());
  EXPECT_TRUE(cluster->Remove("none").ok());
  RadosWrite write;
  write.must_exist = true;
  write.part = "x";
  EXPECT_EQ(cluster->Write("none", write).code(), StatusCode::kNotFound);
  RadosPlace elsewhere = place;
  elsewhere.pool = "no-such-pool";
  const Status no_pool = RadosCluster::Connect(elsewhere).status();
  EXPECT_EQ(no_pool.code(), StatusCode::kNotFound);
  EXPECT_NE(no_pool.message().find("ceph osd pool create no-such-pool"), std::string::npos) << no_pool.message();
  elsewhere.ceph_conf = "/nowhere/ceph.conf";
  EXPECT_NE(RadosCluster::Connect(elsewhere).status().message().find("/nowhere/ceph.conf"), std::string::npos);
}

TEST(RadosCluster, HasMoreKeysThanOneAnswerCanHold) {
  const std::shared_ptr<RadosCluster> cluster = ConnectTo(CephCluster::Shared().NewPlace());
  for (int part = 0; part < 3; ++part) {
    RadosWrite write;
    for (int key = 0; key < 900; ++key) write.set_keys.emplace_back("k/" + std::to_string(part * 900 + key), "v");
    ASSERT_TRUE(cluster->Write("many", write).ok());
  }
  EXPECT_EQ(cluster->Keys("many", "k/")->size(), 2700u);
  EXPECT_EQ(cluster->Keys("many", "k/1")->size(), 1111u);
}

TEST(RadosCluster, WritesThatAreStartedToOneObjectKeepTheirOrder) {
  const std::shared_ptr<RadosCluster> cluster = ConnectTo(CephCluster::Shared().NewPlace());
  std::vector<std::promise<Status>> answers(50);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string bytes = std::to_string(i) + " ";
    RadosWrite write;
    write.whole = bytes;
    cluster->StartWrite("o", write, [&answers, i](const Status& status) { answers[i].set_value(status); });
  }
  for (std::promise<Status>& answer : answers) EXPECT_TRUE(answer.get_future().get().ok());
  EXPECT_EQ(cluster->Read("o", 0, 10)->bytes, "49 ");
}

TEST(RadosCluster, AnOsdOrAMonitorThatIsKilledCostsTimeAndNothingElse) {
  CephCluster& ceph = CephCluster::Shared();
  const std::shared_ptr<RadosCluster> cluster = ConnectTo(ceph.NewPlace());
  int written = 0;
  const auto write = [&](int count) {
    for (int i = 0; i < count; ++i, ++written) {
      const std::string bytes = "bytes of " + std::to_string(written);
      RadosWrite whole;
      whole.create = true;
      whole.whole = bytes;
      const Status status = cluster->Write("o/" + std::to_string(written), whole);
      ASSERT_TRUE(status.ok()) << status.ToString();
    }
  };
  write(20);
  ceph.Kill("mon.a");
  write(20);
  ceph.Kill("osd.0");
  write(20);
  for (int i = 0; i < written; ++i) EXPECT_EQ(cluster->Read("o/" + std::to_string(i), 0, 100)->bytes, "bytes of " + std::to_string(i));
}

}  // namespace
}  // namespace sohoa
