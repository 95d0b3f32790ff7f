// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_classes.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "samples/sample_set.h"

namespace sohoa {
namespace {

constexpr int kSmall = 72;  // dpi: what stands on a page does not depend on it

struct Drawn {
  SampleTruth truth;
  std::string pixels;
};

Drawn Draw(const SampleClass& one, std::uint64_t seed) {
  DrawOptions options;
  options.dpi = kSmall;
  Drawn drawn;
  std::vector<SamplePageTruth> pages;
  Result<SampleTruth> truth = DrawClass(one, seed, options, [&](SamplePage page) {
    drawn.pixels += page.image.pixels;
    pages.push_back(std::move(page.truth));
    return Status();
  });
  EXPECT_TRUE(truth.ok()) << one.code << ": " << truth.status().message();
  if (truth) drawn.truth = std::move(*truth);
  drawn.truth.pages = std::move(pages);
  return drawn;
}

// All words of the paper, one space between them.
std::string WordsOf(const SampleTruth& truth) {
  std::string text = " ";
  for (const SamplePageTruth& page : truth.pages) {
    for (const SampleLine& line : page.lines) {
      for (const SampleWord& word : line.words) text += word.text + " ";
    }
  }
  return text;
}

std::vector<std::string> LinesOf(const std::string& value) {
  std::vector<std::string> lines(1);
  for (const char c : value) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

TEST(SampleClasses, AreThoseOfTheFirstTier) {
  const std::set<std::string> wanted = {
      "NQ",  "QĐ",  "CT",  "QC",  "TB",  "HD",  "CTr", "KH",  "ĐA",  "BC",  "BB",
      "TTr", "HĐ",  "CV",  "CĐ",  "GUQ", "GM",  "GGT", "PC",  "B01", "B04", "B05",
      "B06", "B07", "B08", "B09", "C01", "C02", "C03", "C04", "C05", "C06", "D01",
      "D02", "D03", "D04", "D05", "D06", "D07", "D10", "D11", "D12", "D13", "D15",
      "D16", "D18", "D19", "D23", "D24", "E01", "E02", "E03", "E04", "E06", "other"};
  std::set<std::string> drawn;
  for (const SampleClass& one : SampleClasses()) drawn.emplace(one.code);
  EXPECT_EQ(drawn, wanted);
  EXPECT_EQ(SampleClasses().size(), 55u);
}

TEST(SampleClasses, SayWhatTheirTruthSays) {
  for (const SampleClass& one : SampleClasses()) {
    for (const std::uint64_t seed : {3u, 4u}) {
      const Drawn drawn = Draw(one, seed);
      EXPECT_EQ(drawn.truth.class_code, one.code);
      const std::string text = WordsOf(drawn.truth);
      for (const SampleField& field : drawn.truth.fields) {
        for (const std::string& line : LinesOf(field.value)) {
          EXPECT_NE(text.find(line), std::string::npos)
              << one.code << ' ' << field.code << ": " << line;
        }
        EXPECT_FALSE(field.normalized.empty()) << one.code << ' ' << field.code;
        EXPECT_EQ(ToNfc(field.value), field.value);
      }
    }
  }
}

TEST(SampleClasses, GiveTheSamePaperForTheSameSeedAndAnotherForAnother) {
  for (const SampleClass& one : SampleClasses()) {
    const Drawn first = Draw(one, 11);
    const Drawn again = Draw(one, 11);
    EXPECT_TRUE(first.pixels == again.pixels) << one.code;
    EXPECT_EQ(TruthJson(first.truth, ""), TruthJson(again.truth, "")) << one.code;
    if (one.code == "E04") continue;
    EXPECT_NE(WordsOf(first.truth), WordsOf(Draw(one, 12).truth)) << one.code;
  }
}

TEST(SampleClasses, HaveOtherValuesInEachPaper) {
  std::map<std::string, std::set<std::string>> values;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const SampleField& field : Draw(*FindSampleClass("QĐ"), seed).truth.fields)
      values[field.code].insert(field.normalized);
  }
  for (const char* code : {"code_number", "issued_date", "organ_name", "subject", "signer_name",
                           "legal_bases", "recipients"}) {
    EXPECT_GE(values[code].size(), 17u) << code;
  }
}

TEST(SampleSet, WritesPapersOfOneClassWithTheirTruth) {
  SampleSetOptions options;
  options.papers = 2;
  options.seed = 5;
  options.dpi = kSmall;
  options.class_code = "GGT";
  std::map<std::string, std::string> files;
  const Status status =
      WriteSampleSet(options, [&files](const std::string& path, const std::string& bytes) {
        files[path] = bytes;
        return Status();
      });
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(files.count("truth/giay-gioi-thieu-5.json"), 1u);
  EXPECT_EQ(files.count("truth/giay-gioi-thieu-6.json"), 1u);
  EXPECT_NE(files["truth/giay-gioi-thieu-5.json"], files["truth/giay-gioi-thieu-6.json"]);
  std::size_t papers = 0;
  for (const auto& [path, bytes] : files) papers += path.starts_with("dossier/") ? 1 : 0;
  EXPECT_EQ(papers, 2u);
}

TEST(SampleSet, RefusesAClassThatIsNotDrawn) {
  SampleSetOptions options;
  options.class_code = "Z99";
  const Status status =
      WriteSampleSet(options, [](const std::string&, const std::string&) { return Status(); });
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("Z99"), std::string::npos);
}

TEST(SampleSet, AFaxIsBlackAndWhiteAndHalfAsFineDownwards) {
  DrawOptions options;
  options.dpi = 100;
  options.degradation = Degradation::kFax;
  const Result<SampleTruth> truth =
      DrawClass(*FindSampleClass("TB"), 7, options, [](SamplePage page) {
        const std::size_t row = static_cast<std::size_t>(page.image.width) * 3;
        for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(page.image.height); y += 2) {
          EXPECT_EQ(page.image.pixels.compare(y * row, row, page.image.pixels, (y + 1) * row, row),
                    0);
        }
        for (const char c : page.image.pixels.substr(0, row * 100)) {
          if (c != '\0' && c != '\xFF') return Status(StatusCode::kInternal, "grey");
        }
        return Status();
      });
  EXPECT_TRUE(truth.ok()) << truth.status().message();
}

}  // namespace
}  // namespace sohoa
