// SPDX-License-Identifier: Apache-2.0
#include "storage/index_rebuild.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/record_codec.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kAtOnce = 1'000;
// Written together; a batch of the index is some 15 KiB a page.
constexpr std::uint64_t kBatchBytes = 4u << 20;

// Codes in the order in which the newest version of each was committed.
Result<std::vector<std::string>> CodesByCommit(Archive& archive) {
  std::unordered_map<std::string, std::uint64_t> committed;
  std::uint64_t after = 0;
  while (true) {
    const Result<std::vector<ArchiveEvent>> events = archive.Events(after, kAtOnce);
    if (!events) return events.status();
    for (const ArchiveEvent& event : *events) {
      after = event.sequence;
      if (event.kind == "dossier.committed") committed[event.dossier] = event.sequence;
    }
    if (events->size() < kAtOnce) break;
  }
  std::vector<std::pair<std::uint64_t, std::string>> codes;
  std::string last;
  while (true) {
    const Result<std::vector<DossierSummary>> dossiers = archive.ListDossiers(last, kAtOnce);
    if (!dossiers) return dossiers.status();
    for (const DossierSummary& dossier : *dossiers) codes.emplace_back(committed[dossier.code], last = dossier.code);
    if (dossiers->size() < kAtOnce) break;
  }
  std::sort(codes.begin(), codes.end());
  std::vector<std::string> ordered;
  for (auto& [sequence, code] : codes) ordered.push_back(std::move(code));
  return ordered;
}

Status AddDossier(Archive& archive, const std::string& code, IndexRebuildReport& report, MetaBatch& batch) {
  const Result<Dossier> dossier = archive.GetDossier(code);
  if (!dossier) return dossier.status();
  std::vector<PageRecord> pages;
  for (const DossierPage& page : dossier->pages) {
    const std::string what = "read record of page " + page.id;
    const Result<std::string> bytes = ReadBlob(archive.blobs(), page.record);
    if (!bytes) return Annotate(bytes.status(), what);
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return Annotate(record.status(), what);
    pages.push_back(std::move(*record));
  }
  ++report.dossiers;
  report.pages += pages.size();
  return archive.index().Add({*dossier, pages}, batch);
}

Status CancelledRebuild() {
  return Status(StatusCode::kCancelled, "rebuild the search index: cancelled; nothing is found until it is run to its end");
}

}  // namespace

Result<IndexRebuildReport> RebuildIndex(Archive& archive, const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const Result<std::vector<std::string>> codes = CodesByCommit(archive);
  if (!codes) return codes.status();
  if (const Status cleared = archive.index().Clear(); !cleared.ok()) return cleared;
  IndexRebuildReport report;
  MetaBatch batch;
  for (const std::string& code : *codes) {
    if (progress && !progress(report.dossiers, codes->size())) {
      return CancelledRebuild();
    }
    if (const Status added = AddDossier(archive, code, report, batch); !added.ok()) {
      return Annotate(added, "rebuild the search index: dossier " + code);
    }
    if (batch.bytes() < kBatchBytes) continue;
    if (const Status written = archive.meta().Write(batch); !written.ok()) return written;
    batch = MetaBatch();
    // Dossiers come faster than the keeper of the index merges them.
    const Status kept_up = archive.index().KeepUp([&](std::uint64_t, std::uint64_t) { return !progress || progress(report.dossiers, codes->size()); });
    if (kept_up.code() == StatusCode::kCancelled) return CancelledRebuild();
    if (!kept_up.ok()) return kept_up;
  }
  batch.Delete(std::string(kIndexRebuildKey));
  if (const Status written = archive.meta().Write(batch); !written.ok()) return written;
  if (progress) progress(report.dossiers, codes->size());
  return report;
}

}  // namespace sohoa
