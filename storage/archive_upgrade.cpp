// SPDX-License-Identifier: Apache-2.0
#include "storage/archive_upgrade.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "storage/key_layout.h"
#include "storage/stored_archive.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

std::string Mark(const std::string& kind, std::uint32_t format) { return kind + " " + std::to_string(format); }

// The format a store is in, or was in when an upgrade of it was begun.
Result<std::uint32_t> FormatOf(OrderedStore& store, const RocksStoreOptions& options) {
  const Result<std::optional<std::string>> mark = store.Get(kFormatKey);
  if (!mark) return mark.status();
  const std::string what = "upgrade store " + options.folder;
  if (!*mark) return Status(StatusCode::kCorruption, what + ": it has no format mark; restore a backup");
  if (!(*mark)->starts_with(options.kind + " ")) return Status(StatusCode::kUnsupported, what + ": it is '" + **mark + "', not " + options.kind);
  const unsigned long format = std::strtoul((*mark)->c_str() + options.kind.size() + 1, nullptr, 10);
  if (format == 0) return Status(StatusCode::kCorruption, what + ": its format mark is damaged; restore a backup");
  if (format > options.format) {
    return Status(StatusCode::kUnsupported, what + ": its format is '" + **mark + "', this program works on '" + Mark(options.kind, options.format) +
                                                "'; use the program version that wrote it, or a newer one");
  }
  return static_cast<std::uint32_t>(format);
}

class StoreUpgrade {
 public:
  StoreUpgrade(RocksStoreOptions options, const std::vector<UpgradeStep>& steps, const UpgradeProgress& progress, UpgradeReport& report)
      : options_(std::move(options)), steps_(steps), progress_(progress), report_(report) {}

  Status Run() {
    options_.any_format = true;
    Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options_);
    if (!store) return store.status();
    const Result<std::uint32_t> format = FormatOf(**store, options_);
    if (!format) return format.status();
    if (*format == options_.format) return {};
    if (const Status kept = Keep(**store, *format); !kept.ok()) return kept;
    for (std::uint32_t from = *format; from < options_.format; ++from) {
      if (const Status status = Step(**store, from); !status.ok()) return status;
    }
    return {};
  }

 private:
  // One that is there already was made before anything changed.
  Status Keep(OrderedStore& store, std::uint32_t format) {
    const std::string folder = options_.folder + ".format-" + std::to_string(format);
    report_.kept.push_back(folder);
    std::error_code ignored;
    if (fs::exists(folder, ignored)) return {};
    return store.CheckpointTo(folder);
  }

  Status Step(OrderedStore& store, std::uint32_t from) {
    const auto step = std::find_if(steps_.begin(), steps_.end(), [&](const UpgradeStep& each) { return each.kind == options_.kind && each.from == from; });
    if (step == steps_.end()) {
      return Status(StatusCode::kUnsupported, "upgrade store " + options_.folder + ": this program knows no way on from '" + Mark(options_.kind, from) + "'");
    }
    MetaBatch begun;
    begun.Put(std::string(kFormatKey), Mark(options_.kind, from) + " > " + std::to_string(from + 1));
    if (const Status written = store.Write(begun); !written.ok()) return written;
    MetaBatch last;
    const Status run = step->run(store, last, progress_);
    if (!run.ok()) return Annotate(run, "upgrade store " + options_.folder + " from '" + Mark(options_.kind, from) + "'");
    last.Put(std::string(kFormatKey), Mark(options_.kind, from + 1));
    if (const Status written = store.Write(last); !written.ok()) return written;
    report_.done.push_back(Mark(options_.kind, from + 1) + ": " + step->what);
    return {};
  }

  RocksStoreOptions options_;
  const std::vector<UpgradeStep>& steps_;
  const UpgradeProgress& progress_;
  UpgradeReport& report_;
};

}  // namespace

Result<UpgradeReport> UpgradeArchive(const std::string& folder, const std::vector<UpgradeStep>& steps, const UpgradeProgress& progress) {
  UpgradeReport report;
  std::unique_ptr<Leadership> leadership;
  // The blobs first: the archive is opened by its records.
  for (const RocksStoreOptions& options : {BlobStoreOptions(folder), MetaStoreOptions(folder)}) {
    std::error_code ignored;
    if (!fs::exists(options.folder, ignored)) {
      return Status(StatusCode::kNotFound, "upgrade archive " + folder + ": there is none; name it with --archive");
    }
    if (leadership == nullptr) {
      Result<std::unique_ptr<Leadership>> taken = LeadFolder(folder);
      if (!taken) return taken.status();
      leadership = std::move(*taken);
    }
    const Status status = StoreUpgrade(options, steps, progress, report).Run();
    if (!status.ok()) return status;
  }
  return report;
}

}  // namespace sohoa
