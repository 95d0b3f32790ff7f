// SPDX-License-Identifier: Apache-2.0
//
// Ledger: batches and originals coming in.
#include "core/calendar.h"
#include "core/record_codec.h"
#include "workers/ledger.h"

namespace sohoa {
namespace {

constexpr std::string_view kPageService = "page";

Status NoBatch(const std::string& dossier, const std::string& batch) {
  return Status(StatusCode::kNotFound, "find batch " + batch + " of dossier " + dossier +
                                           ": no such batch; open it first");
}

void FillIn(std::string& known, const std::string& given) {
  if (known.empty()) known = given;
}

}  // namespace

Status Ledger::OpenBatch(const DossierHead& head, const std::string& batch, Lane lane) {
  if (!IsAcceptableDossierCode(head.code)) {
    return Status(StatusCode::kInvalidArgument,
                  "open dossier: its code must be 1 to 100 letters, digits, '.', '-' or '_'");
  }
  if (!IsAcceptableDossierCode(batch)) {
    return Status(StatusCode::kInvalidArgument,
                  "open batch: its id must be 1 to 100 letters, digits, '.', '-' or '_'");
  }
  Result<LedgerChange> change = Begin(head.code);
  if (!change) return change.status();
  DossierLedger& dossier = change->dossier;
  if (dossier.Batch(batch) != nullptr) return Status();  // a resend
  if (change->dossier_is_new) {
    const Result<Dossier> visible = archive_.GetDossier(head.code);
    if (visible) {
      return Status(StatusCode::kConflict, "open dossier " + head.code +
                                               ": it came into the archive by import and takes no batches");
    }
    if (visible.status().code() != StatusCode::kNotFound) return visible.status();
  }
  FillIn(dossier.head.procedure, head.procedure);
  FillIn(dossier.head.agency, head.agency);
  FillIn(dossier.head.applicant, head.applicant);
  BatchState state;
  state.id = batch;
  state.order = dossier.batches.empty() ? 0 : dossier.batches.back().order + 1;
  state.lane = lane;
  dossier.batches.push_back(std::move(state));
  change->AddEvent("batch.opened", batch, "");
  return Commit(*change);
}

Result<std::optional<OriginalReceipt>> Ledger::FindOriginal(const std::string& dossier,
                                                            const std::string& batch,
                                                            std::uint32_t place, const Sha256& sha256) {
  Result<LedgerChange> change = Begin(dossier);
  if (!change) return change.status();
  const BatchState* state = change->dossier.Batch(batch);
  if (state == nullptr) return NoBatch(dossier, batch);
  Result<std::optional<std::string>> stored = change->Get(LedgerOriginalKey(dossier, state->order, place));
  if (!stored) return stored.status();
  if (!*stored) {
    if (!state->sealed) return std::optional<OriginalReceipt>();
    return Status(StatusCode::kConflict, "add original " + std::to_string(place) + " to batch " + batch +
                                             " of dossier " + dossier +
                                             ": the batch is sealed; open another one");
  }
  Result<OriginalEntry> entry = DecodeOriginalEntry(**stored);
  if (!entry) return entry.status();
  const Original& original = entry->original;
  if (original.sha256 != sha256) {
    return Status(StatusCode::kConflict, "add original " + std::to_string(place) + " to batch " + batch +
                                             " of dossier " + dossier +
                                             ": other bytes stand at this place; use another place");
  }
  OriginalReceipt receipt;
  receipt.name = original.name;
  receipt.sha256 = original.sha256;
  receipt.pages = original.pages;
  receipt.duplicates = original.pages;
  receipt.ledger_sequence = counters_.sequence;
  for (std::uint32_t i = 0; i < original.pages; ++i) {
    receipt.page_ids.push_back(MakePageId({dossier, batch, place, sha256, i}));
  }
  return std::optional<OriginalReceipt>(std::move(receipt));
}

Result<bool> Ledger::HasEqualBytes(const LedgerChange& change, const Sha256& sha256) const {
  Result<std::map<std::string, std::string>> entries =
      change.Scan(LedgerOriginalsPrefix(change.dossier.head.code));
  if (!entries) return entries.status();
  for (const auto& [key, value] : *entries) {
    const Result<OriginalEntry> entry = DecodeOriginalEntry(value);
    if (!entry) return entry.status();
    if (entry->original.sha256 == sha256) return true;
  }
  return false;
}

Result<OriginalReceipt> Ledger::AcceptOriginal(const IncomingOriginal& incoming) {
  Result<std::optional<OriginalReceipt>> known =
      FindOriginal(incoming.dossier, incoming.batch, incoming.place, incoming.sha256);
  if (!known) return known.status();
  if (*known) return std::move(**known);
  Result<LedgerChange> change = Begin(incoming.dossier);
  if (!change) return change.status();
  BatchState* batch = change->dossier.Batch(incoming.batch);
  if (batch == nullptr) return NoBatch(incoming.dossier, incoming.batch);
  const Result<bool> equal = HasEqualBytes(*change, incoming.sha256);
  if (!equal) return equal.status();

  OriginalEntry entry;
  entry.broken = !incoming.broken.ok();
  entry.equal_bytes = *equal;
  const std::uint32_t pages = entry.broken ? 1 : incoming.pages;
  entry.original = {incoming.name, incoming.sha256, incoming.size, incoming.batch, incoming.place, pages};
  change->Put(LedgerOriginalKey(incoming.dossier, batch->order, incoming.place), EncodeRecord(entry));
  change->Put(LedgerBlobKey(incoming.sha256, incoming.dossier), "original");

  OriginalReceipt receipt;
  receipt.name = incoming.name;
  receipt.sha256 = incoming.sha256;
  receipt.pages = pages;
  change->AddEvent("original.received", incoming.batch,
                   std::to_string(pages) + " pages" + (*equal ? ", same bytes as an earlier original" : ""));
  Status added = AddPages(*change, incoming, *batch, receipt);
  if (!added.ok()) return added;
  Status committed = Commit(*change);
  if (!committed.ok()) return committed;
  receipt.ledger_sequence = counters_.sequence;
  return receipt;
}

Status Ledger::AddPages(LedgerChange& change, const IncomingOriginal& incoming, BatchState& batch,
                        OriginalReceipt& receipt) {
  for (std::uint32_t index = 0; index < receipt.pages; ++index) {
    PageState page;
    page.source = {incoming.dossier, incoming.batch, incoming.place, incoming.sha256, index};
    page.id = MakePageId(page.source);
    receipt.page_ids.push_back(page.id);
    const std::string key = LedgerPageKey(incoming.dossier, batch.order, incoming.place, index);
    change.Put(LedgerPageIdKey(page.id), key);
    change.Put(key, EncodeRecord(page));
    ++batch.pending;
    ++change.counters.pages_received;
    if (!incoming.broken.ok()) {
      ++receipt.quarantined;
      Status set_aside = QuarantinePage(change, page, "inspect", incoming.broken, 1);
      if (!set_aside.ok()) return set_aside;
      continue;
    }
    ++receipt.accepted;
    JobState job;
    job.service = kPageService;
    job.dossier = incoming.dossier;
    job.page = page.id;
    job.lane = batch.lane;
    job.agency = change.dossier.head.agency;
    job.created_unix_ms = NowUnixMs();
    change.PutJob(PageJobId(page.id), std::move(job));
  }
  return Status();
}

Status Ledger::Seal(const std::string& dossier, const std::string& batch) {
  Result<LedgerChange> change = Begin(dossier);
  if (!change) return change.status();
  if (change->dossier_is_new) {
    return Status(StatusCode::kNotFound, "seal dossier " + dossier + ": no such dossier");
  }
  if (!batch.empty() && change->dossier.Batch(batch) == nullptr) return NoBatch(dossier, batch);
  bool changed = false;
  for (BatchState& state : change->dossier.batches) {
    if (state.sealed || (!batch.empty() && state.id != batch)) continue;
    state.sealed = true;
    // An empty batch has nothing to show and makes no version.
    state.visible = state.pages() == 0;
    if (!state.visible) ++change->dossier.revision;
    change->AddEvent("batch.sealed", state.id, std::to_string(state.pages()) + " pages");
    changed = true;
  }
  if (!changed) return Status();  // a resend
  Status planned = PlanWhenSettled(*change);
  if (!planned.ok()) return planned;
  return Commit(*change);
}

Result<DossierProgress> Ledger::Progress(const std::string& dossier) {
  Result<LedgerChange> change = Begin(dossier);
  if (!change) return change.status();
  if (change->dossier_is_new) {
    return Status(StatusCode::kNotFound, "ask about dossier " + dossier + ": no such dossier");
  }
  DossierProgress progress;
  progress.state = change->dossier.State();
  progress.version = change->dossier.version;
  bool visible = true;
  for (const BatchState& batch : change->dossier.batches) {
    progress.pages += batch.pages();
    progress.pages_done += batch.done;
    progress.pages_quarantined += batch.quarantined;
    if (batch.sealed && !batch.visible) visible = false;
  }
  progress.all_batches_visible = visible && progress.version > 0;
  return progress;
}

}  // namespace sohoa
