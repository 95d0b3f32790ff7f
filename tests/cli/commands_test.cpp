// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"
#include "ocr/made_convolution_model.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kCode = "000.00.18.H42-181004-0001";

// The page of the samples that is quickest to read.
std::string OnePage() {
  for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
    if (entry.path().extension() == ".png") return entry.path().string();
  }
  return std::string();
}

TEST(Commands, WrongUsageEndsWithTwo) {
  const CommandRunner sohoa;
  EXPECT_EQ(sohoa.Run({}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"scribble"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"ocr"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"submit", "--dossier", "../x", OnePage()}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"search", "--field", "nonsense", "x"}).exit_code, 2);
}

TEST(Commands, OcrReadsAPageInEveryFormat) {
  const CommandRunner sohoa;
  for (const char* format : {"text", "json", "hocr", "alto"}) {
    const CommandResult result = sohoa.Run({"ocr", "--format", format, OnePage()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("HỒ"), std::string::npos) << format << "\n" << result.out.substr(0, 500);
  }
  const CommandResult pdf = sohoa.Run({"ocr", "--format", "pdf", "-o", "out/", OnePage()});
  EXPECT_EQ(pdf.exit_code, 0) << pdf.err;
  EXPECT_TRUE(std::filesystem::exists(
      sohoa.folder() / "out" / std::filesystem::path(OnePage()).stem().concat(".pdf")));
}

TEST(Commands, OcrReadsWithAModelThatIsNamedByItsPath) {
  const CommandRunner sohoa;
  // It sees an "a" in every eight pixels.
  MadeConvolutionModel model(16, "a ");
  model.Add({.outputs = 8, .kernel_x = 8, .kernel_y = 16, .stride_x = 8});
  std::ofstream(sohoa.folder() / "ours.safetensors", std::ios::binary) << model.Output(1, {1}).Bytes();
  const CommandResult result = sohoa.Run({"ocr", "--format", "json", "--model", "ours.safetensors", OnePage()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("\"model\":\"made 1\""), std::string::npos) << result.out.substr(0, 1000);
  const CommandResult hocr = sohoa.Run({"ocr", "--format", "hocr", "--model", "ours.safetensors", OnePage()});
  EXPECT_NE(hocr.out.find("lang=\"vi\""), std::string::npos);
  std::ofstream(sohoa.folder() / "ours.safetensors", std::ios::binary) << "no model";
  const CommandResult damaged = sohoa.Run({"ocr", "--model", "ours.safetensors", OnePage()});
  EXPECT_NE(damaged.exit_code, 0);
  EXPECT_NE(damaged.err.find("ours.safetensors"), std::string::npos) << damaged.err;
}

TEST(Commands, OcrRefusesWhatItCannotReadAndReadsTheRest) {
  const CommandRunner sohoa;
  std::ofstream(sohoa.folder() / "letter.docx") << "PK\x03\x04 not a page";
  std::ofstream(sohoa.folder() / "broken.pdf") << "%PDF-1.7\nnothing here\n";
  const CommandResult result = sohoa.Run({"ocr", "letter.docx", "broken.pdf", "nothere.png", OnePage()});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find("letter.docx"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("broken.pdf"), std::string::npos);
  EXPECT_NE(result.err.find("nothere.png"), std::string::npos);
  EXPECT_NE(result.out.find("HỒ"), std::string::npos);
}

TEST(Commands, InspectPrintsOneObjectAFile) {
  const CommandRunner sohoa;
  const CommandResult result = sohoa.Run({"inspect", "--json", OnePage()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["file"], OnePage());
  ASSERT_EQ(json["pages"].size(), 1u);
  for (const char* key : {"page", "width", "height", "dpi", "rotation", "skew_deg", "quality", "blank"}) {
    EXPECT_TRUE(json["pages"][0].contains(key)) << key;
  }
  ASSERT_EQ(json["documents"].size(), 1u);
  EXPECT_EQ(json["documents"][0]["type"]["code"], "C01");
}

// The whole path: paper in, receipt, search, fields, PDF, proof.
TEST(Commands, ADossierGoesFromPagesToSearch) {
  const CommandRunner sohoa;
  const CommandResult submitted =
      sohoa.Run({"--json", "submit", "--dossier", kCode, "--agency", "H42.18", "--wait", CommandRunner::Samples()});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  const Json receipt = Json::parse(submitted.out);
  EXPECT_EQ(receipt["pages"], receipt["accepted"]);
  EXPECT_EQ(receipt["quarantined"], 0);
  EXPECT_GT(receipt["pages"], 5);
  EXPECT_FALSE(receipt["seconds"]["to_searchable"].is_null());

  const CommandResult shown = sohoa.Run({"--json", "show", kCode});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  const Json dossier = Json::parse(shown.out);
  EXPECT_EQ(dossier["state"], "committed");
  std::set<std::string> types;
  std::size_t pages = dossier["blank"].size();
  for (const Json& document : dossier["documents"]) {
    types.insert(document["type"]["code"].get<std::string>());
    pages += document["pages"].size();
  }
  EXPECT_EQ(pages, receipt["pages"].get<std::size_t>()) << "each page stands in exactly one place";
  for (const char* type : {"KH", "CV", "QĐ", "C01", "D01"}) EXPECT_TRUE(types.contains(type)) << type;

  const CommandResult found = sohoa.Run({"--json", "search", "co che mot cua"});
  ASSERT_EQ(found.exit_code, 0) << found.err;
  const Json hits = Json::parse(found.out)["hits"];
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0]["dossier"], kCode);
  EXPECT_FALSE(hits[0]["boxes"].empty());
  EXPECT_EQ(sohoa.Run({"search", "khôngcótừnày"}).exit_code, 0);

  const CommandResult fields = sohoa.Run({"--json", "fields", dossier["documents"][0]["id"]});
  EXPECT_EQ(fields.exit_code, 0) << fields.err;
  EXPECT_FALSE(Json::parse(fields.out)["fields"].empty());

  const CommandResult exported = sohoa.Run({"export", kCode, "--format", "pdf", "-o", "pdf"});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(sohoa.folder() / "pdf"), {}),
            static_cast<std::ptrdiff_t>(dossier["documents"].size()));
  EXPECT_EQ(sohoa.Run({"export", kCode, "--format", "json", "-o", "d.json"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"verify"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"status"}).exit_code, 0);
}

