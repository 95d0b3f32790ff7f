// SPDX-License-Identifier: Apache-2.0
#include "storage/fixity.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/record_codec.h"
#include "storage/archive_codec.h"
#include "storage/dossier_references.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

using InFlight = std::function<bool(const Sha256&)>;
using Progress = std::function<bool(std::uint64_t, std::uint64_t)>;
using Kind = FixityProblem::Kind;

// One walk over an archive. Memory does not grow with it: references stand in the order of
// blob names, so that blobs and references are walked side by side.
class FixityWalk {
 public:
  FixityWalk(Archive& archive, const InFlight& in_flight, const Progress& progress)
      : archive_(archive), in_flight_(in_flight), progress_(progress) {}

  Status CheckAll();
  Status CheckOne(const std::string& code, bool read_blobs);
  Status CheckBlob(const Sha256& name, const std::string& code, const BlobReference& reference);
  FixityReport TakeReport() { return std::move(report_); }

 private:
  Result<bool> IsDisposedOf(const std::string& code);
  Status CheckTableFiles();
  Status CheckReferencedBlobs();
  Status FindExtraBlobs();
  Status CheckDossier(MetaReader& moment, const DossierSummary& summary, bool read_blobs);
  Status CheckVersion(const Dossier& dossier, bool newest, bool read_blobs);
  Status CheckReferences(const Dossier& dossier, bool read_blobs);
  Status CheckLookUps(const Dossier& dossier);
  Status CheckLookUp(const std::string& key, const ArchivePlace& expected, const std::string& what);
  Status Advance();

  void Add(Kind kind, std::string what, std::string dossier, std::string object,
           const Sha256& sha256, std::string detail) {
    report_.problems.push_back({kind, std::move(what), std::move(dossier), std::move(object),
                                sha256, std::move(detail)});
  }

  Archive& archive_;
  const InFlight& in_flight_;
  const Progress& progress_;
  FixityReport report_;
  std::uint64_t total_ = 0;
  std::map<Sha256, bool> read_;  // of the one dossier that is checked
};

Status FixityWalk::Advance() {
  ++report_.blobs;
  if (!progress_ || progress_(report_.blobs, std::max(total_, report_.blobs))) return {};
  return Status(StatusCode::kCancelled, "verify archive: cancelled");
}

bool IsDamage(const Status& status) { return status.code() == StatusCode::kNotFound || status.code() == StatusCode::kCorruption; }

// Since the walk began: then nothing that was of it is missing. One that was never there has no certificate.
Result<bool> FixityWalk::IsDisposedOf(const std::string& code) {
  const Result<std::optional<std::string>> certificate = archive_.meta().Get(CertificateKey(code));
  if (!certificate) return certificate.status();
  return certificate->has_value();
}

Status FixityWalk::CheckBlob(const Sha256& name, const std::string& code,
                             const BlobReference& reference) {
  const Result<BlobInfo> info = archive_.blobs().Stat(name);
  const Status status = info ? archive_.blobs().Check(name) : info.status();
  if (info) report_.bytes += info->size;
  if (IsDamage(status)) {
    const Result<bool> gone = IsDisposedOf(code);
    if (!gone) return gone.status();
    if (*gone) return Advance();
  }
  if (status.code() == StatusCode::kNotFound) {
    Add(Kind::kMissing, reference.what, code, reference.object, name, "no such blob");
  } else if (status.code() == StatusCode::kCorruption) {
    Add(Kind::kChanged, reference.what, code, reference.object, name, status.message());
  } else if (!status.ok()) {
    return status;
  }
  return Advance();
}

// First of all: where one is damaged, what stands in it may not be read below.
Status FixityWalk::CheckTableFiles() {
  for (const std::string& name : archive_.TableFiles()) {
    if (progress_ && !progress_(0, 0)) return Status(StatusCode::kCancelled, "verify archive: cancelled");
    std::uint64_t bytes = 0;
    const Status status = archive_.CheckTableFile(name, bytes);
    report_.bytes += bytes;
    if (status.code() == StatusCode::kCorruption) {
      Add(Kind::kChanged, std::string(kStoreFile), "", name, {}, status.message());
    } else if (!status.ok()) {
      return status;
    }
  }
  return {};
}

Status FixityWalk::CheckReferencedBlobs() {
  std::optional<Sha256> last;
  const std::unique_ptr<MetaReader> moment = archive_.meta().Snapshot();
  const Status counted =
      moment->Scan(kReferencePrefix, "", [&](std::string_view key, std::string_view) {
        const auto parsed = ParseReferenceKey(key);
        if (parsed && parsed->first != last) ++total_;
        if (parsed) last = parsed->first;
        return true;
      });
  if (!counted.ok()) return counted;
  last.reset();
  Status status;
  const Status scanned =
      moment->Scan(kReferencePrefix, "", [&](std::string_view key, std::string_view value) {
        const auto parsed = ParseReferenceKey(key);
        const std::optional<BlobReference> reference = DecodeReference(value);
        if (!parsed || !reference) {
          Add(Kind::kChanged, "look-up", "", "", {}, "a blob reference is malformed");
          return true;
        }
        if (parsed->first == last) return true;
        last = parsed->first;
        status = CheckBlob(parsed->first, parsed->second, *reference);
        return status.ok();
      });
  return scanned.ok() ? status : scanned;
}

