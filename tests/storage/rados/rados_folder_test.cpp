// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "storage/rados/rados_file.h"
#include "support/ceph_cluster.h"
#include "support/check_blob_store.h"

namespace sohoa {
namespace {

struct Opened {
  std::shared_ptr<RadosCluster> cluster;
  std::shared_ptr<RadosFolder> folder;
};

Opened OpenAt(const RadosPlace& place, std::uint64_t epoch) {
  Opened opened;
  opened.cluster = *RadosCluster::Connect(place);
  Result<std::shared_ptr<RadosFolder>> folder = RadosFolder::Open(opened.cluster, "meta", epoch);
  EXPECT_TRUE(folder) << folder.status().ToString();
  if (folder) opened.folder = *folder;
  return opened;
}

void WriteFile(RadosFolder& folder, const std::shared_ptr<RadosFolder>& shared, const std::string& name, std::string_view bytes) {
  const Result<std::shared_ptr<RadosFile>> file = folder.Create(name);
  ASSERT_TRUE(file) << file.status().ToString();
  RadosAppender appender(shared, *file);
  // In parts that meet no stripe.
  for (std::size_t at = 0; at < bytes.size(); at += 700'001) ASSERT_TRUE(appender.Append(bytes.substr(at, 700'001)).ok());
  ASSERT_TRUE(appender.Close().ok());
}

std::string ReadFile(RadosFolder& folder, const std::string& name) {
  const Result<std::shared_ptr<RadosFile>> file = folder.Find(name);
  if (!file) return file.status().ToString();
  std::string bytes((*file)->size + 10, '\0');
  const Result<std::size_t> read = ReadRadosFile(folder.cluster(), **file, 0, bytes.size(), bytes.data());
  EXPECT_TRUE(read) << read.status().ToString();
  bytes.resize(read ? *read : 0);
  return bytes;
}

std::vector<std::string> Objects(RadosCluster& cluster, const std::string& prefix) {
  std::vector<std::string> objects;
  EXPECT_TRUE(cluster.List([&](std::string_view object) {
    if (object.starts_with(prefix)) objects.emplace_back(object);
  }).ok());
  return objects;
}

TEST(RadosFolder, FilesAreWhatWasWrittenAcrossStripesAndOpenings) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::string large = check_blob_store::MakeBytes(2 * kStripeBytes + 12'345, 1);
  {
    const Opened first = OpenAt(place, 1);
    WriteFile(*first.folder, first.folder, "large", large);
    WriteFile(*first.folder, first.folder, "empty", "");
    EXPECT_TRUE(ReadFile(*first.folder, "large") == large);
  }
  const Opened second = OpenAt(place, 2);
  EXPECT_EQ(second.folder->Names(), (std::vector<std::string>{"empty", "large"}));
  EXPECT_TRUE(ReadFile(*second.folder, "large") == large);
  EXPECT_EQ(ReadFile(*second.folder, "empty"), "");
  EXPECT_EQ(second.folder->Find("none").status().code(), StatusCode::kNotFound);
  const std::shared_ptr<RadosFile> file = *second.folder->Find("large");
  std::string part(100, '\0');
  EXPECT_EQ(*ReadRadosFile(*second.cluster, *file, kStripeBytes - 50, 100, part.data()), 100u);
  EXPECT_EQ(part, large.substr(kStripeBytes - 50, 100));
}

TEST(RadosFolder, ARenameTakesTheOtherFilesPlaceInOneWriteAndLeavesNothingOfIt) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const Opened opened = OpenAt(place, 1);
  WriteFile(*opened.folder, opened.folder, "CURRENT", "old");
  WriteFile(*opened.folder, opened.folder, "temporary", "new");
  ASSERT_TRUE(opened.folder->Rename("temporary", "CURRENT").ok());
  EXPECT_EQ(opened.folder->Names(), (std::vector<std::string>{"CURRENT"}));
  EXPECT_EQ(ReadFile(*opened.folder, "CURRENT"), "new");
  EXPECT_EQ(Objects(*opened.cluster, "f/").size(), 1u);
  ASSERT_TRUE(opened.folder->Remove("CURRENT").ok());
  EXPECT_TRUE(Objects(*opened.cluster, "f/").empty());
  EXPECT_EQ(opened.folder->Remove("CURRENT").code(), StatusCode::kNotFound);
}

