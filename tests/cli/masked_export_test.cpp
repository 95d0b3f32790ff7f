// SPDX-License-Identifier: Apache-2.0
//
// Copies without personal data, as a person makes them of the sample dossier: its receipt has a
// telephone number, an address and electronic mail.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command_runner.h"

namespace sohoa {
namespace {

constexpr const char* kMaskedDossier = "000.00.18.H42-181004-0001";
const std::vector<std::string> kPersonalWords = {"000", "142", "hanh.nong@example.vn", "Mít"};

std::string TextOfPdf(const std::filesystem::path& pdf) {
  std::string text;
  FILE* pipe = popen(("pdftotext '" + pdf.string() + "' - 2>&1").c_str(), "r");
  char piece[65536];
  for (std::size_t got = 0; pipe != nullptr && (got = fread(piece, 1, sizeof piece, pipe)) > 0;) text.append(piece, got);
  if (pipe != nullptr) pclose(pipe);
  return text;
}

std::multiset<std::string> WordsOf(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

class MaskedExport : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sohoa_ = new CommandRunner();
    const CommandResult submitted = sohoa_->Run({"submit", "--dossier", kMaskedDossier, "--wait", CommandRunner::Samples().string()});
    ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  }
  static void TearDownTestSuite() {
    delete sohoa_;
    sohoa_ = nullptr;
  }

  // The text of all files, by name.
  static std::map<std::string, std::string> Export(const std::string& format, bool mask, std::string* said = nullptr) {
    const std::string folder = format + (mask ? "-masked" : "-whole");
    std::vector<std::string> arguments = {"export", kMaskedDossier, "--format", format, "-o", folder};
    if (mask) arguments.push_back("--mask");
    const CommandResult exported = sohoa_->Run(arguments);
    EXPECT_EQ(exported.exit_code, 0) << exported.err;
    if (said != nullptr) *said = exported.out + exported.err;
    std::map<std::string, std::string> texts;
    for (const auto& file : std::filesystem::directory_iterator(sohoa_->folder() / folder)) {
      std::ifstream in(file.path(), std::ios::binary);
      texts[file.path().filename()] = format == "pdf" ? TextOfPdf(file.path()) : std::string(std::istreambuf_iterator<char>(in), {});
    }
    return texts;
  }

  static CommandRunner* sohoa_;
};
CommandRunner* MaskedExport::sohoa_ = nullptr;

TEST_F(MaskedExport, HidesInTheTextWhatNamesAPersonAndNothingElse) {
  const std::map<std::string, std::string> whole = Export("pdf", false);
  std::string said;
  const std::map<std::string, std::string> masked = Export("pdf", true, &said);
  ASSERT_EQ(masked.size(), whole.size());
  EXPECT_EQ(said.find("142"), std::string::npos) << "what is hidden is not told";
  std::size_t kept = 0;
  std::size_t hidden = 0;
  for (const auto& [name, text] : whole) {
    const std::multiset<std::string> before = WordsOf(text);
    const std::multiset<std::string> after = WordsOf(masked.at(name));
    EXPECT_EQ(after.size(), before.size()) << name;
    for (const std::string& word : before) (after.contains(word) ? kept : hidden) += 1;
    for (const std::string& word : kPersonalWords) EXPECT_FALSE(after.contains(word)) << name;
  }
  EXPECT_GE(hidden, 10u);
  EXPECT_GT(kept, 50 * hidden);
}

// Read anew, as whoever gets the copy could.
TEST_F(MaskedExport, LeavesNothingToReadInThePicture) {
  Export("pdf", true);
  Export("pdf", false);
  const auto read = [&](const std::string& folder) {
    std::vector<std::string> arguments = {"ocr"};
    for (const auto& file : std::filesystem::directory_iterator(sohoa_->folder() / folder)) arguments.push_back(file.path());
    const CommandResult result = sohoa_->Run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return WordsOf(result.out);
  };
  const std::multiset<std::string> whole = read("pdf-whole");
  const std::multiset<std::string> masked = read("pdf-masked");
  EXPECT_TRUE(whole.contains("hanh.nong@example.vn")) << "there is something to hide";
  for (const std::string& word : kPersonalWords) EXPECT_FALSE(masked.contains(word));
  EXPECT_GT(masked.size() + 100, whole.size()) << "the rest can be read as before";
}

TEST_F(MaskedExport, HidesInAltoAndHocrToo) {
  for (const char* format : {"alto", "hocr"}) {
    const std::map<std::string, std::string> whole = Export(format, false);
    const std::map<std::string, std::string> masked = Export(format, true);
    ASSERT_EQ(masked.size(), whole.size());
    for (const auto& [name, text] : masked) {
      EXPECT_EQ(text.find("hanh.nong@example.vn"), std::string::npos) << name;
      for (const char* number : {">142<", "CONTENT=\"142\""}) EXPECT_EQ(text.find(number), std::string::npos) << name;
    }
  }
}

TEST_F(MaskedExport, RefusesFormsThatAreRecordsOfTheArchive) {
  for (const char* format : {"sip", "aip", "bagit", "nd30", "json"}) {
    const CommandResult exported = sohoa_->Run({"export", kMaskedDossier, "--format", format, "-o", "no", "--mask"});
    EXPECT_EQ(exported.exit_code, 2) << format;
    EXPECT_NE(exported.err.find("--mask"), std::string::npos) << exported.err;
  }
  EXPECT_EQ(sohoa_->Run({"export", "H42.18-260930-9999", "--mask", "-o", "no"}).exit_code, sohoa_->Run({"export", "H42.18-260930-9999", "-o", "no"}).exit_code);
}

}  // namespace
}  // namespace sohoa
