// SPDX-License-Identifier: Apache-2.0
//
// What every pair of engines must do when an archive is moved between them: whatever moment it is killed
// at, nobody can open half of it, and run again it ends with the same archive in the other place.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "storage/archive_migration.h"
#include "storage/migrated_records.h"
#include "storage/migration_mark.h"
#include "support/check_blob_store.h"
#include "support/made_dossier.h"

namespace sohoa::check_migration {

// One place an archive can be in, and how it is opened there. Opened in this process and in one that is forked from it.
struct Place {
  std::string name;
  std::function<Result<ArchiveStores>()> stores;
  std::function<Result<std::unique_ptr<Archive>>()> archive;
};

// Dossiers with documents and fields, a blob of many pieces, one that nobody names yet.
inline void Fill(Archive& archive, int first, int count) {
  for (int number = first; number < first + count; ++number) {
    MadeDossier made = NewDossier("C-" + std::to_string(number), number % 2 == 0 ? "H42.18" : "H42.19");
    AddPage(archive, made, {"Kế hoạch số " + std::to_string(number), "chuyển sang nơi lưu khác"});
    AddPage(archive, made, {"trang thứ hai của bản " + std::to_string(number)});
    AddField(AddDocument(archive, made, 1, 2, "KH"), "number", std::to_string(number) + "/KH-UBND");
    ASSERT_TRUE(Commit(archive, made).ok());
  }
  ASSERT_TRUE(PutBlob(archive.blobs(), check_blob_store::MakeBytes(3'500'000, static_cast<std::uint32_t>(first))));
  ASSERT_TRUE(PutBlob(archive.blobs(), "under way " + std::to_string(first)));
}

inline std::map<std::string, std::string> RecordsOf(MetaReader& meta) {
  std::map<std::string, std::string> records;
  const Status scanned = meta.Scan("", "", [&](std::string_view key, std::string_view value) {
    if (!StaysWithItsStore(key)) records.emplace(key, value);
    return true;
  });
  EXPECT_TRUE(scanned.ok()) << scanned.ToString();
  return records;
}

inline std::map<std::string, std::uint64_t> BlobsOf(BlobStore& blobs) {
  std::map<std::string, std::uint64_t> found;
  const Status listed = blobs.List([&](const BlobInfo& blob) {
    found.emplace(blob.sha256.Hex(), blob.size);
    return true;
  });
  EXPECT_TRUE(listed.ok()) << listed.ToString();
  return found;
}

inline Result<MigrationReport> Move(const Place& from, const Place& to, const BackupProgress& progress = {}) {
  Result<ArchiveStores> source = from.stores();
  if (!source) return source.status();
  Result<ArchiveStores> target = to.stores();
  if (!target) return target.status();
  return MigrateArchive({std::move(*source), from.name}, {std::move(*target), to.name}, progress);
}

// Ends the process at that call of progress, counted over all phases, by SIGKILL.
inline Result<MigrationReport> MoveToItsDeath(const Place& from, const Place& to, int call) {
  int calls = 0;
  return Move(from, to, [&](std::string_view, std::uint64_t, std::uint64_t) {
    if (++calls == call) kill(getpid(), SIGKILL);
    return true;
  });
}

// In a process of its own: `elsewhere` runs it there. False: it came to its end before.
inline bool MoveAndKillAt(const Place& from, const Place& to, int call, const std::function<void(int call)>& elsewhere) {
  const pid_t child = fork();
  if (child == 0) {
    if (elsewhere) elsewhere(call);
    _exit(MoveToItsDeath(from, to, call) ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "the migration failed by itself";
  return WIFSIGNALED(status);
}

// The target is the source's equal, but for the record that it was moved.
inline void ExpectEqual(const Place& from, const Place& to) {
  const Result<std::unique_ptr<Archive>> moved = to.archive();
  ASSERT_TRUE(moved) << moved.status().ToString();
  const Result<FixityReport> report = (*moved)->Verify("", nullptr, nullptr);
  ASSERT_TRUE(report);
  for (const FixityProblem& problem : report->problems) EXPECT_EQ(problem.kind, FixityProblem::Kind::kExtra) << problem.what << problem.detail;
  const Result<std::unique_ptr<Archive>> source = from.archive();
  ASSERT_TRUE(source) << source.status().ToString();
  EXPECT_EQ(BlobsOf((*source)->blobs()), BlobsOf((*moved)->blobs()));
  const Result<std::vector<ArchiveEvent>> before = (*source)->Events(0, 10'000);
  const Result<std::vector<ArchiveEvent>> after = (*moved)->Events(0, 10'000);
  ASSERT_TRUE(before && after);
  ASSERT_EQ(after->size(), before->size() + 1);
  EXPECT_EQ(after->back().kind, "archive.migrated");
  const Result<std::vector<DossierSummary>> dossiers = (*source)->ListDossiers("", 10'000);
  ASSERT_TRUE(dossiers);
  for (const DossierSummary& summary : *dossiers) {
    EXPECT_EQ(EncodeDossier(*(*source)->GetDossier(summary.code)), EncodeDossier(*(*moved)->GetDossier(summary.code)));
  }
  SearchQuery query;
  query.text = "\"chuyển sang nơi lưu\"";
  query.limit = 1'000;
  const Result<SearchResult> old_answer = (*source)->index().Search(query);
  const Result<SearchResult> new_answer = (*moved)->index().Search(query);
  ASSERT_TRUE(old_answer && new_answer);
  EXPECT_GT(old_answer->total, 0u);
  EXPECT_EQ(old_answer->total, new_answer->total);
}

// `from` is empty; `to` too. `elsewhere` makes another program of a process that was just forked, one that ends as
// MoveToItsDeath() does; none where this one can be forked.
inline void CheckKilledAndResumed(const Place& from, const Place& to, int step = 17, const std::function<void(int call)>& elsewhere = {}) {
  {
    const Result<std::unique_ptr<Archive>> archive = from.archive();
    ASSERT_TRUE(archive) << archive.status().ToString();
    Fill(**archive, 0, 12);
  }
  std::map<std::string, std::string> before;
  {
    const Result<ArchiveStores> stores = from.stores();
    ASSERT_TRUE(stores);
    before = RecordsOf(*stores->meta);
  }
  int kills = 0;
  for (int call = 1; MoveAndKillAt(from, to, call, elsewhere); call += step) {
    ++kills;
    const Status half = to.archive().status();
    EXPECT_EQ(half.code(), StatusCode::kUnavailable) << "opened when killed at step " << call;
    EXPECT_NE(half.message().find("sohoa migrate " + from.name), std::string::npos) << half.message();
  }
  EXPECT_GE(kills, 3);
  ExpectEqual(from, to);
  const Result<ArchiveStores> stores = from.stores();
  ASSERT_TRUE(stores);
  EXPECT_EQ(RecordsOf(*stores->meta), before) << "what it is moved from is as it was";
}

}  // namespace sohoa::check_migration
