// SPDX-License-Identifier: Apache-2.0
//
// Disks and quotas that are full. What was acknowledged stays, and nothing aborts.
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <thread>

#include "storage/archive.h"
#include "storage/ordered_store.h"
#include "support/check_blob_store.h"
#include "support/small_disk.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kMiB = 1u << 20;

Result<BlobInfo> PutNumbered(Archive& archive, std::uint32_t number, std::size_t bytes) {
  return PutBlob(archive.blobs(), check_blob_store::MakeBytes(bytes, number));
}

// Opens with a reserve that leaves so much room.
std::unique_ptr<Archive> OpenWithRoom(const SmallDisk& disk, std::uint64_t room) {
  ArchiveOptions options;
  options.folder = disk.Sub("archive");
  options.reserve_bytes = disk.free_bytes() - room;
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(options);
  EXPECT_TRUE(archive) << archive.status().ToString();
  return archive ? std::move(*archive) : nullptr;
}

TEST(FullDisk, UploadsAreRefusedBeforeTheReserveAndTakenAgainWhenThereIsRoom) {
  const SmallDisk disk(200 * kMiB);
  const std::unique_ptr<Archive> archive = OpenWithRoom(disk, 60 * kMiB);
  ASSERT_NE(archive, nullptr);
  ASSERT_TRUE(PutNumbered(*archive, 1, kMiB));
  EXPECT_TRUE(archive->CheckRoom(kMiB).ok());
  disk.Fill(80 * kMiB);
  EXPECT_EQ(archive->CheckRoom(kMiB).code(), StatusCode::kUnavailable);
  const Status refused = PutNumbered(*archive, 2, kMiB).status();
  EXPECT_EQ(refused.code(), StatusCode::kUnavailable) << refused.ToString();
  EXPECT_TRUE(archive->Health().ok()) << "a refusal is no failure";
  disk.Empty();
  EXPECT_TRUE(archive->CheckRoom(kMiB).ok()) << "at once";
  EXPECT_TRUE(PutNumbered(*archive, 2, kMiB));
}

TEST(FullDisk, ItCanBeOpenedAndReadWhileNothingIsTaken) {
  const SmallDisk disk(200 * kMiB);
  ArchiveOptions options;
  options.folder = disk.Sub("archive");
  options.reserve_bytes = disk.free_bytes() - 60 * kMiB;
  Sha256 name;
  {
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(options);
    ASSERT_TRUE(archive) << archive.status().ToString();
    name = PutNumbered(**archive, 1, kMiB)->sha256;
  }
  disk.Fill(80 * kMiB);
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(options);
  ASSERT_TRUE(archive) << archive.status().ToString();
  EXPECT_TRUE((*archive)->blobs().Check(name).ok()) << (*archive)->blobs().Check(name).ToString();
  EXPECT_EQ(PutNumbered(**archive, 2, kMiB).status().code(), StatusCode::kUnavailable);
}

// The reserve is what the engine needs to flush and close: with it, a disk that is filled to the
// brim of it neither aborts the process nor loses anything.
TEST(FullDisk, FilledUpToTheReserveItClosesInGoodOrderAndHasAllThatWasAcknowledged) {
  const SmallDisk disk(320 * kMiB);
  ArchiveOptions options;
  options.folder = disk.Sub("archive");
  // With a disk of its own, the reserve that is chosen by its size.
  if (!disk.is_own()) options.reserve_bytes = disk.free_bytes() - 60 * kMiB;
  std::vector<Sha256> acknowledged;
  {
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(options);
    ASSERT_TRUE(archive) << archive.status().ToString();
    Status refused;
    for (std::uint32_t number = 0; number < 400 && refused.ok(); ++number) {
      const Result<BlobInfo> stored = PutNumbered(**archive, number, kMiB - 100);
      if (stored) acknowledged.push_back(stored->sha256);
      refused = stored.status();
    }
    ASSERT_EQ(refused.code(), StatusCode::kUnavailable) << refused.ToString();
    EXPECT_NE(refused.message().find("disk nearly full"), std::string::npos) << refused.message();
    EXPECT_TRUE((*archive)->Health().ok());
  }
  ASSERT_GT(acknowledged.size(), 10u);
  ArchiveOptions again = options;
  again.reserve_bytes = 1;  // as after some room was made
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(again);
  ASSERT_TRUE(archive) << archive.status().ToString();
  for (const Sha256& name : acknowledged) EXPECT_TRUE((*archive)->blobs().Check(name).ok()) << name.Hex();
}

// From here on, large writes of the calling thread fail as on a full quota.
void FailLargeWrites(int error) {
  constexpr std::uint32_t kLarge = 60'000;
  const auto low_of_argument = [](int argument) {
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + static_cast<std::size_t>(argument) * 8);
  };
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pwrite64, 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low_of_argument(2)),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, kLarge, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)),
  };
  sock_fprog program = {static_cast<unsigned short>(std::size(filter)), filter};
  ASSERT_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  ASSERT_EQ(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0) << std::strerror(errno);
}

class FailedWrite : public ::testing::TestWithParam<std::pair<int, StatusCode>> {};

TEST_P(FailedWrite, StopsTheStoreUntilItIsOpenedAgainAndLosesNothing) {
  const TestFolder folder;
  RocksStoreOptions options;
  options.folder = folder.Sub("meta");
  const auto [error, code] = GetParam();
  {
    Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
    ASSERT_TRUE(store) << store.status().ToString();
    MetaBatch small;
    small.Put("k/1", "acknowledged");
    ASSERT_TRUE((*store)->Write(small).ok());
    EXPECT_TRUE((*store)->Health().ok());
    Status failed;
    std::thread([&, error = error] {
      FailLargeWrites(error);
      MetaBatch large;
      large.Put("k/2", std::string(500'000, 'x'));
      failed = (*store)->Write(large);
    }).join();
    EXPECT_EQ(failed.code(), code) << failed.ToString();
    EXPECT_FALSE((*store)->Health().ok());
    EXPECT_EQ((*store)->Write(small).code(), StatusCode::kUnavailable) << "nothing more is promised";
    EXPECT_EQ(**(*store)->Get("k/1"), "acknowledged") << "reading goes on";
  }
  Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  ASSERT_TRUE(store) << store.status().ToString();
  EXPECT_EQ(**(*store)->Get("k/1"), "acknowledged");
  MetaBatch again;
  again.Put("k/2", "now");
  EXPECT_TRUE((*store)->Write(again).ok());
}

INSTANTIATE_TEST_SUITE_P(FullDisk, FailedWrite,
                         ::testing::Values(std::pair{ENOSPC, StatusCode::kUnavailable}, std::pair{EDQUOT, StatusCode::kUnavailable},
                                           std::pair{EIO, StatusCode::kIoError}),
                         [](const auto& tried) {
                           return std::string(tried.param.first == ENOSPC ? "NoSpace" : tried.param.first == EDQUOT ? "Quota" : "Device");
                         });

}  // namespace
}  // namespace sohoa