TEST(Commands, ABrokenFileStandsInQuarantineAndTheRestIsSearchable) {
  const CommandRunner sohoa;
  // A JPEG head and nothing behind it.
  std::ofstream(sohoa.folder() / "broken.jpg", std::ios::binary) << "\xff\xd8\xff\xe0" << std::string("\0\x10JFIF", 6);
  const CommandResult submitted =
      sohoa.Run({"--json", "submit", "--dossier", kCode, "--wait", "broken.jpg", OnePage()});
  EXPECT_EQ(submitted.exit_code, 1) << submitted.err;
  const Json receipt = Json::parse(submitted.out);
  EXPECT_EQ(receipt["pages"], 2);
  EXPECT_EQ(receipt["quarantined"], 1);
  EXPECT_EQ(receipt["accepted"], 1);

  const CommandResult listed = sohoa.Run({"--json", "quarantine", "list"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const Json pages = Json::parse(listed.out)["pages"];
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_FALSE(pages[0]["reason"].get<std::string>().empty());
  EXPECT_EQ(sohoa.Run({"quarantine", "show", pages[0]["id"]}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"quarantine", "reject", pages[0]["id"], "--reason", "scanned by mistake"}).exit_code, 0);
}

TEST(Commands, AQuestionToNoArchiveIsAnswered) {
  const CommandRunner sohoa;
  EXPECT_EQ(sohoa.Run({"search", "x"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"show", "H42-260930-0012"}).exit_code, 3);
}

}  // namespace
}  // namespace sohoa