Status FixityWalk::FindExtraBlobs() {
  Status status;
  const Status listed = archive_.blobs().List([&](const BlobInfo& blob) {
    // Asked first: a blob that is committed between the two questions is found by the second.
    if (in_flight_ && in_flight_(blob.sha256)) return true;
    bool referenced = false;
    status = archive_.meta().Scan(ReferencePrefix(blob.sha256), "",
                                  [&](std::string_view, std::string_view) {
                                    referenced = true;
                                    return false;
                                  });
    if (!status.ok()) return false;
    if (referenced) return true;
    // It waits to be removed.
    const Result<std::optional<std::string>> condemned = archive_.meta().Get(CondemnedKey(blob.sha256));
    if (!condemned) status = condemned.status();
    if (!condemned || *condemned) return status.ok();
    Add(Kind::kExtra, "blob", "", blob.sha256.Hex(), blob.sha256, "no dossier names it");
    return true;
  });
  return listed.ok() ? status : listed;
}

Status FixityWalk::CheckLookUp(const std::string& key, const ArchivePlace& expected,
                               const std::string& what) {
  const Result<std::optional<std::string>> bytes = archive_.meta().Get(key);
  if (!bytes) return bytes.status();
  if (!*bytes) {
    Add(Kind::kMissing, "look-up", expected.dossier, what, {}, "it cannot be found by its id");
  } else if (**bytes != EncodePlace(expected)) {
    Add(Kind::kChanged, "look-up", expected.dossier, what, {}, "its id leads elsewhere");
  }
  return {};
}

Status FixityWalk::CheckLookUps(const Dossier& dossier) {
  const std::string& code = dossier.head.code;
  for (std::uint32_t i = 0; i < dossier.documents.size(); ++i) {
    const std::string& id = dossier.documents[i].id;
    const Status status = CheckLookUp(DocumentKey(id), {code, dossier.version, i}, id);
    if (!status.ok()) return status;
  }
  const std::vector<const DossierPage*> pages = FindablePages(dossier);
  for (std::uint32_t i = 0; i < pages.size(); ++i) {
    const std::string& id = pages[i]->id;
    const Status status = CheckLookUp(PageKey(id), {code, dossier.version, i}, id);
    if (!status.ok()) return status;
  }
  const Result<std::vector<std::string>> unfindable = archive_.index().Unfindable(dossier);
  if (!unfindable) return unfindable.status();
  for (const std::string& id : *unfindable) {
    Add(Kind::kMissing, "search entry", code, id, {}, "rebuild the index");
  }
  return {};
}

// Every blob that the records name must have its reference; read here when only this dossier
// is checked, for then the references are not walked.
Status FixityWalk::CheckReferences(const Dossier& dossier, bool read_blobs) {
  const std::string& code = dossier.head.code;
  std::vector<NamedReference> references = DossierReferences(dossier);
  for (const DossierPage& page : dossier.pages) {
    const Result<std::string> bytes = ReadBlob(archive_.blobs(), page.record);
    if (!bytes) continue;  // reported as a blob
    const Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) {
      Add(Kind::kChanged, "page record", code, page.id, page.record, record.status().message());
      continue;
    }
    for (NamedReference& layer : LayerReferences(*record)) references.push_back(std::move(layer));
  }
  for (const auto& [name, reference] : references) {
    if (!read_.emplace(name, true).second) continue;
    const Result<std::optional<std::string>> key = archive_.meta().Get(ReferenceKey(name, code));
    if (!key) return key.status();
    if (!*key) {
      Add(Kind::kMissing, "look-up", code, reference.object, name, "its blob reference is gone");
    }
    if (!read_blobs) continue;
    total_ = std::max<std::uint64_t>(total_, references.size());
    if (const Status status = CheckBlob(name, code, reference); !status.ok()) return status;
  }
  return {};
}

Status FixityWalk::CheckVersion(const Dossier& dossier, bool newest, bool read_blobs) {
  if (const Status status = CheckReferences(dossier, read_blobs); !status.ok()) return status;
  if (!newest) return {};
  const std::size_t before = report_.problems.size();
  if (const Status status = CheckLookUps(dossier); !status.ok()) return status;
  // A version that was committed meanwhile took the look-ups with it.
  const Result<std::optional<std::string>> bytes = archive_.meta().Get(NewestKey(dossier.head.code));
  if (!bytes) return bytes.status();
  const auto summary = *bytes ? DecodeSummary(**bytes) : std::nullopt;
  if (summary && summary->version != dossier.version) report_.problems.resize(before);
  return {};
}

