// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <utility>

#include "cli/commands.h"
#include "cli/key_files.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/terminal.h"
#include "storage/archive_migration.h"
#include "storage/beacon.h"

namespace sohoa {
namespace {

Result<MigrationEnd> OpenEnd(const Config& config) {
  Result<ArchiveStores> stores = OpenStores(config);
  if (!stores) return stores.status();
  return MigrationEnd{std::move(*stores), config.location.Text()};
}

// Never makes one where there is none, and never moves one that has lost something.
Result<MigrationEnd> OpenSource(const Config& config) {
  const bool in_folder = config.location.engine == StorageEngine::kRocksDb;
  if (in_folder && !std::filesystem::exists(std::filesystem::path(config.archive) / "meta")) {
    return Status(StatusCode::kNotFound, "move archive " + config.location.Text() + ": there is none");
  }
  Result<MigrationEnd> end = OpenEnd(config);
  if (!end) return end.status();
  const ArchiveOptions options = ArchiveOptionsOf(config);
  const Status agrees = CheckBeacon(*end->stores.meta, options.beacon, options.beacon_must_match);
  if (!agrees.ok()) return agrees;
  return end;
}

struct Ends {
  Config from;
  Config to;
};

Result<Ends> EndsOf(const MigrateArguments& arguments, const Config& config) {
  Ends ends{config, config};
  if (const Status from = SetArchive(arguments.from, ends.from); !from.ok()) return from;
  if (const Status to = SetArchive(arguments.to, ends.to); !to.ok()) return to;
  std::error_code ignored;
  const bool same = ends.from.location == ends.to.location ||
                    (ends.from.location.engine == ends.to.location.engine && std::filesystem::equivalent(ends.from.archive, ends.to.archive, ignored));
  if (same) return Status(StatusCode::kInvalidArgument, "move archive " + ends.from.location.Text() + ": both places are the same");
  return ends;
}

Result<MigrationReport> Migrate(const Ends& ends, bool quiet) {
  Result<MigrationEnd> from = OpenSource(ends.from);
  if (!from) return from.status();
  Result<MigrationEnd> to = OpenEnd(ends.to);
  if (!to) return to.status();
  // Before the archive can be opened there: what it signed is checked with the same key.
  if (const Status key = CopyReceiptKey(ends.from.archive, ends.to.archive); !key.ok()) return key;
  ProgressBar bar(Say("chuyển kho", "moving the archive"), quiet);
  return MigrateArchive(std::move(*from), std::move(*to), [&bar](std::string_view phase, std::uint64_t done, std::uint64_t total) {
    const bool bytes = phase == "blobs" || phase == "records";
    const char* name = phase == "measure" ? Say("đếm", "counting") : phase == "blobs" ? Say("trang (MiB)", "pages (MiB)")
                       : phase == "records" ? Say("dữ liệu (MiB)", "records (MiB)") : phase == "compare" ? Say("đối chiếu", "comparing") : Say("kiểm tra", "checking");
    bar.Show(bytes ? done >> 20 : done, bytes ? total >> 20 : total, name);
    return !Interrupted();
  });
}

void Print(const MigrationReport& report, const Ends& ends, bool json) {
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  if (json) {
    std::printf("{\"archive\": \"%s\", \"dossiers\": %llu, \"blobs\": %llu, \"blob_bytes\": %llu, \"records\": %llu, \"record_bytes\": %llu, "
                "\"new_blobs\": %llu, \"new_records\": %llu, \"searches\": %llu}\n",
                report.archive.c_str(), number(report.dossiers), number(report.blobs), number(report.blob_bytes), number(report.records),
                number(report.record_bytes), number(report.new_blobs), number(report.new_records), number(report.searches));
    return;
  }
  std::printf("%s %s: %llu %s, %llu blob (%llu MiB), %llu %s (%llu MiB); %s\n", Say("kho đã ở", "the archive is in"), ends.to.location.Text().c_str(), number(report.dossiers),
              Say("hồ sơ", "dossiers"), number(report.blobs), number(report.blob_bytes >> 20), number(report.records), Say("bản ghi", "records"),
              number(report.record_bytes >> 20), Say("đã đọc lại và đối chiếu toàn bộ", "all of it read again and compared"));
}

}  // namespace

int RunMigrate(const MigrateArguments& arguments, const Config& config) {
  const Result<Ends> ends = EndsOf(arguments, config);
  if (!ends) return FailWith(ends.status());
  const Result<MigrationReport> report = Migrate(*ends, config.quiet);
  if (!report) return FailWith(report.status());
  Print(*report, *ends, config.json);
  PrintNote(std::string(Say("nay đặt archive = \"", "now set archive = \"")) + ends->to.location.Text() +
                Say("\" trong sohoa.toml; nơi cũ còn nguyên, không phục vụ nữa", "\" in sohoa.toml; the old place is as it was and must not be served any more"),
            config.quiet);
  return kExitDone;
}

}  // namespace sohoa