// As a writer that is killed leaves it: synced bytes, stripes behind a gap, no size.
TEST(RadosFolder, AFileWhoseWriterWasKilledEndsWhereItsStripesDo) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::string bytes = check_blob_store::MakeBytes(kStripeBytes + 500, 2);
  {
    const Opened first = OpenAt(place, 1);
    const std::shared_ptr<RadosFile> file = *first.folder->Create("000004.log");
    RadosAppender appender(first.folder, file);
    ASSERT_TRUE(appender.Append(bytes).ok());
    ASSERT_TRUE(appender.Sync().ok());
    RadosWrite behind_a_gap;
    behind_a_gap.whole = "never synced";
    ASSERT_TRUE(first.cluster->Write(file->Stripe(3), behind_a_gap).ok());
  }
  const Opened second = OpenAt(place, 2);
  EXPECT_TRUE(ReadFile(*second.folder, "000004.log") == bytes);
  ASSERT_TRUE(second.folder->Remove("000004.log").ok());
  EXPECT_TRUE(Objects(*second.cluster, "f/").empty()) << "those behind the gap too";
}

TEST(RadosFolder, ARemovalThatWasCutShortIsEndedAtTheNextOpening) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  {
    const Opened first = OpenAt(place, 1);
    WriteFile(*first.folder, first.folder, "kept", "x");
    WriteFile(*first.folder, first.folder, "gone", check_blob_store::MakeBytes(2 * kStripeBytes, 3));
    const std::shared_ptr<RadosFile> gone = *first.folder->Find("gone");
    // What Remove() writes before it removes stripes, and one of those.
    RadosWrite write;
    write.remove_keys = {"n/gone"};
    write.set_keys = {{"g/" + gone->Stripe(0).substr(2, 16), std::to_string(gone->size)}};
    ASSERT_TRUE(first.cluster->Write("folder/meta", write).ok());
    ASSERT_TRUE(first.cluster->Remove(gone->Stripe(1)).ok());
  }
  const Opened second = OpenAt(place, 2);
  EXPECT_EQ(second.folder->Names(), (std::vector<std::string>{"kept"}));
  EXPECT_EQ(Objects(*second.cluster, "f/").size(), 1u);
  EXPECT_TRUE(second.cluster->Keys("folder/meta", "g/")->empty());
}

TEST(RadosFolder, OfTwoLeadersOnlyTheLaterOneChangesNames) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const Opened first = OpenAt(place, 1);
  WriteFile(*first.folder, first.folder, "a", "x");
  const Opened second = OpenAt(place, 2);
  EXPECT_EQ(first.folder->Create("b").status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(first.folder->Remove("a").code(), StatusCode::kUnavailable);
  WriteFile(*second.folder, second.folder, "c", "y");
  EXPECT_EQ(second.folder->Names(), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(RadosFolder::Open(first.cluster, "meta", 1).status().code(), StatusCode::kUnavailable);
}

TEST(RadosFolder, AFileThatLostAStripeIsDamaged) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const Opened opened = OpenAt(place, 1);
  WriteFile(*opened.folder, opened.folder, "large", check_blob_store::MakeBytes(2 * kStripeBytes, 4));
  const std::shared_ptr<RadosFile> file = *opened.folder->Find("large");
  ASSERT_TRUE(opened.cluster->Remove(file->Stripe(1)).ok());
  std::string bytes(100, '\0');
  EXPECT_EQ(ReadRadosFile(*opened.cluster, *file, kStripeBytes + 5, 10, bytes.data()).status().code(), StatusCode::kCorruption);
  EXPECT_TRUE(ReadRadosFile(*opened.cluster, *file, 5, 10, bytes.data())) << "other bytes can still be read";
}

}  // namespace
}  // namespace sohoa
