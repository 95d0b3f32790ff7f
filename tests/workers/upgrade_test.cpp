// SPDX-License-Identifier: Apache-2.0
//
// Archives of the formats before the present one, written record by record as the programs of
// then did.
#include "workers/upgrade_steps.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "storage/index_codec.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/stored_archive.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"
#include "workers/child_process.h"
#include "workers/ledger.h"
#include "workers/ledger_history.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kPages = 1'500;

std::unique_ptr<OrderedStore> OpenOld(const std::string& folder, const std::string& kind) {
  RocksStoreOptions options;
  options.folder = folder + "/" + kind;
  options.kind = kind;
  options.format = 1;
  options.large_values = kind == "blobs";
  Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  if (!store) ADD_FAILURE() << store.status().ToString();
  return store ? std::move(*store) : nullptr;
}

void PutPages(const std::string& code, const std::string& batch_id, std::uint32_t count, std::uint32_t done, MetaBatch& batch) {
  LedgerOriginal original;
  original.name = "scan.tif";
  original.sha256 = Sha256::Of("scan of " + code);
  original.ledger_sequence = 1;
  for (std::uint32_t index = 0; index < count; ++index) {
    LedgerPage page;
    page.source = {code, batch_id, 0, original.sha256, index};
    page.name = original.name;
    page.state = index < done ? PageState::kDone : PageState::kReady;
    const std::string id = MakePageId(page.source);
    original.page_ids.push_back(id);
    batch.Put("l/p/" + id, EncodeRecord(page));
    if (page.state == PageState::kReady) batch.Put("l/r/" + id, "");
  }
  batch.Put("l/o/" + EscapedString(code) + EscapedString(batch_id) + BigEndian32(0), EncodeRecord(original));
}

void PutDossier(const std::string& code, std::uint64_t generation, std::uint64_t visible, std::uint32_t version, bool sealed, MetaBatch& batch) {
  batch.Put("l/d/" + EscapedString(code), EncodeRecord(LedgerDossier{{code, "1.001234", "H42.18", "A"}, 1, generation, visible, version, false}));
  LedgerBatch opened;
  opened.id = "b1";
  opened.sealed = sealed;
  batch.Put("l/b/" + EscapedString(code) + EscapedString("b1"), EncodeRecord(opened));
}

// Format 1: one dossier at rest, one that is worked on, one whose batch is open. It has no list of
// what is open, no counts and no identity.
void WriteFormat1(const std::string& folder) {
  OpenOld(folder, "blobs");
  const std::unique_ptr<OrderedStore> meta = OpenOld(folder, "meta");
  MetaBatch batch;
  batch.Put("l/epoch", BigEndian64(3));
  batch.Put("l/sequence", BigEndian64(40));
  PutDossier("K-rest", 1, 1, 1, true, batch);
  PutPages("K-rest", "b1", 2, 2, batch);
  PutDossier("K-work", 1, 0, 0, true, batch);
  PutPages("K-work", "b1", kPages, 500, batch);
  PutDossier("K-open", 0, 0, 0, false, batch);
  PutPages("K-open", "b1", 1, 0, batch);
  ASSERT_TRUE(meta->Write(batch).ok());
}

CoordinatorStatus LedgerOf(const std::string& folder) {
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder);
  EXPECT_TRUE(archive) << archive.status().ToString();
  CoordinatorStatus status;
  if (!archive) return status;
  const Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(**archive, LedgerRules());
  EXPECT_TRUE(ledger) << ledger.status().ToString();
  if (ledger) (*ledger)->Describe(status);
  return status;
}

void ExpectAllOfFormat1(const std::string& folder) {
  const CoordinatorStatus status = LedgerOf(folder);
  EXPECT_EQ(status.pages_received, kPages + 3);
  EXPECT_EQ(status.pages_done, 502u);
  EXPECT_EQ(status.dossiers_committed, 1u);
  EXPECT_EQ(status.dossiers_processing, 1u);
  EXPECT_EQ(status.dossiers_open, 1u);
  std::uint64_t ready = 0;
  for (const LaneStatus& lane : status.lanes) ready += lane.ready;
  EXPECT_EQ(ready, kPages - 500 + 1);
  EXPECT_EQ(status.epoch, 4u);
}

