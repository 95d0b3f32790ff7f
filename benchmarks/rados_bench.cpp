// SPDX-License-Identifier: Apache-2.0
//
// The same work on an archive on this disk and on one in RADOS, in turns, side by side:
//   rados_bench --folder DIR --ceph-conf FILE --pool POOL [--rounds N] [--each N]
//     batch         one synced write of 4 KiB, as the ledger's are
//     put 300 kB    one synced blob
//     get 300 kB    one blob that was stored before the archive was opened again
//     receipt       ten pages of 300 kB stored, synced, one batch: what a desk waits for
//     commit        their records stored and synced, the dossier staged and written: what search waits for
//     open          an archive that was closed in good order
// Times in ms: median, 99th of a hundred, worst. `tests/support/ceph_cluster.sh FOLDER [OSDS]` starts a Ceph of this host.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/record_codec.h"
#include "storage/archive.h"
#include "storage/rados/rados_archive.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kPageBytes = 300'000;
constexpr int kPages = 10;

// Bytes that nothing can compress and that are never twice the same.
std::string MakePage(std::uint64_t& state) {
  std::string bytes(kPageBytes, '\0');
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    std::memcpy(bytes.data() + i, &state, 8);
  }
  return bytes;
}

void Must(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

class Side {
 public:
  Side(std::string name, std::function<Result<std::unique_ptr<Archive>>()> open) : name_(std::move(name)), open_(std::move(open)) { Open(); }

  const std::string& name() const { return name_; }
  std::map<std::string, std::vector<double>>& times() { return times_; }

  void Run(int each) {
    std::vector<Sha256> names;
    for (int i = 0; i < each; ++i) WriteBatch();
    for (int i = 0; i < each; ++i) names.push_back(PutPage());
    archive_.reset();
    Open();
    for (const Sha256& name : names) {
      Time("get 300 kB", [&] { Must(ReadBlob(archive_->blobs(), name).status()); });
    }
    for (int i = 0; i < each / kPages + 1; ++i) SubmitAndCommit();
  }

 private:
  void Time(const char* what, const std::function<void()>& work) {
    const Clock::time_point begin = Clock::now();
    work();
    times_[what].push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  void Open() {
    Time("open", [&] { archive_ = TakeOrExit(open_(), "open " + name_); });
  }
  void WriteBatch() {
    MetaBatch batch;
    batch.Put("l/p/" + std::to_string(number_++ % 1000), std::string(4000, 'x'));
    Time("batch", [&] { Must(archive_->meta().Write(batch)); });
  }
  Sha256 PutPage() {
    const std::string page = MakePage(state_);
    Sha256 name;
    Time("put 300 kB", [&] { name = PutBlob(archive_->blobs(), page)->sha256; });
    return name;
  }

  void SubmitAndCommit() {
    Dossier dossier;
    dossier.head.code = "B-" + std::to_string(number_++);
    dossier.version = 1;
    dossier.committed_unix_ms = 1;
    std::vector<WholeBlob> originals;
    std::vector<PageRecord> pages;
    for (int i = 0; i < kPages; ++i) {
      const std::string page = MakePage(state_);
      originals.push_back({Sha256::Of(page), page});
      pages.push_back(MakeRecord(dossier.head.code, i, originals.back().sha256));
    }
    Time("receipt", [&] {
      Must(archive_->blobs().StoreUnsynced(std::move(originals)));
      Must(archive_->blobs().Sync());
      MetaBatch ledger;
      for (int i = 0; i < kPages; ++i) ledger.Put("l/o/" + dossier.head.code + std::to_string(i), std::string(200, 'x'));
      Must(archive_->meta().Write(ledger));
    });
    Time("commit", [&] {
      std::vector<WholeBlob> records;
      for (std::size_t i = 0; i < pages.size(); ++i) {
        std::string record = EncodePageRecord(pages[i], false);
        records.push_back({Sha256::Of(record), std::move(record)});
        dossier.pages.push_back({pages[i].id, static_cast<std::uint32_t>(i + 1), pages[i].source, records.back().sha256, false});
      }
      Must(archive_->blobs().StoreUnsynced(std::move(records)));
      Must(archive_->blobs().Sync());
      MetaBatch batch;
      Must(archive_->StageCommit(dossier, pages, batch));
      Must(archive_->meta().Write(batch));
    });
  }

  PageRecord MakeRecord(const std::string& code, int place, const Sha256& original) {
    PageRecord record;
    record.source = {code, "b1", static_cast<std::uint32_t>(place), original, 0};
    record.id = MakePageId(record.source);
    record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
    record.text.blocks.emplace_back();
    for (int line = 0; line < 30; ++line) {
      Line& made = record.text.blocks[0].lines.emplace_back();
      for (int word = 0; word < 10; ++word) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        made.words.push_back({"chữ" + std::to_string((state_ >> 33) % 4000), {word * 200, line * 100, word * 200 + 180, line * 100 + 40},
                              0.9, InkKind::kPrint, false, false, {}});
      }
    }
    return record;
  }

  const std::string name_;
  const std::function<Result<std::unique_ptr<Archive>>()> open_;
  std::unique_ptr<Archive> archive_;
  std::map<std::string, std::vector<double>> times_;
  std::uint64_t state_ = 42;
  std::uint64_t number_ = 0;
};

void Print(Side& disk, Side& rados) {
  std::printf("%-12s %28s %28s\n", "ms", disk.name().c_str(), rados.name().c_str());
  for (auto& [what, times] : disk.times()) {
    std::printf("%-12s", what.c_str());
    for (std::vector<double>* each : {&times, &rados.times()[what]}) {
      std::sort(each->begin(), each->end());
      std::printf("  p50 %7.2f p99 %7.2f max %7.2f", (*each)[each->size() / 2], (*each)[each->size() * 99 / 100], each->back());
    }
    std::printf("  of %zu\n", times.size());
  }
}

int Main(int argc, char** argv) {
  std::map<std::string, std::string> given{{"--rounds", "3"}, {"--each", "200"}};
  for (int i = 1; i + 1 < argc; i += 2) given[argv[i]] = argv[i + 1];
  if (given["--folder"].empty() || given["--ceph-conf"].empty() || given["--pool"].empty()) {
    std::fprintf(stderr, "rados_bench --folder DIR --ceph-conf FILE --pool POOL [--rounds N] [--each N]\n");
    return 2;
  }
  std::filesystem::create_directories(given["--folder"]);
  RadosArchiveOptions there;
  there.place = {given["--pool"], "bench-" + std::to_string(Clock::now().time_since_epoch().count()), given["--ceph-conf"], ""};
  Side disk("on disk", [&] { return OpenLocalArchive(given["--folder"] + "/" + there.place.name_space); });
  Side rados("in RADOS", [&] { return OpenRadosArchive(there); });
  for (int round = 0; round < std::stoi(given["--rounds"]); ++round) {
    disk.Run(std::stoi(given["--each"]));
    rados.Run(std::stoi(given["--each"]));
  }
  Print(disk, rados);
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) { return sohoa::Main(argc, argv); }
