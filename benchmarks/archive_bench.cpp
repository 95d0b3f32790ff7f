// SPDX-License-Identifier: Apache-2.0
//
// An archive at size, for measuring what is served out of it:
//   archive_bench --archive DIR --pages N
// Commits drawn dossiers (search_pages.h) to the archive in DIR, as its one writer does, until it
// has N pages; goes on with what is there. Its pages have records with text, and no pictures: what
// asks for these finds no original behind them.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/record_codec.h"
#include "search_pages.h"
#include "storage/archive.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr int kDossiersOfAWrite = 20;
constexpr std::uint64_t kPagesOfAReport = 50'000;
constexpr std::int64_t kFirstCommitUnixMs = 1'767'225'600'000;  // 1 January 2026

void ExitUnless(const Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  std::exit(1);
}

void Stage(Archive& archive, DrawnDossier drawn, std::uint64_t number, MetaBatch& batch) {
  std::vector<WholeBlob> blobs;
  const auto keep = [&](std::string bytes) {
    const Sha256 name = Sha256::Of(bytes);
    blobs.push_back({name, std::move(bytes)});
    return name;
  };
  Dossier& dossier = drawn.dossier;
  dossier.committed_unix_ms = kFirstCommitUnixMs + static_cast<std::int64_t>(number) * 1000;
  const std::string original = dossier.head.code;
  const Sha256 sha256 = keep(original);
  dossier.originals.push_back({"drawn.txt", sha256, original.size(), "b1", 0, kPagesOfADossier});
  for (std::size_t i = 0; i < drawn.pages.size(); ++i) {
    PageRecord& record = drawn.pages[i];
    record.source = {dossier.head.code, "b1", 0, sha256, static_cast<std::uint32_t>(i)};
    record.id = MakePageId(record.source);
    dossier.pages[i] = {record.id, static_cast<std::uint32_t>(i + 1), record.source, keep(EncodePageRecord(record, /*with_layer=*/false)), false};
  }
  ExitUnless(archive.blobs().StoreUnsynced(std::move(blobs)), "store the records of a dossier");
  ExitUnless(archive.StageCommit(dossier, drawn.pages, batch), "commit a dossier");
}

int Run(const std::string& folder, std::uint64_t wanted) {
  const std::unique_ptr<Archive> archive = TakeOrExit(OpenLocalArchive(folder), "open the archive");
  const SearchPages pages;
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  const std::uint64_t there = TakeOrExit(archive->index().State(), "read the index").pages;
  for (std::uint64_t page = there; page < wanted;) {
    MetaBatch batch;
    for (int i = 0; i < kDossiersOfAWrite && page < wanted; ++i, page += kPagesOfADossier) {
      const std::uint64_t number = page / kPagesOfADossier;
      Stage(*archive, pages.Draw(number), number, batch);
    }
    ExitUnless(archive->blobs().Sync(), "store records");
    ExitUnless(archive->meta().Write(batch), "commit dossiers");
    ExitUnless(archive->index().KeepUp({}), "merge the index");
    if (page % kPagesOfAReport == 0) std::fprintf(stderr, "%llu pages, %.0f s\n", static_cast<unsigned long long>(page), seconds());
  }
  ExitUnless(archive->index().Settle({}), "merge the index");
  std::printf("committed %llu pages in %.0f s\n", static_cast<unsigned long long>(wanted - there), seconds());
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::string folder;
  std::uint64_t pages = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--archive") folder = argv[i + 1];
    if (name == "--pages") pages = std::strtoull(argv[i + 1], nullptr, 10);
  }
  if (folder.empty() || pages == 0) {
    std::fprintf(stderr, "archive_bench --archive DIR --pages N\n");
    return 2;
  }
  return sohoa::Run(folder, pages);
}