TEST(Upgrade, AnArchiveOfFormat1IsRefusedUntilItIsUpgradedAndThenHasAllThatItHad) {
  const TestFolder folder;
  WriteFormat1(folder.Sub("archive"));
  const Status refused = OpenLocalArchive(folder.Sub("archive")).status();
  EXPECT_EQ(refused.code(), StatusCode::kUnsupported) << refused.ToString();
  EXPECT_NE(refused.message().find("sohoa upgrade"), std::string::npos) << refused.message();

  const Result<UpgradeReport> report = UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {});
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->done.size(), kMetaFormat - 1);
  ExpectAllOfFormat1(folder.Sub("archive"));
  const Result<UpgradeReport> again = UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {});
  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_TRUE(again->done.empty()) << "it is up to date";
}

// Format 2: the search index had a key for each word of a page. The second dossier stands in front of
// the first in order of codes, and behind it in order of ordinals.
void WriteIndexOfFormat2(const std::string& folder) {
  RocksStoreOptions options;
  options.folder = folder + "/meta";
  options.format = 2;
  OpenOld(folder, "blobs");
  const Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStore(options);
  ASSERT_TRUE(meta) << meta.status().ToString();
  MetaBatch batch;
  std::uint64_t ordinal = 3;
  for (const std::string code : {"S-2", "S-1"}) {
    IndexedDossierEntry listing{1, {}, {}};
    for (const std::string& text : {"quyết định " + code, std::string("trang sau")}) {
      IndexedPage page;
      page.dossier = code;
      page.version = 1;
      page.page_id = code + std::to_string(ordinal);
      page.page = static_cast<std::uint32_t>(listing.ordinals.size() + 1);
      PageWords words;
      words.text = text;
      batch.Put("x/p/" + BigEndian64(ordinal), EncodeIndexedPage(page));
      batch.Put("x/w/" + BigEndian64(ordinal), EncodePageWords(words));
      batch.Put("x/t/" + EscapedString("trang") + BigEndian64(ordinal), "posting");
      batch.Put("x/k/" + BigEndian64(ordinal), "terms");
      listing.ordinals.push_back(ordinal++);
      listing.page_ids.push_back(page.page_id);
    }
    batch.Put("x/d/" + EscapedString(code), EncodeIndexedDossier(listing));
  }
  batch.Put("x/v/" + EscapedString("trang"), "");
  IndexStatistics statistics;
  statistics.next_ordinal = ordinal;
  statistics.pages = 4;
  batch.Put("x/s", EncodeIndexStatistics(statistics));
  ASSERT_TRUE((*meta)->Write(batch).ok());
}

TEST(Upgrade, PagesOfFormat2AreFoundInSegments) {
  const TestFolder folder;
  WriteIndexOfFormat2(folder.Sub("archive"));
  const Result<UpgradeReport> report = UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {});
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->done.size(), kMetaFormat - 2);
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
  ASSERT_TRUE(archive) << archive.status().ToString();
  SearchQuery query;
  query.text = "\"quyết định\"";
  const Result<SearchResult> result = (*archive)->index().Search(query);
  ASSERT_TRUE(result) << result.status().ToString();
  ASSERT_EQ(result->hits.size(), 2u);
  EXPECT_EQ(result->hits[0].dossier, "S-2") << "committed first";
  EXPECT_EQ(result->hits[0].snippet, "quyết định S-2");
  EXPECT_EQ((*archive)->index().State()->segments, 1u);
  std::uint64_t old_keys = 0;
  for (const char* prefix : {"x/t/", "x/v/", "x/k/"}) {
    const Status scanned = (*archive)->meta().Scan(prefix, "", [&](std::string_view, std::string_view) { return ++old_keys > 0; });
    EXPECT_TRUE(scanned.ok());
  }
  EXPECT_EQ(old_keys, 0u);
}

