// SPDX-License-Identifier: Apache-2.0
//
// A plan with its appendix, drawn, degraded as scans are, read by the real reader and understood: the plan
// that every page of these rules goes back to, where its text is at hand, and our own sample always.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "documents/folded_text.h"
#include "pipeline/pipeline.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

class Plans : public testing::Test {
 protected:
  void SetUp() override {
    ReaderOptions options;
    options.executable = std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-reader";
    Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
    ASSERT_TRUE(reader) << reader.status().ToString();
    reader_ = std::move(*reader);
  }

  // Takes a drawn page into the dossier as a worker would.
  SamplePageSink Reading() {
    return [this](SamplePage page) -> Status {
      const Result<std::string> png = EncodePng(page.image, PngEffort::kHaste);
      if (!png) return png.status();
      Result<OriginalFile> original = OriginalFile::FromBytes(*png, "page.png");
      if (!original) return original.status();
      PageWork work;
      work.original = &*original;
      std::string failed;
      Status status = RunPageStages(MakeReadingStages(reader_->imaging(), reader_->engine()), work, StageContext(), &failed);
      if (!status.ok()) return status;
      // All pages were fed in one go.
      work.record.source = {"H42-181004-0001", "b1", 0, Sha256(), static_cast<std::uint32_t>(dossier_.pages.size())};
      work.record.id = MakePageId(work.record.source);
      DossierPage place;
      place.id = work.record.id;
      place.page = work.record.source.index + 1;
      place.source = work.record.source;
      dossier_.pages.push_back(place);
      dossier_.records.push_back(std::move(work.record));
      return Status();
    };
  }

  // The one document that the pages make.
  const Document& Understand() {
    static const Document kNone;
    std::string failed;
    const Status status = RunDossierStages(MakeUnderstandingStages(), dossier_, StageContext(), &failed);
    EXPECT_TRUE(status.ok()) << failed << ": " << status.ToString();
    EXPECT_EQ(dossier_.documents.size(), 1u);
    return dossier_.documents.empty() ? kNone : dossier_.documents.front();
  }

  std::unique_ptr<ReaderClient> reader_;
  DossierWork dossier_;
};

constexpr DrawOptions kScanned = {.dpi = 200, .seed = 5, .degradation = Degradation::kScan, .incoming_stamp = true};

std::string Normalized(const Document& document, std::string_view code) {
  const FieldValue* field = document.Field(code);
  return field == nullptr ? "no field" : field->normalized;
}

std::vector<std::string> Parts(const Document& document, std::string_view code, std::string_view name) {
  std::vector<std::string> values;
  const FieldValue* field = document.Field(code);
  if (field == nullptr) return values;
  for (const auto& [part, value] : field->parts) {
    if (part == name) values.push_back(value);
  }
  return values;
}

const Finding* FindingOf(const Document& document, std::string_view key) {
  for (const Finding& finding : document.findings) {
    if (WordsKey(finding.value) == key) return &finding;
  }
  return nullptr;
}

std::map<std::string, const std::vector<std::string>*> RowsByPath(const ExtractedTable& table) {
  std::map<std::string, const std::vector<std::string>*> rows;
  for (std::size_t row = 0; row < table.outline.size(); ++row) rows[table.outline[row].path] = &table.rows[row];
  return rows;
}

// 25 tasks under 4 headings, the second of which has 2 phases.
void CheckTaskTable(const ExtractedTable& table) {
  EXPECT_EQ(table.columns, (std::vector<std::string>{"TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"}));
  ASSERT_EQ(table.rows.size(), 31u);
  ASSERT_EQ(table.outline.size(), 31u);
  std::vector<std::string> headings;
  for (const TableRowPlace& place : table.outline) {
    if (place.heading) headings.push_back(place.path);
  }
  EXPECT_EQ(headings, (std::vector<std::string>{"I", "II", "II.1", "II.2", "III", "IV"}));
  const auto rows = RowsByPath(table);
  EXPECT_EQ(rows.size(), 31u) << "each row has a path of its own";
  for (const char* path : {"I.1", "I.5", "II.1.1", "II.1.9", "II.1.10", "II.2.2", "III.4", "IV.1", "IV.4"}) EXPECT_TRUE(rows.contains(path)) << path;
  for (const char* path : {"I.3", "II.1.2", "II.1.3", "II.1.5", "II.1.9", "III.2", "III.3"}) {
    ASSERT_TRUE(rows.contains(path)) << path;
    EXPECT_EQ(rows.at(path)->at(3), "") << path << " has no coordinating agency";
  }
}

