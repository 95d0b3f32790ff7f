// SPDX-License-Identifier: Apache-2.0
//
// A bit is flipped in every file that an archive and its backup have, at several places of each, and every file is taken
// away: whoever opens and verifies the archive, or restores the backup, is told.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <thread>

#include "storage/archive_backup.h"
#include "storage/key_layout.h"
#include "support/check_blob_store.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlaces = 7;  // in each file

std::string BytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

// "meta/*.sst", "blobs/MANIFEST": what a file is, without its number.
std::string KindOf(const fs::path& file) {
  const std::string folder = file.parent_path().string();
  const std::string name = file.filename().string();
  const std::string kind = file.has_extension() ? "*" + file.extension().string() : name.substr(0, name.find('-'));
  return folder.empty() ? kind : folder + "/" + kind;
}

std::vector<fs::path> FilesOf(const fs::path& root) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), root));
  }
  return files;
}

std::set<std::string> KindsOf(const fs::path& root) {
  std::set<std::string> kinds;
  for (const fs::path& file : FilesOf(root)) kinds.insert(KindOf(file));
  return kinds;
}

// Of these nothing is read again that would be missed: a lock, the store's name, options that are written down at each
// opening; and the beacon, which has two slots of which one will do.
bool HoldsNothing(const std::string& kind) {
  return kind.ends_with("LOCK") || kind.ends_with("IDENTITY") || kind.ends_with("OPTIONS") || kind == "beacon" || kind == "leader";
}

class BitFlips : public ::testing::Test {
 protected:
  BitFlips() {
    const std::unique_ptr<Archive> archive = Open("archive");
    for (const char* code : {"F-1", "F-2"}) AddDossier(*archive, code);
  }