// Formats 3 and 4: segments were packed in another way, and in the first so was what hits show. One
// dossier was read again, so that pages of it are dead; one is still in the tail.
void WriteIndexOfOldSegments(const std::string& folder, std::uint32_t format) {
  RocksStoreOptions options;
  options.folder = folder + "/meta";
  options.format = format;
  OpenOld(folder, "blobs");
  const Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStore(options);
  ASSERT_TRUE(meta) << meta.status().ToString();
  MetaBatch batch;
  for (std::uint64_t ordinal = 1; ordinal <= 3; ++ordinal) {
    IndexedPage page;
    page.dossier = ordinal == 3 ? "S-tail" : "S-again";
    page.version = 1;
    page.page_id = "page" + std::to_string(ordinal);
    page.page = 1;
    batch.Put("x/p/" + BigEndian64(ordinal), EncodeIndexedPage(page));
    PageWords words;
    words.text = "số 5";
    words.begins = {0, 5};
    words.boxes = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    batch.Put("x/w/" + BigEndian64(ordinal), format >= 4 ? EncodePageWords(words) : std::string("\x0a\x06s\xe1\xbb\x91 5\x12\x02\x00\x05\x1a\x08\x01\x02\x03\x04\x05\x06\x07\x08", 22));
    if (ordinal > 1) batch.Put("x/d/" + EscapedString(page.dossier), EncodeIndexedDossier({1, {ordinal}, {page.page_id}}));
  }
  batch.Put("x/z/" + BigEndian64(0), EncodeOrdinals({1}));
  batch.Put("x/g/" + BigEndian64(4) + "\xff", "head of a segment of then");
  batch.Put("x/n/" + BigEndian64(3), "segment of then");
  batch.Put("x/m", EncodeIndexManifest({7, 5, 3, {{4, 1, 3, 2, 100}}}));
  batch.Put("x/s", EncodeIndexStatistics({4, 2, 1}));
  ASSERT_TRUE((*meta)->Write(batch).ok());
}

void ExpectAllOfOldSegments(const std::string& folder) {
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder);
  ASSERT_TRUE(archive) << archive.status().ToString();
  SearchQuery query;
  query.text = "số";
  const Result<SearchResult> result = (*archive)->index().Search(query);
  ASSERT_TRUE(result) << result.status().ToString();
  ASSERT_EQ(result->hits.size(), 2u);
  EXPECT_EQ(result->hits[0].dossier, "S-again");
  ASSERT_EQ(result->hits[0].boxes.size(), 1u);
  EXPECT_EQ(result->hits[0].boxes[0].polygon.front().x, 1 / 65535.0);
  std::vector<std::string> keys;
  const Status scanned = (*archive)->meta().Scan("x/", "", [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  EXPECT_TRUE(scanned.ok());
  for (const std::string& key : keys) {
    EXPECT_FALSE(key.starts_with("x/z/") || key.starts_with("x/n/") || key == "x/e/" + BigEndian64(1)) << key;
    EXPECT_FALSE(key.starts_with("x/w/") || key.starts_with("x/p/")) << key;
    EXPECT_FALSE(key.starts_with("x/g/") && key < "x/g/" + BigEndian64(5)) << "numbers of segments go on";
  }
}

TEST(Upgrade, PagesOfOlderSegmentsAreFoundInThoseOfTheNextFormat) {
  for (const std::uint32_t format : {3u, 4u, 5u}) {
    const TestFolder folder;
    WriteIndexOfOldSegments(folder.Sub("archive"), format);
    const Result<UpgradeReport> report = UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {});
    ASSERT_TRUE(report) << report.status().ToString();
    EXPECT_EQ(report->done.size(), kMetaFormat - format);
    ExpectAllOfOldSegments(folder.Sub("archive"));
  }
}

std::unique_ptr<OrderedStore> OpenMetaOfAnyFormat(const std::string& folder) {
  RocksStoreOptions options = MetaStoreOptions(folder);
  options.any_format = true;
  Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStore(options);
  EXPECT_TRUE(meta) << meta.status().ToString();
  return meta ? std::move(*meta) : nullptr;
}

// All but the format's mark.
std::vector<std::pair<std::string, std::string>> RecordsOf(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> all;
  EXPECT_TRUE(OpenMetaOfAnyFormat(folder)->Scan("", "", [&](std::string_view key, std::string_view value) {
    if (key != kFormatKey) all.emplace_back(key, value);
    return true;
  }).ok());
  return all;
}

// Of the present archive what formats 6 and 7 had: two values for each page of the index.
void SplitIndexEntries(const std::string& folder, const std::string& mark) {
  const std::unique_ptr<OrderedStore> meta = OpenMetaOfAnyFormat(folder);
  MetaBatch batch;
  ASSERT_TRUE(meta->Scan("x/e/", "", [&](std::string_view key, std::string_view value) {
    const std::optional<IndexEntry> entry = DecodeIndexEntry(value);
    EXPECT_TRUE(entry) << "of the present format";
    if (!entry) return false;
    batch.Put("x/p/" + std::string(key.substr(4)), EncodeIndexedPage(entry->page));
    batch.Put("x/w/" + std::string(key.substr(4)), EncodePageWords(entry->words));
    batch.Delete(std::string(key));
    return true;
  }).ok());
  EXPECT_EQ(batch.operations().size(), 2 * 3u) << "two pages";
  batch.Put(std::string(kFormatKey), mark);
  ASSERT_TRUE(meta->Write(batch).ok());
}

