// SPDX-License-Identifier: Apache-2.0
//
// Storage on RocksDB in a temporary folder:
//   PutBlob/N        one synced blob of N bytes
//   LedgerGroup/B    one synced batch of 4 KiB as the ledger's are; B = 1: with a beacon on the same disk
//   CommitDossier    ten pages of 300 words: stage and synced write
//   Search/...       over 2,000 pages of 300 words, by kind of query
//   Verify           re-reading that archive
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <iterator>
#include <memory>
#include <string>

#include "core/record_codec.h"
#include "storage/archive.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr const char* kSyllables[] = {
    "quyết", "định", "kế", "hoạch", "tỉnh", "ủy", "ban", "nhân", "dân", "hồ", "sơ", "đất",
    "cấp", "giấy", "phép", "xây", "dựng", "sở", "hữu", "nhà", "ở", "quyền", "sử", "dụng",
    "thủ", "tục", "hành", "chính", "công", "văn", "số", "ngày", "tháng", "năm", "thành", "phố"};

class Bench {
 public:
  Bench() {
    std::string name = (std::filesystem::temp_directory_path() / "sohoa-bench-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    archive_ = std::move(*OpenLocalArchive(folder_));
  }
  ~Bench() {
    archive_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  Archive& archive() { return *archive_; }

  // Words thin out as natural ones do; one in fifty is rare.
  std::string NextWord() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t draw = state_ >> 33;
    if (draw % 50 == 0) return "hiếm" + std::to_string(draw / 50 % 5000);
    const std::size_t count = std::size(kSyllables);
    return kSyllables[std::min(draw % count, draw / 1000 % count)];
  }

  PageRecord NextPage(const std::string& code, std::uint32_t place) {
    PageRecord record;
    record.source = {code, "b1", place, Sha256::Of(code + std::to_string(place)), 0};
    record.id = MakePageId(record.source);
    record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
    record.text.blocks.emplace_back();
    for (int line = 0; line < 30; ++line) {
      Line& made = record.text.blocks[0].lines.emplace_back();
      for (int word = 0; word < 10; ++word) {
        made.words.push_back({NextWord(), {word * 200, line * 100, word * 200 + 180, line * 100 + 40},
                              0.9, InkKind::kPrint, false, false, {}});
      }
    }
    return record;
  }

  void CommitTenPages() {
    Dossier dossier;
    dossier.head.code = "B-" + std::to_string(dossiers_++);
    dossier.version = 1;
    dossier.committed_unix_ms = 1;
    std::vector<PageRecord> pages;
    for (std::uint32_t i = 0; i < 10; ++i) {
      pages.push_back(NextPage(dossier.head.code, i));
      pages.back().source.original =
          PutBlob(archive_->blobs(), dossier.head.code + std::to_string(i))->sha256;
      const Result<BlobInfo> record =
          PutBlob(archive_->blobs(), EncodePageRecord(pages.back(), false));
      dossier.pages.push_back({pages.back().id, i + 1, pages.back().source, record->sha256, false});
    }
    MetaBatch batch;
    const Status staged = archive_->StageCommit(dossier, pages, batch);
    if (!staged.ok() || !archive_->meta().Write(batch).ok()) std::abort();
  }

 private:
  std::string folder_;
  std::unique_ptr<Archive> archive_;
  std::uint64_t state_ = 42;
  int dossiers_ = 0;
};

Bench& Filled() {
  static const std::unique_ptr<Bench> bench = [] {
    auto made = std::make_unique<Bench>();
    for (int i = 0; i < 200; ++i) made->CommitTenPages();
    return made;
  }();
  return *bench;
}

void PutOneBlob(benchmark::State& state) {
  Bench bench;
  std::string bytes(static_cast<std::size_t>(state.range(0)), 'x');
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::string head = std::to_string(number++);
    bytes.replace(0, head.size(), head);
    benchmark::DoNotOptimize(PutBlob(bench.archive().blobs(), bytes));
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(PutOneBlob)->Name("PutBlob")->Arg(4 << 10)->Arg(300 << 10)->Arg(8 << 20)->Iterations(60)->UseRealTime();

void CommitDossier(benchmark::State& state) {
  Bench bench;
  for (auto _ : state) bench.CommitTenPages();
  state.SetItemsProcessed(state.iterations() * 10);
}
void LedgerGroup(benchmark::State& state) {
  std::string name = (std::filesystem::temp_directory_path() / "sohoa-bench-XXXXXX").string();
  const std::string folder = mkdtemp(name.data());
  {
    ArchiveOptions options;
    options.folder = folder + "/archive";
    if (state.range(0) == 1) options.beacon = folder + "/beacon";
    const std::unique_ptr<Archive> archive = std::move(*OpenLocalArchive(options));
    std::uint64_t sequence = 0;
    for (auto _ : state) {
      MetaBatch batch;
      batch.Put("l/p/" + std::to_string(sequence % 1000), std::string(4000, 'x'));
      batch.Put(std::string(kLedgerSequenceKey), BigEndian64(++sequence));
      if (!archive->meta().Write(batch).ok()) state.SkipWithError("a write failed");
    }
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(LedgerGroup)->Arg(0)->Arg(1)->Iterations(3000)->Unit(benchmark::kMicrosecond)->UseRealTime();

BENCHMARK(CommitDossier)->Iterations(30)->Unit(benchmark::kMillisecond)->UseRealTime();

void Search(benchmark::State& state, const char* text) {
  Archive& archive = Filled().archive();
  SearchQuery query;
  query.text = text;
  std::uint64_t hits = 0;
  for (auto _ : state) hits = archive.index().Search(query)->total;
  state.counters["hits"] = static_cast<double>(hits);
}
BENCHMARK_CAPTURE(Search, rare, "hiếm17")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(Search, rare_and_common, "hiếm17 quyết")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(Search, two_common, "quyết định")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(Search, folded, "quyet dinh")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(Search, phrase, "\"thành phố\"")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(Search, misread, "hìêrn17")->Unit(benchmark::kMillisecond)->UseRealTime();

void Verify(benchmark::State& state) {
  Archive& archive = Filled().archive();
  for (auto _ : state) {
    const Result<FixityReport> report = archive.Verify("", nullptr, nullptr);
    if (!report || !report->problems.empty()) state.SkipWithError("the archive is not whole");
  }
}
BENCHMARK(Verify)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
