// SPDX-License-Identifier: Apache-2.0
//
// Pages in quarantine, and what a person decides on them.
#include "core/calendar.h"
#include "workers/ledger.h"

namespace sohoa {

// Adds to the batch all but the page's record, which the caller stages.
void Ledger::StageQuarantine(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason,
                             MetaBatch& batch) {
  page.state = PageState::kQuarantined;
  page.stage = stage;
  page.reason = reason;
  page.at_unix_ms = NowUnixMs();
  batch.Put(QuarantineKey(page_id), "");
  batch.Delete(ReadyKey(page_id));
  StageEvent("page.quarantined", page.source.dossier, page_id, page.source.batch, std::string(StatusCodeName(reason.code())), batch);
  Tell([this, page_id, source = page.source, stage, code = reason.code()] { watch_.PageQuarantined(page_id, source, stage, code); });
}

Result<std::vector<QuarantinedPage>> Ledger::Quarantined(const std::string& after, std::uint32_t limit) {
  std::vector<QuarantinedPage> pages;
  Status failed;
  const std::string from = after.empty() ? std::string() : QuarantineKey(after) + '\0';
  const Status status = archive_.meta().Scan(kQuarantinePrefix, from, [&](std::string_view key, std::string_view) {
    const std::string id(key.substr(kQuarantinePrefix.size()));
    const auto bytes = archive_.meta().Get(LedgerPageKey(id));
    if (!bytes || !bytes->has_value()) return true;
    const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
    if (!page) failed = page.status();
    if (page) {
      pages.push_back({id, page->source, page->stage, page->reason, page->attempts, page->at_unix_ms, page->state == PageState::kRejected});
    }
    return failed.ok() && pages.size() < limit;
  });
  if (!status.ok()) return status;
  if (!failed.ok()) return failed;
  return pages;
}

Status Ledger::Retry(const std::string& page_id) {
  return commits_->Run([&](MetaBatch& batch) { return StageRetry(page_id, batch); });
}

Status Ledger::StageRetry(const std::string& page_id, MetaBatch& batch) {
  const Result<FoundPage> found = FindPage(page_id);
  if (!found) return found.status();
  LedgerPage page = *found->page;
  if (page.state != PageState::kQuarantined && page.state != PageState::kRejected) {
    return Status(StatusCode::kConflict, "retry page " + page_id + ": it is not in quarantine");
  }
  page.state = PageState::kReady;
  page.attempts = 0;
  page.deaths = 0;
  LedgerDossier record = found->dossier->record;
  ++record.generation;
  record.stuck = false;
  batch.Delete(QuarantineKey(page_id));
  batch.Put(ReadyKey(page_id), "");
  StagePage(page_id, *found, page, batch);
  StageDossier(*found->dossier, record, batch);
  StageEvent("page.retried", record.head.code, page_id, page.source.batch, "", batch);
  Enqueue(page_id, *found->dossier, 0);
  return Status();
}

Status Ledger::Reject(const std::string& page_id, const std::string& reason) {
  return commits_->Run([&](MetaBatch& batch) { return StageReject(page_id, reason, batch); });
}

Status Ledger::StageReject(const std::string& page_id, const std::string& reason, MetaBatch& batch) {
  const Result<FoundPage> found = FindPage(page_id);
  if (!found) return found.status();
  LedgerPage page = *found->page;
  if (page.state != PageState::kQuarantined) {
    return Status(StatusCode::kConflict, "reject page " + page_id + ": it is not in quarantine");
  }
  page.state = PageState::kRejected;
  LedgerDossier record = found->dossier->record;
  ++record.generation;
  StagePage(page_id, *found, page, batch);
  StageDossier(*found->dossier, record, batch);
  StageEvent("page.rejected", record.head.code, page_id, page.source.batch, reason, batch);
  StageDue(*found->dossier, batch);
  return Status();
}

}  // namespace sohoa
