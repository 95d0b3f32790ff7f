// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_kind.h"

#include <string>

#include <gtest/gtest.h>

#include "scanners/small_files.h"

namespace sohoa {
namespace {

FileState StateOf(const std::string& bytes) {
  const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, "test");
  EXPECT_TRUE(file);
  const Result<FileState> state = LookAtFile(*file);
  EXPECT_TRUE(state) << state.status().ToString();
  return state ? *state : FileState::kUnknown;
}

void ExpectEveryCutIsUnfinished(const std::string& bytes, std::size_t from) {
  EXPECT_EQ(StateOf(bytes), FileState::kComplete);
  for (std::size_t cut = from; cut < bytes.size(); ++cut) {
    EXPECT_EQ(StateOf(bytes.substr(0, cut)), FileState::kUnfinished) << "cut at " << cut;
  }
}

TEST(FileKind, KnowsAJpegByItsOwnEndAndNotByThatOfItsThumbnail) {
  ExpectEveryCutIsUnfinished(SmallJpeg(), 3);
}

TEST(FileKind, TakesAJpegWithBytesBehindItsEnd) {
  EXPECT_EQ(StateOf(SmallJpeg() + std::string(100'000, 'x')), FileState::kComplete);
}

TEST(FileKind, WalksAJpegThatIsLargerThanItsWindow) {
  const std::string jpeg = SmallJpeg();
  const std::string large = jpeg.substr(0, jpeg.size() - 2) + std::string(200'000, 'x');
  EXPECT_EQ(StateOf(large), FileState::kUnfinished);
  EXPECT_EQ(StateOf(large + "\xFF\xD9"), FileState::kComplete);
}

TEST(FileKind, KnowsAPngByItsLastChunk) {
  const std::string png = SmallPng();
  // The check sum behind the last chunk's name carries no pixels.
  ExpectEveryCutIsUnfinished(png.substr(0, png.size()), 8);
}

TEST(FileKind, DoesNotTakeTheWordInsideAChunkForTheEndOfAPng) {
  using namespace std::string_literals;
  EXPECT_EQ(StateOf("\x89PNG\r\n\x1A\n"s "\x00\x00\x00\xFF"s "IDATIEND"s + std::string(40, 'I')),
            FileState::kUnfinished);
}

TEST(FileKind, KnowsAPdfByItsEndNearTheEnd) {
  EXPECT_EQ(StateOf(SmallPdf()), FileState::kComplete);
  EXPECT_EQ(StateOf(SmallPdf().substr(0, 30)), FileState::kUnfinished);
  EXPECT_EQ(StateOf(SmallPdf() + std::string(5'000, '0')), FileState::kUnfinished);
}

TEST(FileKind, KnowsATiffByItsDirectories) { ExpectEveryCutIsUnfinished(SmallTiff(), 4); }

TEST(FileKind, EndsOnATiffWhoseDirectoriesGoRound) {
  using namespace std::string_literals;
  EXPECT_EQ(StateOf("II*\x00\x08\x00\x00\x00"s "\x00\x00\x08\x00\x00\x00"s), FileState::kComplete);
}

TEST(FileKind, KnowsAWebpByItsLength) {
  using namespace std::string_literals;
  const std::string webp = "RIFF\x0C\x00\x00\x00WEBPVP8 data"s;
  EXPECT_EQ(StateOf(webp), FileState::kComplete);
  EXPECT_EQ(StateOf(webp.substr(0, 18)), FileState::kUnfinished);
}

TEST(FileKind, HoldsAnEmptyFileForOneThatIsJustBegun) {
  EXPECT_EQ(StateOf(""), FileState::kUnfinished);
}

TEST(FileKind, DoesNotKnowOtherFiles) {
  EXPECT_EQ(StateOf("just some text\n"), FileState::kUnknown);
  EXPECT_EQ(StateOf("PK\x03\x04 a word processor's file"), FileState::kUnknown);
  EXPECT_EQ(StateOf("BMW and other words that begin alike"), FileState::kUnknown);
  EXPECT_EQ(StateOf("x"), FileState::kUnknown);
}

}  // namespace
}  // namespace sohoa
