// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_dossier.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

std::filesystem::path Shipped() {
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  return std::filesystem::path(source != nullptr ? source : ".") / "samples";
}

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(SampleDossier, IsShippedAsItIsDrawnToday) {
  std::map<std::string, bool> drawn;
  const Status status =
      WriteSampleDossier({}, [&drawn](const std::string& path, const std::string& bytes) {
        drawn[path] = true;
        const std::string shipped = ReadAll(Shipped() / path);
        EXPECT_TRUE(shipped == bytes)
            << path << " differs (" << shipped.size() << " bytes shipped, " << bytes.size()
            << " drawn): run the command in samples/README.md";
        return Status();
      });
  ASSERT_TRUE(status.ok()) << status.message();
  for (const char* folder : {"dossier", "truth"}) {
    for (const auto& entry : std::filesystem::directory_iterator(Shipped() / folder)) {
      const std::string path =
          std::filesystem::relative(entry.path(), Shipped()).generic_string();
      EXPECT_EQ(drawn.count(path), 1u) << path << " is shipped, but not drawn";
    }
  }
}

TEST(SampleDossier, StaysUnderFourMegabytes) {
  std::uintmax_t total = 0;
  for (const char* folder : {"dossier", "truth"}) {
    for (const auto& entry : std::filesystem::directory_iterator(Shipped() / folder)) {
      total += entry.file_size();
    }
  }
  EXPECT_GT(total, 0u);
  EXPECT_LT(total, 4u << 20);
}

TEST(SampleDossier, StopsWhereItCannotWrite) {
  int files = 0;
  DossierOptions options;
  options.dpi = 72;
  options.only = SampleKind::kReceipt;
  const Status status =
      WriteSampleDossier(options, [&files](const std::string&, const std::string&) {
        ++files;
        return Status(StatusCode::kIoError, "disk full");
      });
  EXPECT_EQ(status.code(), StatusCode::kIoError);
  EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace sohoa
