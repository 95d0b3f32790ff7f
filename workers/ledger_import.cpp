// SPDX-License-Identifier: Apache-2.0
//
// A dossier that comes whole from another archive, as if it had been handed in and read here.
#include <algorithm>
#include <map>
#include <set>

#include "core/record_codec.h"
#include "storage/document_secrecy.h"
#include "storage/dossier_references.h"
#include "workers/ledger.h"

namespace sohoa {
namespace {

Status CannotImport(const std::string& code, StatusCode why, const std::string& what) {
  return Status(why, "import dossier " + code + ": " + what + "; nothing was imported");
}

std::map<std::string, Sha256> LayersByPage(const ImportedDossier& imported) {
  std::map<std::string, Sha256> layers;
  for (const auto& [layer, reference] : imported.layers) layers[reference.object] = layer;
  for (const PageRecord& page : imported.pages) layers[page.id] = page.layer_sha256;
  return layers;
}

// What people decided leads to just these pages: the ledger arranges them anew with each version.
Status CheckArrangement(const Dossier& dossier, const std::vector<std::string>& arrived, const std::map<std::string, LedgerPage>& pages) {
  const PageArrangement arrangement = Arrange(arrived, dossier.edits);
  std::set<std::string> in_it;
  std::set<std::string> aside;
  for (const DossierPage& page : dossier.pages) in_it.insert(page.id);
  for (const QuarantinedPage& page : dossier.quarantined) in_it.insert(page.page_id);
  for (const SetAsidePage& page : dossier.set_aside) aside.insert(page.page.id);
  bool same = arrangement.pages.size() == in_it.size() && arrangement.aside.size() == aside.size();
  for (const std::string& id : arrangement.pages) same = same && in_it.contains(id);
  for (const auto& [id, why] : arrangement.aside) same = same && aside.contains(id);
  for (const Edit& edit : dossier.edits) same = same && (edit.kind != EditKind::kReceive || pages.contains(edit.page));
  if (same) return {};
  return CannotImport(dossier.head.code, StatusCode::kInvalidArgument, "its pages are not those that its originals and what people decided make");
}

}  // namespace

Status Ledger::Import(const ImportedDossier& imported) {
  if (imported.versions.empty()) return Status(StatusCode::kInvalidArgument, "import dossier: it has no version");
  return commits_->Run([&](MetaBatch& batch) { return StageImportedDossier(imported, batch); });
}

// The pages of the newest version, as the ledger keeps them, by id.
std::map<std::string, LedgerPage> Ledger::ImportedPages(const ImportedDossier& imported) const {
  const Dossier& dossier = imported.versions.back();
  const std::string& code = dossier.head.code;
  const std::map<std::string, Sha256> layers = LayersByPage(imported);
  std::map<std::string, LedgerPage> pages;
  const auto add = [&](const std::string& id, const PageSource& source) -> LedgerPage& {
    LedgerPage& page = pages[id];
    page.source = source;
    page.at_unix_ms = page.received_unix_ms = dossier.committed_unix_ms;
    page.filed_in = source.dossier == code ? std::string() : code;
    for (const Original& original : dossier.originals) {
      if (original.batch == source.batch && original.place == source.place) page.name = original.name;
    }
    return page;
  };
  const auto add_read = [&](const DossierPage& from) -> LedgerPage& {
    LedgerPage& page = add(from.id, from.source);
    page.state = PageState::kDone;
    page.record = from.record;
    page.blank = from.blank;
    if (const auto layer = layers.find(from.id); layer != layers.end()) page.layer = layer->second;
    return page;
  };
  for (const DossierPage& page : dossier.pages) add_read(page);
  for (const SetAsidePage& aside : dossier.set_aside) {
    LedgerPage& page = add_read(aside.page);
    if (!aside.why.sent_to.empty()) page.filed_in = aside.why.sent_to == aside.page.source.dossier ? std::string() : aside.why.sent_to;
  }
  for (const QuarantinedPage& quarantined : dossier.quarantined) {
    LedgerPage& page = add(quarantined.page_id, quarantined.source);
    page.state = quarantined.rejected ? PageState::kRejected : PageState::kQuarantined;
    page.stage = quarantined.stage;
    page.reason = quarantined.reason;
    page.attempts = quarantined.attempts;
    page.at_unix_ms = quarantined.at_unix_ms;
  }
  return pages;
}

// Batches and originals of the version, with the pages that each brought.
Status Ledger::FillImported(const Dossier& dossier, const std::map<std::string, LedgerPage>& pages, ActiveDossier& active) const {
  const std::string& code = dossier.head.code;
  std::set<Sha256> seen;
  for (const Original& original : dossier.originals) {
    LedgerBatch* of_original = active.FindBatch(original.batch);
    if (of_original == nullptr) {
      active.batches.push_back({original.batch, static_cast<std::uint32_t>(active.batches.size()), Lane::kBacklog, true, 0});
      of_original = &active.batches.back();
    }
    LedgerOriginal kept{original.name, original.sha256, original.size, sequence_ + 1, {}, 0};
    for (std::uint32_t index = 0; index < original.pages; ++index) {
      const std::string id = MakePageId({code, original.batch, original.place, original.sha256, index});
      const auto page = pages.find(id);
      if (page == pages.end()) return CannotImport(code, StatusCode::kInvalidArgument, "page " + id + " of an original stands nowhere in it");
      kept.quarantined += page->second.state == PageState::kQuarantined || page->second.state == PageState::kRejected;
      kept.page_ids.push_back(id);
    }
    active.originals[{of_original->order, original.place}] = std::move(kept);
  }
  return {};
}

// kConflict: a page is kept for another dossier here.
Status Ledger::CheckPagesAreFree(const std::string& code, const std::map<std::string, LedgerPage>& pages) {
  for (const auto& [id, page] : pages) {
    const auto bytes = archive_.meta().Get(LedgerPageKey(id));
    if (!bytes) return bytes.status();
    if (!bytes->has_value()) continue;
    const Result<LedgerPage> there = DecodeLedgerPage(**bytes);
    if (!there) return there.status();
    // One that was sent from one dossier to another comes with both of them.
    if (there->source == page.source && there->dossier() == page.dossier()) continue;
    return CannotImport(code, StatusCode::kConflict, "its page " + id + " is kept for dossier " + there->dossier() + " here");
  }
  return {};
}

Status Ledger::StageImportedDossier(const ImportedDossier& imported, MetaBatch& batch) {
  const Dossier& dossier = imported.versions.back();
  const std::string& code = dossier.head.code;
  const Result<ActiveDossier*> there = Find(code);
  if (there) return CannotImport(code, StatusCode::kConflict, "this archive has it already, or pages of it were handed in");
  if (there.status().code() != StatusCode::kNotFound) return there.status();
  if (const Status open = CheckNotDisposed(code, batch); !open.ok()) return CannotImport(code, open.code(), "one of this code was disposed of here");
  if (const std::optional<Secrecy> degree = DegreeOf(dossier); !degree || *degree > rules_.secrecy_up_to) {
    return CannotImport(code, StatusCode::kDenied, "a document of it bears a degree of secrecy that this installation is not set up for (`secrecy.up_to`)");
  }
  auto made = std::make_unique<ActiveDossier>();
  std::map<std::string, LedgerPage> pages = ImportedPages(imported);
  Status status = FillImported(dossier, pages, *made);
  if (status.ok()) status = CheckArrangement(dossier, made->ArrivedPages(), pages);
  if (status.ok()) status = CheckPagesAreFree(code, pages);
  if (status.ok()) status = StageImport(archive_, imported, batch);
  if (!status.ok()) return status;

  for (const auto& [id, rotation] : Arrange(made->ArrivedPages(), dossier.edits).rotations) {
    if (const auto page = pages.find(id); page != pages.end()) page->second.rotation = rotation;
  }
  for (const LedgerBatch& each : made->batches) batch.Put(LedgerBatchKey(code, each.id), EncodeRecord(each));
  for (const auto& [place, original] : made->originals) {
    batch.Put(LedgerOriginalKey(code, made->batches[place.first].id, place.second), EncodeRecord(original));
  }
  for (const auto& [id, page] : pages) {
    batch.Put(LedgerPageKey(id), EncodeRecord(page));
    const bool quarantined = page.state == PageState::kQuarantined || page.state == PageState::kRejected;
    if (quarantined) batch.Put(QuarantineKey(id), "");
    if (page.dossier() != code) continue;  // counted where it is
    ++counts_.pages_received;
    counts_.pages_done += page.state == PageState::kDone;
    counts_.pages_quarantined += page.state == PageState::kQuarantined;
    made->pages[id] = page;
    page_owners_[id] = made.get();
  }
  for (std::size_t i = 0; i < dossier.edits.size(); ++i) batch.Put(LedgerEditKey(code, static_cast<std::uint32_t>(i)), EncodeEdit(dossier.edits[i]));
  made->edits = dossier.edits;
  LedgerDossier record{dossier.head, static_cast<std::uint32_t>(made->batches.size()), 1, 1, dossier.version, false, 0};
  // StageDossier counts it, and lets it be forgotten once it is written: it is at rest.
  made->record = record;
  StageDossier(*made, record, batch);
  active_[code] = std::move(made);
  for (const auto& [blob, reference] : DossierReferences(dossier)) noted_blobs_.erase(blob);
  return {};
}

}  // namespace sohoa
