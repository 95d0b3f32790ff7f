// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include <stdlib.h>

#include "storage/archive.h"
#include "stress/hostile_run.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kFilesADossier = 20;
constexpr auto kPatience = std::chrono::minutes(10);

struct Site {
  std::string folder;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<Coordinator> coordinator;
  std::unique_ptr<Worker> worker;
  std::unique_ptr<DeskClient> desk;

  ~Site() {
    desk.reset();
    worker.reset();
    coordinator.reset();
    archive.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

Status Open(const HostileOptions& options, Site& site) {
  std::string folder = (std::filesystem::temp_directory_path() / "sohoa-hostile-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return Status(StatusCode::kIoError, "make a folder for the archive");
  site.folder = folder;
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder + "/archive");
  if (!archive) return archive.status();
  site.archive = std::move(*archive);
  CoordinatorOptions coordinating;
  coordinating.endpoints = {"ipc://" + folder + "/socket"};
  coordinating.reader = options.reader;
  Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(*site.archive, coordinating, nullptr);
  if (!coordinator) return coordinator.status();
  site.coordinator = std::move(*coordinator);
  WorkerOptions working;
  working.endpoint = coordinating.endpoints[0];
  working.threads = options.readers;
  working.reader = options.reader;
  Result<std::unique_ptr<Worker>> worker = Worker::Start(working);
  if (!worker) return worker.status();
  site.worker = std::move(*worker);
  Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(coordinating.endpoints[0], 60'000);
  if (!desk) return desk.status();
  site.desk = std::move(*desk);
  return Status();
}

std::string DossierCode(std::uint64_t number) { return "hostile-" + std::to_string(number); }

// Hands in the files of one dossier; gives the pages that were acknowledged.
std::uint64_t Submit(const HostileOptions& options, Site& site, std::uint64_t dossier, HostileTotals& totals) {
  const std::string code = DossierCode(dossier);
  if (!site.desk->OpenBatch({code, "1.001234", "H42.18", "A"}, "b", Lane::kBacklog).ok()) ++totals.undecided;
  std::uint64_t pages = 0;
  for (std::uint64_t place = 0; place < kFilesADossier; ++place) {
    const std::uint64_t number = dossier * kFilesADossier + place;
    if (number >= options.files) break;
    const MutatedFile file = Mutate(options.bases, options.seed, options.first + number);
    const auto start = std::chrono::steady_clock::now();
    const Result<OriginalFile> original = OriginalFile::FromBytes(file.bytes, file.name);
    const Result<OriginalReceipt> receipt =
        site.desk->Upload(code, "b", static_cast<std::uint32_t>(place), *original, nullptr);
    ++totals.files;
    totals.file_ms.push_back(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count());
    ++totals.outcomes[receipt ? "received" : "refused, " + std::string(StatusCodeName(receipt.status().code()))];
    if (receipt) pages += receipt->accepted + receipt->quarantined;
    if (!receipt && receipt.status().message().empty()) ++totals.undecided;
  }
  if (pages != 0 && !site.desk->SealAll(code).ok()) ++totals.undecided;
  return pages;
}

bool Visible(Site& site, const std::string& code) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    const Result<DossierProgress> progress = site.desk->Progress(code);
    if (progress && progress->all_batches_visible) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

// Every acknowledged page is on one side or the other, and says why.
void Count(Site& site, const std::string& code, std::uint64_t pages, HostileTotals& totals) {
  totals.pages += pages;
  const Result<Dossier> dossier =
      Visible(site, code) ? site.archive->GetDossier(code, 0) : Result<Dossier>(Status(StatusCode::kTimeout, ""));
  if (!dossier) {
    std::fprintf(stderr, "%s did not become visible\n", code.c_str());
    totals.undecided += pages;
    return;
  }
  totals.pages_read += dossier->pages.size();
  for (const QuarantinedPage& page : dossier->quarantined) {
    ++totals.outcomes["quarantine in " + page.stage + ", " + std::string(StatusCodeName(page.reason.code()))];
    const std::string& reason = page.reason.message();
    if (reason.empty()) ++totals.undecided;
    if (reason.find("page reader") != std::string::npos) {
      const std::size_t at = reason.find("page reader");
      ++totals.deaths[reason.substr(at + 12, reason.find_first_of(";)", at) - at - 12)];
    }
  }
  const std::uint64_t found = dossier->pages.size() + dossier->quarantined.size();
  if (found != pages) {
    std::fprintf(stderr, "%s: %llu pages of %llu\n", code.c_str(), static_cast<unsigned long long>(found),
                 static_cast<unsigned long long>(pages));
    totals.undecided += std::max(found, pages) - std::min(found, pages);
  }
}

}  // namespace

HostileTotals RunThroughCoordinator(const HostileOptions& options) {
  HostileTotals totals;
  Site site;
  if (const Status opened = Open(options, site); !opened.ok()) {
    std::fprintf(stderr, "%s\n", opened.ToString().c_str());
    totals.undecided = options.files;
    return totals;
  }
  const std::uint64_t dossiers = (options.files + kFilesADossier - 1) / kFilesADossier;
  std::vector<std::uint64_t> pages;
  for (std::uint64_t dossier = 0; dossier < dossiers; ++dossier) {
    pages.push_back(Submit(options, site, dossier, totals));
    if (options.talks && dossier % 25 == 24) std::fprintf(stderr, "%llu files handed in\n", static_cast<unsigned long long>(totals.files));
  }
  for (std::uint64_t dossier = 0; dossier < dossiers; ++dossier) {
    if (pages[dossier] != 0) Count(site, DossierCode(dossier), pages[dossier], totals);
  }
  if (!site.worker->running()) ++totals.undecided;
  return totals;
}

}  // namespace sohoa