// Format 6 was 7 without layers that are print over paper.
TEST(Upgrade, WhatFormats6And7KeptOfAPageBecomesOneValue) {
  for (const std::uint32_t format : {6u, 7u}) {
    const TestFolder folder;
    const std::string archive = folder.Sub("archive");
    WriteIndexOfOldSegments(archive, 5);
    ASSERT_TRUE(UpgradeArchive(archive, ArchiveUpgradeSteps(), {}));
    const auto before = RecordsOf(archive);
    SplitIndexEntries(archive, "meta " + std::to_string(format));
    EXPECT_EQ(OpenLocalArchive(archive).status().code(), StatusCode::kUnsupported);
    const Result<UpgradeReport> report = UpgradeArchive(archive, ArchiveUpgradeSteps(), {});
    ASSERT_TRUE(report) << report.status().ToString();
    EXPECT_EQ(report->done.size(), kMetaFormat - format);
    EXPECT_EQ(RecordsOf(archive), before);
    ExpectAllOfOldSegments(archive);
  }
}

TEST(Upgrade, APageOfWhichAValueIsMissingIsSaidAndStays) {
  const TestFolder folder;
  const std::string archive = folder.Sub("archive");
  WriteIndexOfOldSegments(archive, 5);
  ASSERT_TRUE(UpgradeArchive(archive, ArchiveUpgradeSteps(), {}));
  SplitIndexEntries(archive, "meta 7");
  MetaBatch lose;
  lose.Delete("x/w/" + BigEndian64(3));
  ASSERT_TRUE(OpenMetaOfAnyFormat(archive)->Write(lose).ok());
  const Result<UpgradeReport> report = UpgradeArchive(archive, ArchiveUpgradeSteps(), {});
  EXPECT_EQ(report.status().code(), StatusCode::kCorruption) << report.status().ToString();
  EXPECT_TRUE(*OpenMetaOfAnyFormat(archive)->Get("x/p/" + BigEndian64(3)));
}

// Of the present archive what format 8 had: nothing told which dossiers have an uncertain value.
TEST(Upgrade, DossiersOfFormat8WithAnUncertainValueAreMarked) {
  const TestFolder folder;
  const std::string path = folder.Sub("archive");
  {
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(path);
    ASSERT_TRUE(archive) << archive.status().ToString();
    for (const std::string code : {"S-1", "S-2", "S-3"}) {
      MadeDossier made = NewDossier(code);
      AddPage(**archive, made, {"quyết định"});
      Document& document = AddDocument(**archive, made, 1, 1, "QĐ");
      document.type.review = ReviewState::kAutoAccepted;
      AddField(document, "code_number", "5/QĐ-UBND");
      document.fields[0].review = code == "S-2" ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
      ASSERT_TRUE(Commit(**archive, made).ok());
    }
  }
  const auto before = RecordsOf(path);
  MetaBatch unmark;
  unmark.Put(std::string(kFormatKey), "meta 8");
  for (const auto& [key, value] : before) {
    if (key.starts_with(kToReviewPrefix)) unmark.Delete(key);
  }
  EXPECT_EQ(unmark.operations().size(), 1 + 2u);
  ASSERT_TRUE(OpenMetaOfAnyFormat(path)->Write(unmark).ok());
  ASSERT_TRUE(UpgradeArchive(path, ArchiveUpgradeSteps(), {}));
  EXPECT_EQ(RecordsOf(path), before);
}

TEST(Upgrade, AnIndexThatWasCutOffAtAnyDossierIsMadeToItsEnd) {
  for (int cut = 1; cut <= 2; ++cut) {
    const TestFolder folder;
    WriteIndexOfOldSegments(folder.Sub("archive"), 4);
    int told = 0;
    const Result<UpgradeReport> report =
        UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), [&](std::uint64_t) { return ++told < cut; });
    ASSERT_FALSE(report) << "cut off at dossier " << cut;
    EXPECT_FALSE(OpenLocalArchive(folder.Sub("archive")));
    ASSERT_TRUE(UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {}));
    ExpectAllOfOldSegments(folder.Sub("archive"));
  }
}

