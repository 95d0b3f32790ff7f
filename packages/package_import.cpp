// SPDX-License-Identifier: Apache-2.0
#include "packages/package_import.h"

#include <algorithm>
#include <set>

#include "core/record_codec.h"
#include "packages/kept_records.h"
#include "storage/dossier_history.h"
#include "storage/dossier_references.h"
#include "storage/retention_records.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kLargestRecord = 64ull << 20;

Status BadRecords(const std::string& why) { return Status(StatusCode::kBadInput, "check package: " + why); }

class ImportReader {
 public:
  explicit ImportReader(PackageInventory inventory)
      : inventory_(std::move(inventory)), folder_(inventory_.kind == "bag" ? "data/" : "representations/rep2/data/") {
    for (const auto& [path, file] : inventory_.files) places_.emplace(file.sha256, path);
  }

  Result<PackageImport> Read() {
    if (!inventory_.files.contains(VersionPath(1))) {
      return Status(StatusCode::kUnsupported, "import package: it has no records of Sohoa; hand in what is in it (sohoa import for a SIP, else sohoa submit)");
    }
    Status status = ReadVersions();
    if (status.ok()) status = ReadHistory();
    if (status.ok()) status = ReadRetention();
    if (status.ok()) status = ReadReferences();
    if (status.ok()) status = ReadNewestPages();
    if (status.ok()) status = CheckNothingIsLeft();
    if (!status.ok()) return status;
    import_.dossier.package = inventory_.id;
    return std::move(import_);
  }

 private:
  std::string VersionPath(std::uint32_t version) const {
    return folder_ + std::string(kVersionFilePrefix) + std::to_string(version) + std::string(kVersionFileSuffix);
  }

  Status ReadVersions() {
    for (std::uint32_t version = 1; inventory_.files.contains(VersionPath(version)); ++version) {
      const Result<std::string> bytes = ReadListed(inventory_, VersionPath(version), kLargestRecord);
      if (!bytes) return bytes.status();
      Result<Dossier> dossier = DecodeDossier(*bytes);
      if (!dossier) return BadRecords("the record of version " + std::to_string(version) + " is damaged");
      if (EncodeDossier(*dossier) != *bytes) {
        return Status(StatusCode::kUnsupported, "import package: version " + std::to_string(version) + " has what this version of Sohoa does not know; upgrade it first");
      }
      if (dossier->version != version) return BadRecords("the record of version " + std::to_string(version) + " is of another one");
      if (const Status status = CheckForeignDossier(*dossier); !status.ok()) return status;
      used_.insert(VersionPath(version));
      import_.dossier.versions.push_back(std::move(*dossier));
    }
    const std::string& code = import_.dossier.versions.back().head.code;
    for (const Dossier& dossier : import_.dossier.versions) {
      if (dossier.head.code != code) return BadRecords("its versions are of different dossiers");
    }
    return inventory_.dossier == code ? Status() : BadRecords("its records are of another dossier than it says");
  }

  Status ReadHistory() {
    const std::string path = folder_ + std::string(kHistoryFile);
    const Result<std::string> bytes = ReadListed(inventory_, path, kLargestRecord);
    if (!bytes) return bytes.status();
    const Result<DossierHistory> history = ParseDossierHistory(*bytes);
    if (!history) return BadRecords("its history is damaged");
    used_.insert(path);
    if (bytes->empty()) return {};
    const Sha256 name = inventory_.files.at(path).sha256;
    import_.dossier.history = name;
    import_.blobs[name] = inventory_.folder / path;
    return {};
  }

  Status ReadRetention() {
    const std::string path = folder_ + std::string(kRetentionFile);
    if (!inventory_.files.contains(path)) return {};
    const Result<std::string> bytes = ReadListed(inventory_, path, kLargestRecord);
    if (!bytes) return bytes.status();
    std::optional<RetentionRecord> retention = DecodeRetention(*bytes);
    if (!retention || EncodeRetention(*retention) != *bytes) return BadRecords("what was decided on keeping it is damaged, or of a newer Sohoa");
    used_.insert(path);
    import_.dossier.retention = std::move(*retention);
    return {};
  }

  // Every blob that any version names is in the package.
  Status ReadReferences() {
    std::set<Sha256> records;
    for (const Dossier& dossier : import_.dossier.versions) {
      for (const auto& [blob, reference] : DossierReferences(dossier)) {
        if (const Status status = Take(blob, reference.what + " " + reference.object); !status.ok()) return status;
      }
      for (const Original& original : dossier.originals) {
        if (inventory_.files.at(places_.at(original.sha256)).size != original.size) return BadRecords("an original has another size than its record says");
      }
      for (const DossierPage& page : dossier.pages) {
        if (const Status status = ReadPage(page, records); !status.ok()) return status;
      }
      for (const SetAsidePage& aside : dossier.set_aside) {
        if (const Status status = ReadPage(aside.page, records); !status.ok()) return status;
      }
    }
    return {};
  }

  Status Take(const Sha256& blob, const std::string& what) {
    const auto place = places_.find(blob);
    if (place == places_.end()) return BadRecords(what + " is missing");
    used_.insert(place->second);
    import_.blobs[blob] = inventory_.folder / place->second;
    return {};
  }

  Result<PageRecord> PageRecordOf(const DossierPage& page) {
    const Result<std::string> bytes = ReadListed(inventory_, places_.at(page.record), kLargestRecord);
    if (!bytes) return bytes.status();
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return BadRecords("the record of page " + page.id + " is damaged");
    if (record->id != page.id || record->source != page.source) return BadRecords("the record of page " + page.id + " is of another page");
    return record;
  }

  // Once for each record: versions share most of them.
  Status ReadPage(const DossierPage& page, std::set<Sha256>& records) {
    if (!records.insert(page.record).second) return {};
    const Result<PageRecord> record = PageRecordOf(page);
    if (!record) return record.status();
    for (auto& [layer, reference] : LayerReferences(*record)) {
      if (const Status status = Take(layer, "the layer of page " + page.id); !status.ok()) return status;
      import_.dossier.layers.emplace_back(layer, std::move(reference));
    }
    return {};
  }

  Status ReadNewestPages() {
    for (const DossierPage& page : import_.dossier.versions.back().pages) {
      Result<PageRecord> record = PageRecordOf(page);
      if (!record) return record.status();
      record->layer.bytes.clear();
      import_.dossier.pages.push_back(std::move(*record));
    }
    return {};
  }

  // What no record names would be carried along by nobody.
  Status CheckNothingIsLeft() const {
    for (const auto& [path, file] : inventory_.files) {
      const bool kept = path.starts_with(folder_ + std::string(kRecordsFolder)) || path.starts_with(folder_ + std::string(kOriginalsFolder));
      if (kept && !used_.contains(path)) return BadRecords(path + " is named by no record");
    }
    return {};
  }

  const PackageInventory inventory_;
  const std::string folder_;
  std::map<Sha256, std::string> places_;
  std::set<std::string> used_;
  PackageImport import_;
};

}  // namespace

Result<PackageImport> ReadPackageImport(const std::filesystem::path& package, const PackageProgress& progress) {
  Result<PackageInventory> inventory = TakeInventory(package, progress);
  if (!inventory) return inventory.status();
  return ImportReader(std::move(*inventory)).Read();
}

}  // namespace sohoa
