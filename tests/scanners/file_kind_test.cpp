// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_kind.h"

#include <algorithm>
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
  EXPECT_EQ(StateOf("II*\x00\x08\x00\x00\x00"s "\x01\x00"s "onetagofmany"s "\x08\x00\x00\x00"s), FileState::kComplete);
}

TEST(FileKind, KnowsAWebpByItsLength) {
  using namespace std::string_literals;
  const std::string webp = "RIFF\x0C\x00\x00\x00WEBPVP8 data"s;
  EXPECT_EQ(StateOf(webp), FileState::kComplete);
  EXPECT_EQ(StateOf(webp.substr(0, 18)), FileState::kUnfinished);
}

TEST(FileKind, KnowsABitmapByItsLength) {
  std::string bitmap("BM\x1E\x00\x00\x00\x00\x00\x00\x00\x1A\x00\x00\x00\x0C\x00\x00\x00", 18);
  bitmap.resize(30, 'x');
  EXPECT_EQ(StateOf(bitmap), FileState::kComplete);
  EXPECT_EQ(StateOf(bitmap.substr(0, 29)), FileState::kUnfinished);
}

TEST(FileKind, KnowsAJpeg2000ByTheEndOfItsCode) {
  const std::string signature("\0\0\0\x0CjP  \r\n\x87\n", 12);
  const std::string code("\xFF\x4F\xFF\x51" "code\xFF\xD9");
  const std::string told = signature + std::string("\0\0\0\x12jp2c", 8) + code;
  const std::string to_the_end = signature + std::string("\0\0\0\0jp2c", 8) + code;
  for (const std::string& file : {told, to_the_end, code}) {
    EXPECT_EQ(StateOf(file), FileState::kComplete);
    for (std::size_t cut = 1; cut < code.size() - 4; ++cut) {
      EXPECT_EQ(StateOf(file.substr(0, file.size() - cut)), FileState::kUnfinished) << cut;
    }
  }
  EXPECT_EQ(StateOf(signature), FileState::kUnfinished);
}

// As Windows copies to a share: the length is there at once, and zeros where nothing came yet.
TEST(FileKind, SeesThatAFileOfFullLengthIsFullOfZeros) {
  const std::string code("\xFF\x4F\xFF\x51" "some code of JPEG 2000\xFF\xD9");
  for (const std::string& whole : {SmallPdf(), SmallJpeg(), SmallPng(), SmallTiff(), code}) {
    ASSERT_EQ(StateOf(whole), FileState::kComplete);
    std::string partly = whole;
    std::fill(partly.begin() + static_cast<std::ptrdiff_t>(whole.size() / 3), partly.end(), '\0');
    EXPECT_EQ(StateOf(partly), FileState::kUnfinished) << whole.substr(0, 4);
  }
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
