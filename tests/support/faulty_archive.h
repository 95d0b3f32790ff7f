// SPDX-License-Identifier: Apache-2.0
//
// An archive whose MetaStore can be told to refuse writes, as a full disk does, and counts
// those that were synced.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/archive.h"

namespace sohoa {

class FaultyMetaStore : public MetaStore {
 public:
  explicit FaultyMetaStore(MetaStore& store) : store_(store) {}
  Result<std::optional<std::string>> Get(std::string_view key) override { return store_.Get(key); }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return store_.Scan(prefix, from, visit);
  }
  std::unique_ptr<MetaReader> Snapshot() override { return store_.Snapshot(); }
  StoreRoom Room() override { return store_.Room(); }
  Status Write(const MetaBatch& batch) override {
    if (before_write) before_write();
    if (refuse || fail) return Status(StatusCode::kUnavailable, "write: disk nearly full");
    ++writes;
    return store_.Write(batch);
  }

  Status CheckRoom(std::uint64_t bytes) override {
    if (refuse) return Status(StatusCode::kUnavailable, "write: disk nearly full");
    return store_.CheckRoom(bytes);
  }

  std::function<void()> before_write;  // set while nobody writes
  std::atomic<bool> refuse{false};  // says so beforehand
  std::atomic<bool> fail{false};    // takes the batch and does not write it
  std::atomic<int> writes{0};

 private:
  MetaStore& store_;
};

class FaultyArchive : public Archive {
 public:
  FaultyArchive() : archive_(NewMemoryArchive()), faulty_(archive_->meta()) {}

  FaultyMetaStore& faults() { return faulty_; }
  std::atomic<bool> copied{false};  // a backup is being made

  BlobStore& blobs() override { return archive_->blobs(); }
  MetaStore& meta() override { return faulty_; }
  SearchIndex& index() override { return archive_->index(); }
  Status StageCommit(const Dossier& dossier, const std::vector<PageRecord>& pages, MetaBatch& batch) override {
    return archive_->StageCommit(dossier, pages, batch);
  }
  Status StageEvent(const ArchiveEvent& event, MetaBatch& batch) override {
    return archive_->StageEvent(event, batch);
  }
  Result<Dossier> GetDossier(const std::string& code, std::uint32_t version) override {
    return archive_->GetDossier(code, version);
  }
  Result<DocumentEntry> FindDocument(const std::string& id) override { return archive_->FindDocument(id); }
  Result<PageEntry> FindPage(const std::string& id) override { return archive_->FindPage(id); }
  Result<PageRecord> GetPageRecord(const std::string& id, bool with_layer) override {
    return archive_->GetPageRecord(id, with_layer);
  }
  Result<std::vector<DossierSummary>> ListDossiers(const std::string& after, std::uint32_t limit) override {
    return archive_->ListDossiers(after, limit);
  }
  Result<std::vector<ArchiveEvent>> Events(std::uint64_t after, std::uint32_t limit) override {
    return archive_->Events(after, limit);
  }
  bool IsBeingCopied() override { return copied; }
  Result<FixityReport> Verify(const std::string& code, const std::function<bool(const Sha256&)>& in_flight,
                              const std::function<bool(std::uint64_t, std::uint64_t)>& progress) override {
    return archive_->Verify(code, in_flight, progress);
  }

 private:
  std::unique_ptr<Archive> archive_;
  FaultyMetaStore faulty_;
};

}  // namespace sohoa