  static void AddDossier(Archive& archive, const std::string& code) {
    MadeDossier made = NewDossier(code);
    AddPage(archive, made, {"Quyết định về việc cấp đất", code});
    const Result<BlobInfo> scan = PutBlob(archive.blobs(), check_blob_store::MakeBytes(200'000, static_cast<std::uint32_t>(code.back())));
    ASSERT_TRUE(scan);
    made.dossier.originals[0].sha256 = scan->sha256;
    AddDocument(archive, made, 1, 1, "QĐ");
    ASSERT_TRUE(Commit(archive, made).ok());
  }

  // As a process leaves it that is killed: with what it wrote last in its logs.
  void LeaveRunning() {
    const std::unique_ptr<Archive> archive = Open("archive");
    for (const char* code : {"F-3", "F-4"}) AddDossier(*archive, code);
    for (int i = 0; i < 200 && !SaysAll(*archive); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CopyAtRest(folder_.Sub("archive"), folder_.Sub("running"));
  }

  // While nothing comes or goes in it: a store that merges its files takes old ones away in the midst of a copy, and a
  // file that is on its way out tells of no flip.
  static void CopyAtRest(const fs::path& from, const fs::path& to) {
    for (int i = 0; i < 100; ++i) {
      const std::map<fs::path, std::uintmax_t> before = SizesIn(from);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      if (before.empty() || SizesIn(from) != before) continue;
      fs::remove_all(to);
      std::error_code error;
      fs::copy(from, to, fs::copy_options::recursive, error);
      if (!error && SizesIn(from) == before && SizesIn(to) == before) return;
    }
    FAIL() << from << " never came to rest";
  }
  static std::map<fs::path, std::uintmax_t> SizesIn(const fs::path& root) {
    std::map<fs::path, std::uintmax_t> sizes;
    try {
      for (const fs::path& file : FilesOf(root)) sizes[file] = fs::file_size(root / file);
    } catch (const fs::filesystem_error&) {
      sizes.clear();  // one went in the midst of it
    }
    return sizes;
  }
  // The beacon has come as far as the archive.
  bool SaysAll(Archive& archive) const {
    const Result<std::vector<ArchiveEvent>> events = archive.Events(0, 100);
    return events && BytesOf(folder_.Sub("archive") + "/beacon").find("audit " + std::to_string(events->back().sequence)) != std::string::npos;
  }

  ArchiveOptions OptionsOf(const std::string& name) const {
    ArchiveOptions options;
    options.folder = folder_.Sub(name);
    options.beacon = options.folder + "/beacon";
    return options;
  }
  std::unique_ptr<Archive> Open(const std::string& name) const {
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(OptionsOf(name));
    EXPECT_TRUE(archive) << archive.status().ToString();
    return archive ? std::move(*archive) : nullptr;
  }

  // All that it holds: every key and value, the name of every blob.
  static Sha256 ContentsOf(Archive& archive) {
    std::string all;
    EXPECT_TRUE(archive.meta().Scan("", "", [&all](std::string_view key, std::string_view value) {
      all += EscapedString(std::string(key)) + EscapedString(std::string(value));
      return true;
    }).ok());
    EXPECT_TRUE(archive.blobs().List([&all](const BlobInfo& blob) { return all += blob.sha256.Hex(), true; }).ok());
    return Sha256::Of(all);
  }

  // A copy of `root` with this file changed by `change`.
  fs::path CopyWith(const fs::path& root, const std::function<void(const fs::path&)>& change, const fs::path& file) const {
    const fs::path copy = folder_.Sub("copy");
    fs::remove_all(copy);
    fs::copy(root, copy, fs::copy_options::recursive);
    change(copy / file);
    return copy;
  }

  // Opened or verified, it says that it is damaged; or it is the same as ever.
  void ExpectFoundOrTheSame(const std::string& kind, const Sha256& contents) {
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(OptionsOf("copy"));
    if (!archive) {
      EXPECT_EQ(archive.status().code(), StatusCode::kCorruption) << archive.status().ToString();
      ++found_[kind];
      return;
    }
    const Result<FixityReport> report = (*archive)->Verify("", nullptr, nullptr);
    ASSERT_TRUE(report) << report.status().ToString();
    if (!report->problems.empty()) {
      ++found_[kind];
      return;
    }
    // The last entry of a log may be half written: then it is as if it had not been.
    EXPECT_TRUE(HoldsNothing(kind) || kind.ends_with(".log") || kind.ends_with("MANIFEST")) << "a damaged file and nobody knows";
    EXPECT_EQ(ContentsOf(**archive), contents);
  }

  void FlipEverywhere(const std::string& name) {
    const Sha256 contents = ContentsOf(*Open(name));
    const fs::path root = folder_.Sub(name) + "-frozen";
    for (const fs::path& file : FilesOf(root)) {
      const std::string bytes = BytesOf(root / file);
      for (std::size_t i = 0; i < kPlaces && !bytes.empty(); ++i) {
        const std::size_t at = i * (bytes.size() - 1) / (kPlaces - 1);
        SCOPED_TRACE(name + "/" + file.string() + " at " + std::to_string(at));
        CopyWith(root, [&](const fs::path& path) {
          std::string other = bytes;
          other[at] = static_cast<char>(other[at] ^ (1 << (at % 8)));
          std::ofstream(path, std::ios::binary) << other;
        }, file);
        ExpectFoundOrTheSame(KindOf(file), contents);
      }
      SCOPED_TRACE(name + "/" + file.string() + " is gone");
      CopyWith(root, [](const fs::path& path) { fs::remove(path); }, file);
      if (!bytes.empty()) ExpectFoundOrTheSame(KindOf(file), contents);
    }
  }
  void Freeze(const std::string& name) const { fs::copy(folder_.Sub(name), folder_.Sub(name) + "-frozen", fs::copy_options::recursive); }

  const TestFolder folder_;
  std::map<std::string, int> found_;
};

// Whoever adds a kind of file to an archive decides here how its damage is found.
const std::set<std::string> kKinds = {"beacon",     "blobs/*.blob",   "blobs/*.log",     "blobs/*.sst",    "blobs/CURRENT",
                                      "blobs/LOCK", "blobs/IDENTITY", "blobs/MANIFEST",  "blobs/OPTIONS",  "meta/*.log",
                                      "meta/*.sst", "meta/CURRENT",   "meta/IDENTITY",   "meta/LOCK",      "meta/MANIFEST",
                                      "meta/OPTIONS", "leader"};

TEST_F(BitFlips, InEveryFileOfAnArchiveAreFound) {
  { const std::unique_ptr<Archive> archive = Open("archive"); }  // what is in the logs goes into files
  EXPECT_EQ(KindsOf(folder_.Sub("archive")), kKinds);
  Freeze("archive");
  FlipEverywhere("archive");
  for (const std::string& kind : kKinds) {
    if (kind == "meta/*.log") continue;  // it is empty
    EXPECT_TRUE(HoldsNothing(kind) || found_[kind] > 0) << kind;
  }
}

TEST_F(BitFlips, InEveryFileThatAKilledProcessLeftAreFound) {
  LeaveRunning();
  EXPECT_EQ(KindsOf(folder_.Sub("running")), kKinds);
  Freeze("running");
  FlipEverywhere("running");
  for (const std::string& kind : kKinds) {
    EXPECT_TRUE(HoldsNothing(kind) || found_[kind] > 0) << kind;
  }
}

TEST_F(BitFlips, InEveryFileOfABackupAreFoundBeforeItIsRestored) {
  {
    const std::unique_ptr<Archive> archive = Open("archive");
    BackupOptions options;
    options.folder = folder_.Sub("backups");
    ASSERT_TRUE(archive->BackUp(options, {}));
  }
  const std::set<std::string> kinds = {"backup", "lock",
    "blobs/meta/1", "blobs/private/1/CURRENT", "blobs/private/1/MANIFEST", "blobs/private/1/OPTIONS", "blobs/shared_checksum/*.blob", "blobs/shared_checksum/*.sst",
    "meta/meta/1", "meta/private/1/CURRENT", "meta/private/1/MANIFEST", "meta/private/1/OPTIONS", "meta/shared_checksum/*.sst"};
  EXPECT_EQ(KindsOf(folder_.Sub("backups")), kinds);
  const fs::path root = folder_.Sub("backups");
  for (const fs::path& file : FilesOf(root)) {
    const std::string bytes = BytesOf(root / file);
    for (std::size_t i = 0; i < kPlaces && !bytes.empty(); ++i) {
      const std::size_t at = i * (bytes.size() - 1) / (kPlaces - 1);
      SCOPED_TRACE(file.string() + " at " + std::to_string(at));
      RestoreOptions options;
      options.from = CopyWith(root, [&](const fs::path& path) {
        std::string other = bytes;
        other[at] = static_cast<char>(other[at] ^ (1 << (at % 8)));
        std::ofstream(path, std::ios::binary) << other;
      }, file).string();
      options.to.folder = folder_.Sub("again");
      fs::remove_all(options.to.folder);
      const Result<RestoreReport> restored = RestoreArchive(options, nullptr);
      // When the copy was made is said there, and nobody needs it.
      if (restored && file.parent_path().filename() == "meta") {
        EXPECT_TRUE(restored->fixity.problems.empty());
        EXPECT_EQ(restored->fixity.dossiers, 2u);
        continue;
      }
      EXPECT_FALSE(restored);
      EXPECT_FALSE(fs::exists(folder_.Sub("again") + "/meta"));
    }
  }
}

}  // namespace
}  // namespace sohoa