TEST_F(Plans, OurOwnComesBackFromAScan) {
  const Result<SampleTruth> truth = DrawSample(SampleKind::kPlan, kScanned, Reading());
  ASSERT_TRUE(truth) << truth.status().ToString();
  const Document& plan = Understand();

  EXPECT_EQ(plan.type.code, "KH");
  EXPECT_EQ(Normalized(plan, "code_notation"), "KH-UBND");
  EXPECT_EQ(Normalized(plan, "place"), "Hoa Lâm");
  EXPECT_EQ(Normalized(plan, "issued_date").substr(0, 7), "2018-10");
  ASSERT_EQ(plan.tables.size(), 1u);
  const ExtractedTable& table = plan.tables.front();
  CheckTaskTable(table);
  std::size_t cells = 0;
  std::size_t alike = 0;
  for (std::size_t row = 0; row < std::min(table.rows.size(), truth->table_rows.size()); ++row) {
    for (std::size_t column = 0; column < truth->table_rows[row].size(); ++column) {
      ++cells;
      if (Similarity(WordsKey(table.rows[row][column]), WordsKey(truth->table_rows[row][column])) > 0.95) ++alike;
    }
  }
  EXPECT_GE(alike * 100, cells * 98) << alike << " of " << cells;
}

TEST_F(Plans, TheSeedComesBackFromAScan) {
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  const auto path = std::filesystem::path(source == nullptr ? "." : source) / "../shared/reference/seed.txt";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no ../shared/reference/seed.txt";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Result<SampleTruth> drawn = DrawText(text, SampleKind::kPlan, kScanned, Reading());
  ASSERT_TRUE(drawn) << drawn.status().ToString();
  const Document& plan = Understand();

  EXPECT_EQ(plan.type.code, "KH");
  EXPECT_EQ(Normalized(plan, "code_notation"), "KH-UBND");
  EXPECT_EQ(Normalized(plan, "place"), "Ninh Bình");
  EXPECT_EQ(Normalized(plan, "organ_name"), "UBND tỉnh Ninh Bình") << "from the appendix and the signature: the head has none";
  EXPECT_EQ(Normalized(plan, "subject"),
            "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải "
            "quyết thủ tục hành chính");
  EXPECT_EQ(Normalized(plan, "issued_date").substr(0, 7), "2018-10");
  EXPECT_EQ(Parts(plan, "signer_position", "authority"), std::vector<std::string>{"KT."});
  EXPECT_EQ(Parts(plan, "signer_position", "position"), std::vector<std::string>{"PHÓ CHỦ TỊCH"});
  const auto bases = Parts(plan, "legal_bases", "citation");
  for (const char* basis : {"61/2018/NĐ-CP", "985/QĐ-TTg"}) EXPECT_NE(std::find(bases.begin(), bases.end(), basis), bases.end()) << basis;

  // 85 stands in the head and 05 in the appendix: never one of them without a person's word.
  const FieldValue* number = plan.Field("code_number");
  ASSERT_NE(number, nullptr);
  EXPECT_NE(number->review, ReviewState::kAutoAccepted);

  ASSERT_EQ(plan.tables.size(), 1u);
  CheckTaskTable(plan.tables.front());
  const auto rows = RowsByPath(plan.tables.front());
  ASSERT_TRUE(rows.contains("III.3"));
  EXPECT_NE(WordsKey(rows.at("III.3")->at(5)).find("ngay sau khi tiep nhan giai quyet"), std::string::npos);

  // What the text itself has in two ways.
  for (const auto& [slip, usual] : {std::pair<std::string, std::string>{"kien toan", "kiện toàn"}, {"don doc", "đôn đốc"}, {"cong dich", "cổng dịch"}}) {
    const Finding* finding = FindingOf(plan, slip);
    ASSERT_NE(finding, nullptr) << slip;
    EXPECT_EQ(finding->suggestion, usual);
  }
  const Finding* decree = FindingOf(plan, "61 nd cp");
  ASSERT_NE(decree, nullptr);
  EXPECT_EQ(decree->suggestion, "61/2018/NĐ-CP");
}

}  // namespace
}  // namespace sohoa