TEST(Upgrade, KilledInItsMiddleItIsRefusedByAllAndTakenUpAgain) {
  const TestFolder folder;
  const std::string archive = folder.Sub("archive");
  WriteFormat1(archive);
  ChildProcess upgrade({"upgrade", archive});
  for (int i = 0; i < 600 && !std::filesystem::exists(archive + "/reached"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ASSERT_TRUE(std::filesystem::exists(archive + "/reached"));
  upgrade.Kill();
  EXPECT_EQ(OpenLocalArchive(archive).status().code(), StatusCode::kUnsupported);
  RocksStoreOptions old;
  old.folder = archive + "/meta";
  EXPECT_EQ(OpenRocksStore(old).status().code(), StatusCode::kUnsupported) << "nor does a program of format 1 open it";
  const Result<UpgradeReport> report = UpgradeArchive(archive, ArchiveUpgradeSteps(), {});
  ASSERT_TRUE(report) << report.status().ToString();
  ExpectAllOfFormat1(archive);
}

TEST(Upgrade, KeepsTheStoreAsItWasBefore) {
  const TestFolder folder;
  const std::string archive = folder.Sub("archive");
  WriteFormat1(archive);
  const Result<UpgradeReport> report = UpgradeArchive(archive, ArchiveUpgradeSteps(), {});
  ASSERT_TRUE(report) << report.status().ToString();
  ASSERT_EQ(report->kept, std::vector<std::string>{archive + "/meta.format-1"});
  std::filesystem::remove_all(archive + "/meta");
  std::filesystem::rename(report->kept.front(), archive + "/meta");
  const std::unique_ptr<OrderedStore> meta = OpenOld(archive, "meta");
  ASSERT_NE(meta, nullptr) << "a program of format 1 opens it again";
  EXPECT_FALSE(*meta->Get(kCountsKey));
  EXPECT_EQ(*meta->Get("l/sequence"), BigEndian64(40));
}

TEST(Upgrade, CancelledItCanBeBegunAgain) {
  const TestFolder folder;
  const std::string archive = folder.Sub("archive");
  WriteFormat1(archive);
  EXPECT_EQ(UpgradeArchive(archive, ArchiveUpgradeSteps(), [](std::uint64_t) { return false; }).status().code(), StatusCode::kCancelled);
  ASSERT_TRUE(UpgradeArchive(archive, ArchiveUpgradeSteps(), {}));
  ExpectAllOfFormat1(archive);
}

TEST(Upgrade, SaysSoWhereThereIsNoArchiveOrOneOfANewerProgram) {
  const TestFolder folder;
  EXPECT_EQ(UpgradeArchive(folder.Sub("nothing"), ArchiveUpgradeSteps(), {}).status().code(), StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder.Sub("nothing")));
  { ASSERT_TRUE(OpenLocalArchive(folder.Sub("archive"))); }
  {
    RocksStoreOptions options = MetaStoreOptions(folder.Sub("archive"));
    options.any_format = true;
    const Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStore(options);
    MetaBatch batch;
    batch.Put(std::string(kFormatKey), "meta 99");
    ASSERT_TRUE((*meta)->Write(batch).ok());
  }
  const Status newer = UpgradeArchive(folder.Sub("archive"), ArchiveUpgradeSteps(), {}).status();
  EXPECT_EQ(newer.code(), StatusCode::kUnsupported);
  EXPECT_NE(newer.message().find("newer"), std::string::npos) << newer.message();
}

TEST(NewHistory, OfARestoredLedgerHasFencesAndSequencesThatNoLostOneHad) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  std::uint64_t before = 0;
  {
    const Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(*archive, LedgerRules());
    ASSERT_TRUE(ledger);
    before = (*ledger)->last_fence();
  }
  MetaBatch batch;
  ASSERT_TRUE(StageNewLedgerHistory(*archive, batch).ok());
  ASSERT_TRUE(archive->meta().Write(batch).ok());
  const Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(*archive, LedgerRules());
  ASSERT_TRUE(ledger);
  EXPECT_GT((*ledger)->last_fence(), before + (std::uint64_t{1000} << 32)) << "a thousand restarts may have been lost";
  CoordinatorStatus status;
  (*ledger)->Describe(status);
  EXPECT_GT(status.ledger_sequence, 1'000'000'000u);
}

}  // namespace
}  // namespace sohoa
