// SPDX-License-Identifier: Apache-2.0
//
// Writes dossiers into an archive until it is killed. Prints the number of each on a line of
// its own once it is committed, and nothing before.
#include <cstdio>
#include <cstdlib>

#include "support/check_blob_store.h"
#include "support/made_dossier.h"

int main(int argc, char** argv) {
  using namespace sohoa;
  if (argc != 3) return 2;
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(argv[1]);
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
