// SPDX-License-Identifier: Apache-2.0
//
// Writes dossiers into an archive until it is killed. Prints the number of each on a line of
// its own once it is committed, and nothing before. With a third argument it writes a search index
// alone, whose segments are so small that it merges most of the time. "rados:CONF:POOL:NAMESPACE" in the place of the folder
// is an archive there.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "storage/ordered_store.h"
#include "storage/rados/rados_archive.h"
#include "storage/segment_index.h"
#include "support/check_blob_store.h"
#include "support/made_dossier.h"

namespace {

int WriteIndex(const std::string& folder, int number) {
  using namespace sohoa;
  RocksStoreOptions options;
  options.folder = folder;
  const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  if (!store) return 4;
  SegmentIndexOptions small;
  small.keeper = {true, 8, 3, 2};
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(**store, small);
  const std::unique_ptr<Archive> pictures = NewMemoryArchive();
  for (;; ++number) {
    // Every third time a dossier is read again.
    const int which = number % 3 == 2 ? number - 2 : number;
    MadeDossier made = NewDossier("K-" + std::to_string(which));
    made.dossier.version = number % 3 == 2 ? 2 : 1;
    for (int page = 0; page < 3; ++page) AddPage(*pictures, made, {"trang ghi được " + std::to_string(number)});
    MetaBatch batch;
    if (!index->Add({made.dossier, made.pages}, batch).ok() || !(*store)->Write(batch).ok()) return 5;
    std::printf("%d\n", number);
    std::fflush(stdout);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

// Waits for the lease of the one that was killed before to end.
sohoa::Result<std::unique_ptr<sohoa::Archive>> OpenAt(const std::string& place) {
  using namespace sohoa;
  if (!place.starts_with("rados:")) return OpenLocalArchive(place);
  std::istringstream parts(place.substr(6));
  RadosArchiveOptions options;
  std::getline(parts, options.place.ceph_conf, ':');
  std::getline(parts, options.place.pool, ':');
  std::getline(parts, options.place.name_space, ':');
  for (int tries = 0;; ++tries) {
    Result<std::unique_ptr<Archive>> archive = OpenRadosArchive(options);
    if (archive || archive.status().code() != StatusCode::kUnavailable || tries == 100) return archive;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace sohoa;
  if (argc == 4) return WriteIndex(argv[1], std::atoi(argv[2]));
  if (argc != 3) return 2;
  Result<std::unique_ptr<Archive>> archive = OpenAt(argv[1]);
  if (!archive) {
    std::fprintf(stderr, "%s\n", archive.status().ToString().c_str());
    return 4;
  }
  for (int number = std::atoi(argv[2]);; ++number) {
    MadeDossier made = NewDossier("K-" + std::to_string(number));
    AddPage(**archive, made, {"trang số " + std::to_string(number) + " ghi được"});
    AddPage(**archive, made, {"trang sau"});
    const std::string scan =
        check_blob_store::MakeBytes(1'200'000, static_cast<std::uint32_t>(number));
    const Result<BlobInfo> original = PutBlob((*archive)->blobs(), scan);
    if (!original) return 5;
    made.dossier.originals.push_back({"big.pdf", original->sha256, original->size, "b2", 0, 0});
    if (!Commit(**archive, made).ok()) return 5;
    std::printf("%d\n", number);
    std::fflush(stdout);
  }
}