Status FixityWalk::CheckDossier(MetaReader& moment, const DossierSummary& summary,
                                bool read_blobs) {
  ++report_.dossiers;
  read_.clear();
  const std::size_t before = report_.problems.size();
  for (std::uint32_t version = summary.version; version > 0; --version) {
    const std::string name = "version " + std::to_string(version);
    const Result<std::optional<std::string>> bytes = moment.Get(DossierKey(summary.code, version));
    if (!bytes) return bytes.status();
    if (!*bytes) {
      Add(Kind::kMissing, "dossier record", summary.code, name, {}, "no such record");
      continue;
    }
    const Result<Dossier> dossier = DecodeDossier(**bytes);
    if (!dossier || dossier->head.code != summary.code || dossier->version != version) {
      Add(Kind::kChanged, "dossier record", summary.code, name, {}, "it is malformed");
      continue;
    }
    const Status status = CheckVersion(*dossier, version == summary.version, read_blobs);
    if (!status.ok()) return status;
  }
  if (report_.problems.size() == before) return {};
  const Result<bool> gone = IsDisposedOf(summary.code);
  if (!gone) return gone.status();
  if (*gone) report_.problems.resize(before);
  return {};
}

Status FixityWalk::CheckOne(const std::string& code, bool read_blobs) {
  const Result<std::optional<std::string>> bytes = archive_.meta().Get(NewestKey(code));
  if (!bytes) return bytes.status();
  if (!*bytes) {
    return Status(StatusCode::kNotFound, "verify archive: there is no dossier " + code);
  }
  const std::optional<DossierSummary> summary = DecodeSummary(**bytes);
  if (!summary) {
    Add(Kind::kChanged, "dossier record", code, "summary", {}, "it is malformed");
    return {};
  }
  return CheckDossier(archive_.meta(), *summary, read_blobs);
}

Status FixityWalk::CheckAll() {
  if (const Status status = CheckTableFiles(); !status.ok()) return status;
  if (const Status status = CheckReferencedBlobs(); !status.ok()) return status;
  Status status;
  const std::unique_ptr<MetaReader> moment = archive_.meta().Snapshot();
  const Status scanned =
      moment->Scan(kNewestPrefix, "", [&](std::string_view key, std::string_view value) {
        key.remove_prefix(kNewestPrefix.size());
        const std::string code = TakeEscapedString(key).value_or("");
        const std::optional<DossierSummary> summary = DecodeSummary(value);
        if (!summary) {
          Add(Kind::kChanged, "dossier record", code, "summary", {}, "it is malformed");
          return true;
        }
        if (progress_ && !progress_(report_.blobs, total_)) {
          status = Status(StatusCode::kCancelled, "verify archive: cancelled");
        } else {
          status = CheckDossier(*moment, *summary, false);
        }
        return status.ok();
      });
  if (!scanned.ok()) return scanned;
  if (!status.ok()) return status;
  if (const Status extra = FindExtraBlobs(); !extra.ok()) return extra;
  const Result<std::vector<std::string>> breaks = CheckAuditChain(*moment);
  if (!breaks) return breaks.status();
  for (const std::string& sentence : *breaks) {
    Add(Kind::kChanged, "audit record", "", "", {}, sentence);
  }
  return {};
}

}  // namespace

std::optional<std::pair<Sha256, std::string>> ParseReferenceKey(std::string_view key) {
  key.remove_prefix(kReferencePrefix.size());
  if (key.size() < sizeof(Sha256)) return std::nullopt;
  const std::optional<Sha256> name = ReadNameBytes(key.substr(0, sizeof(Sha256)));
  key.remove_prefix(sizeof(Sha256));
  std::optional<std::string> code = TakeEscapedString(key);
  if (!name || !code) return std::nullopt;
  return std::pair(*name, std::move(*code));
}

Result<std::vector<FixityProblem>> CheckBlobFixity(Archive& archive, const Sha256& blob, const std::string& code,
                                                   const BlobReference& reference, std::uint64_t& bytes) {
  const InFlight none;
  const Progress quiet;
  FixityWalk walk(archive, none, quiet);
  const Status status = walk.CheckBlob(blob, code, reference);
  if (!status.ok()) return status;
  FixityReport report = walk.TakeReport();
  bytes = report.bytes;
  return std::move(report.problems);
}

Result<std::vector<FixityProblem>> CheckRecordFixity(Archive& archive, const std::string& code) {
  const InFlight none;
  const Progress quiet;
  FixityWalk walk(archive, none, quiet);
  const Status status = walk.CheckOne(code, /*read_blobs=*/false);
  if (status.code() == StatusCode::kNotFound) return std::vector<FixityProblem>();
  if (!status.ok()) return status;
  return std::move(walk.TakeReport().problems);
}

Result<FixityReport> CheckFixity(Archive& archive, const std::string& code,
                                 const InFlight& in_flight, const Progress& progress) {
  FixityWalk walk(archive, in_flight, progress);
  const Status status = code.empty() ? walk.CheckAll() : walk.CheckOne(code, true);
  FixityReport report = walk.TakeReport();
  // Reading ends where a file of the store is damaged; which one that is has been found by then.
  const bool told = status.code() == StatusCode::kCorruption && !report.problems.empty() && report.problems.front().what == kStoreFile;
  if (!status.ok() && !told) return status;
  return report;
}

}  // namespace sohoa
