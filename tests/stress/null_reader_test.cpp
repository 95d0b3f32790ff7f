// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pipeline/pipeline.h"
#include "stress/null_page.h"
#include "support/test_folder.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

std::unique_ptr<ReaderClient> Start(const std::string& program, std::int64_t timeout_ms = 60'000) {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  ReaderOptions options;
  options.executable = std::filesystem::path(folder != nullptr ? folder : ".") / program;
  options.call_timeout_ms = timeout_ms;
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  EXPECT_TRUE(reader) << reader.status().ToString();
  return reader ? std::move(*reader) : nullptr;
}

OriginalFile File(const std::string& bytes) { return std::move(*OriginalFile::FromBytes(bytes, "page")); }

Status DecodePage(ReaderClient& reader, const std::string& bytes, std::uint32_t index = 0) {
  return reader.imaging().Decode(File(bytes), index, {}).status();
}

// The record that the page service makes of page `index`.
PageRecord ReadPage(ReaderClient& reader, const OriginalFile& original, std::uint32_t index) {
  PageWork work;
  work.original = &original;
  work.record.source.index = index;
  work.record.id = "p" + std::to_string(index);
  std::string stage;
  const Status status = RunPageStages(MakePageStages(reader.imaging(), reader.engine()), work, StageContext(), &stage);
  EXPECT_TRUE(status.ok()) << stage << ": " << status.ToString();
  return work.record;
}

TEST(NullReader, MakesOfAnOriginalWhatItsDigestSays) {
  const auto reader = Start("sohoa-null-reader");
  ASSERT_TRUE(reader);
  const std::string bytes = "sohoa-null pages=3 layer=5000\n" + std::string(200'000, 'x');
  const OriginalFile original = File(bytes);
  const Result<OriginalSummary> summary = reader->imaging().Inspect(original);
  ASSERT_TRUE(summary) << summary.status().ToString();
  EXPECT_EQ(summary->pages, 3u);
  std::set<std::string> words;
  for (std::uint32_t index = 0; index < 3; ++index) {
    const NullPage expected = MakeNullPage(Sha256::Of(bytes), index, ReadNullOrders(bytes));
    const PageRecord record = ReadPage(*reader, original, index);
    EXPECT_EQ(record.text, NullText(expected));
    EXPECT_EQ(record.layer, NullLayer(expected));
    EXPECT_GE(record.layer.bytes.size(), 5'000u);
    EXPECT_NE(PlainText(record.text).find(NullWord(expected)), std::string::npos);
    words.insert(NullWord(expected));
  }
  EXPECT_EQ(words.size(), 3u);
  EXPECT_EQ(DecodePage(*reader, bytes, 3).code(), StatusCode::kInvalidArgument);
}

TEST(NullReader, LayersAreImagesThatARealReaderDraws) {
  const auto reader = Start("sohoa-reader");
  ASSERT_TRUE(reader);
  const NullPage page = MakeNullPage(Sha256::Of("some page"), 0, NullOrders());
  PictureRequest request;
  request.format = PictureRequest::Format::kPng;
  const Result<std::string> picture = reader->imaging().RenderPicture(NullLayer(page), request);
  ASSERT_TRUE(picture) << picture.status().ToString();
  // Big-endian size in the PNG's header, and a page of bars and not of damage.
  const auto number = [&picture](std::size_t at) {
    return static_cast<unsigned char>((*picture)[at]) << 8 | static_cast<unsigned char>((*picture)[at + 1]);
  };
  EXPECT_EQ(number(18), page.width);
  EXPECT_EQ(number(22), page.height);
}

TEST(NullReader, ItsPagesBecomeDocumentsWithTypeFieldsAndPdf) {
  const auto reader = Start("sohoa-null-reader");
  ASSERT_TRUE(reader);
  const TestFolder folder;
  const OriginalFile original = File("sohoa-null pages=40\n");
  DossierWork work;
  work.head.code = "H42.18-260930-0001";
  work.scratch = folder.path();
  for (std::uint32_t index = 0; index < 40; ++index) {
    work.records.push_back(ReadPage(*reader, original, index));
    work.pages.push_back({work.records.back().id, index + 1, work.records.back().source, {}, false});
  }
  work.layers = [](const PageRecord& record) -> Result<PageLayer> { return record.layer; };
  std::string stage;
  const Status status = RunDossierStages(MakeDossierStages(), work, StageContext(), &stage);
  ASSERT_TRUE(status.ok()) << stage << ": " << status.ToString();
  EXPECT_GT(work.documents.size(), 1u);
  EXPECT_EQ(work.pdfs.size(), work.documents.size());
  std::size_t decisions = 0;
  for (const Document& document : work.documents) {
    if (document.type.code == "QĐ" && document.Field("code_number") != nullptr) ++decisions;
  }
  EXPECT_GT(decisions, 0u);
}

TEST(NullReader, SuffersWhatThePageAsksFor) {
  const auto reader = Start("sohoa-null-reader", 3'000);
  ASSERT_TRUE(reader);
  EXPECT_EQ(DecodePage(*reader, "sohoa-null bad\n").code(), StatusCode::kBadInput);
  EXPECT_EQ(DecodePage(*reader, "sohoa-null memory\n").code(), StatusCode::kResourceLimit);
  EXPECT_EQ(DecodePage(*reader, "sohoa-null crash\n").code(), StatusCode::kBadInput);
  EXPECT_EQ(DecodePage(*reader, "sohoa-null hang\n").code(), StatusCode::kTimeout);
  EXPECT_EQ(reader->imaging().Inspect(File("sohoa-null inspect unsupported\n")).status().code(), StatusCode::kUnsupported);
  EXPECT_TRUE(reader->imaging().Inspect(File("sohoa-null crash\n")));
}

TEST(NullReader, LeavesTheOtherPagesOfAnOriginalAlone) {
  const auto reader = Start("sohoa-null-reader");
  ASSERT_TRUE(reader);
  const std::string bytes = "sohoa-null pages=3 page=1 crash\n";
  EXPECT_TRUE(DecodePage(*reader, bytes, 0).ok());
  EXPECT_EQ(DecodePage(*reader, bytes, 1).code(), StatusCode::kBadInput);
  EXPECT_TRUE(DecodePage(*reader, bytes, 2).ok());
}

TEST(NullReader, GivesBlankPagesWithoutText) {
  const auto reader = Start("sohoa-null-reader");
  ASSERT_TRUE(reader);
  const PageRecord record = ReadPage(*reader, File("sohoa-null blank\n"), 0);
  EXPECT_TRUE(record.quality.blank);
  EXPECT_TRUE(record.text.blocks.empty());
}

}  // namespace
}  // namespace sohoa
