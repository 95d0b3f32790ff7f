// SPDX-License-Identifier: Apache-2.0
//
// The audit chain against its signed roots, by the program that shares nothing with the archive.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/command_runner.h"
#include "core/base64.h"
#include "core/calendar.h"
#include "core/ed25519.h"
#include "storage/archive.h"
#include "storage/archive_codec.h"
#include "storage/audit_root.h"
#include "storage/key_layout.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

struct Outcome {
  int exit_code = -1;
  std::string out;
};

Outcome CheckAudit(const std::vector<std::string>& arguments) {
  std::string command = std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-check-audit";
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> part{};
  while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe)) outcome.out.append(part.data(), size);
  outcome.exit_code = WEXITSTATUS(::pclose(pipe));
  return outcome;
}

void WriteFile(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// An archive with five events on each of three days, the roots of those days, and the records as they left it.
class AuditChain : public testing::Test {
 protected:
  AuditChain() : archive_(NewMemoryArchive()), key_(*NewEd25519Key()) {
    WriteFile(Path("key.pub"), *PublicEd25519Key(key_));
    for (int day = 0; day < 3; ++day) {
      for (int i = 0; i < 5; ++i) Add(kBegin + day * kDayMs + i * 3'600'000);
    }
  }

  void Add(std::int64_t at) {
    MetaBatch batch;
    ArchiveEvent event;
    event.at_unix_ms = at;
    event.kind = "page.received";
    event.dossier = "000.00.18.H42-181004-0001";
    ASSERT_TRUE(archive_->StageEvent(event, batch).ok());
    ASSERT_TRUE(archive_->meta().Write(batch).ok());
  }

  // Puts the root and the records of each day where an inspector has them.
  void Anchor() {
    for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"}) {
      const AuditRoot root = *RootOfDay(archive_->meta(), day, kBegin + 10 * kDayMs);
      const std::string statement = FormatAuditRoot(root);
      WriteFile(Path(std::string(day) + ".root"), statement + "signature: " + EncodeBase64(*SignEd25519(key_, statement)) + "\n");
      WriteRecords(day, root.first, root.last);
    }
  }

  void WriteRecords(const std::string& day, std::uint64_t first, std::uint64_t last) {
    std::string lines(kAuditRecordsHeader);
    ASSERT_TRUE(VisitAuditRecords(archive_->meta(), first, last, [&](std::string_view record) {
      lines += AuditRecordLine(record);
      return true;
    }).ok());
    WriteFile(Path(day + ".records"), lines);
  }

  // The lines of a day's records without the header; and back.
  std::vector<std::string> Lines(const std::string& day) {
    std::ifstream file(Path(day + ".records"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    lines.erase(lines.begin());
    return lines;
  }
  void WriteLines(const std::string& day, const std::vector<std::string>& lines) {
    std::string text(kAuditRecordsHeader);
    for (const std::string& line : lines) text += line + "\n";
    WriteFile(Path(day + ".records"), text);
  }

  std::string Path(const std::string& name) const { return folder_.path() / name; }

  Outcome Check() {
    std::vector<std::string> arguments = {"--key", Path("key.pub")};
    for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"}) arguments.push_back(Path(std::string(day) + ".root"));
    arguments.push_back("--records");
    for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"}) arguments.push_back(Path(std::string(day) + ".records"));
    return CheckAudit(arguments);
  }

  static constexpr std::int64_t kBegin = 1'795'453'200'000 + 8 * 3'600'000;  // 2026-11-24 08:00 in Vietnam

  TestFolder folder_;
  std::unique_ptr<Archive> archive_;
  std::string key_;
};

TEST_F(AuditChain, AgreesWithItsRoots) {
  ASSERT_EQ(FormatVietnamTime(kBegin), "2026-11-24T08:00:00+07:00");
  Anchor();
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_NE(outcome.out.find("3 roots, 15 records: all agree"), std::string::npos) << outcome.out;
}

TEST_F(AuditChain, ShowsARecordThatWasChanged) {
  Anchor();
  std::vector<std::string> lines = Lines("2026-11-25");
  AuditRecord record;
  record.sequence = 8;
  record.at_unix_ms = kBegin;
  record.action = "page.received";
  record.object = "another dossier";
  lines[2] = EncodeBase64(EncodeAuditRecord(record));
  WriteLines("2026-11-25", lines);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("record 9 does not follow the one before it"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("the records of 2026-11-25 are not those of"), std::string::npos) << outcome.out;
}

TEST_F(AuditChain, ShowsARecordThatWasRemoved) {
  Anchor();
  std::vector<std::string> lines = Lines("2026-11-25");
  lines.erase(lines.begin() + 1);
  WriteLines("2026-11-25", lines);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("record 7 of 2026-11-25 is missing"), std::string::npos) << outcome.out;
}

TEST_F(AuditChain, ShowsRecordsThatChangedPlaces) {
  Anchor();
  std::vector<std::string> lines = Lines("2026-11-26");
  std::swap(lines[1], lines[3]);
  WriteLines("2026-11-26", lines);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("stands behind record"), std::string::npos) << outcome.out;
}

// All of it, as who holds the whole store can: only what lies elsewhere tells.
TEST_F(AuditChain, ShowsThatTheWholeOfItWasWrittenAnew) {
  Anchor();
  archive_ = NewMemoryArchive();
  for (int day = 0; day < 3; ++day) {
    for (int i = 0; i < 5; ++i) Add(kBegin + day * kDayMs + i * 3'600'000 + (day == 1 && i == 2 ? 60'000 : 0));
  }
  WriteRecords("2026-11-24", 1, 5);
  WriteRecords("2026-11-25", 6, 10);
  WriteRecords("2026-11-26", 11, 15);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out.find("2026-11-24 are"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("record 10 is not the one that"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("record 15 is not the one that"), std::string::npos) << "every later root tells too: " << outcome.out;
}

// By who can write every record that follows anew, so that the chain holds together: one root that lies elsewhere tells.
TEST_F(AuditChain, ShowsForgeriesThatHoldTogetherFromOneRootAlone) {
  Anchor();
  using Records = std::vector<AuditRecord>;
  const auto forge = [this](const std::function<void(Records&)>& change) {
    Records records;
    for (const char* day : {"2026-11-24", "2026-11-25"}) {
      for (const std::string& line : Lines(day)) records.push_back(*DecodeAuditRecord(*DecodeBase64(line)));
    }
    change(records);
    Sha256 before{};
    std::string text(kAuditRecordsHeader);
    for (std::size_t i = 0; i < records.size(); ++i) {
      records[i].sequence = i + 1;
      records[i].previous = before;
      const std::string encoded = EncodeAuditRecord(records[i]);
      before = Sha256::Of(encoded);
      text += AuditRecordLine(encoded);
    }
    WriteFile(Path("forged.records"), text);
    return CheckAudit({"--key", Path("key.pub"), Path("2026-11-25.root"), "--records", Path("forged.records")});
  };
  EXPECT_EQ(forge([](Records&) {}).exit_code, 0) << "as it was";
  const std::map<std::string, std::function<void(Records&)>> forgeries = {
      {"changed", [](Records& records) { records[6].object = "000.00.18.H42-181004-0002"; }},
      {"changed on the day before", [](Records& records) { records[1].object = "000.00.18.H42-181004-0002"; }},
      {"removed", [](Records& records) { records.erase(records.begin() + 7); }},
      {"removed, and another put at the end", [](Records& records) { records.erase(records.begin() + 7), records.push_back(records.back()); }},
      {"reordered", [](Records& records) { std::swap(records[6], records[8]); }},
      {"put between", [](Records& records) { records.insert(records.begin() + 7, records[6]); }}};
  for (const auto& [name, change] : forgeries) EXPECT_EQ(forge(change).exit_code, 1) << name;
}

TEST_F(AuditChain, ShowsARootThatWasChangedOrSignedByAnother) {
  Anchor();
  std::ifstream file(Path("2026-11-25.root"));
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  text.replace(text.find("last: 10"), 8, "last: 9\n", 7);
  WriteFile(Path("2026-11-25.root"), text);
  Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("2026-11-25.root is not signed by this key"), std::string::npos) << outcome.out;

  Anchor();
  WriteFile(Path("key.pub"), *PublicEd25519Key(*NewEd25519Key()));
  outcome = Check();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("2026-11-24.root is not signed by this key"), std::string::npos) << outcome.out;
}

TEST_F(AuditChain, SaysWhichRecordsHaveNoRootYet) {
  Add(kBegin + 3 * kDayMs);
  Anchor();
  WriteRecords("2026-11-26", 11, 16);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_NE(outcome.out.find("no root is there for records 16 to 16"), std::string::npos) << outcome.out;
}

TEST_F(AuditChain, HasARootForADayWithoutRecordsAndOneWhateverTheClockDid) {
  const AuditRoot empty = *RootOfDay(archive_->meta(), "2026-11-27", kBegin + 10 * kDayMs);
  EXPECT_EQ(empty.first, 16u);
  EXPECT_EQ(empty.last, 15u);
  // The clock went back a day: the record belongs to the newest day that has records behind it.
  Add(kBegin + kDayMs);
  EXPECT_EQ(RootOfDay(archive_->meta(), "2026-11-25", kBegin + 10 * kDayMs)->last, 16u);
  EXPECT_EQ(RootOfDay(archive_->meta(), "2026-11-26", kBegin + 10 * kDayMs)->first, 17u);
}

TEST_F(AuditChain, GetsNoRootForADayThatGoesOnOrAChainThatIsBroken) {
  EXPECT_EQ(RootOfDay(archive_->meta(), "2026-11-26", kBegin + 2 * kDayMs).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(RootOfDay(archive_->meta(), "today", kBegin + 2 * kDayMs).status().code(), StatusCode::kInvalidArgument);
  MetaBatch batch;
  batch.Delete(AuditKey(7));
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  EXPECT_EQ(RootOfDay(archive_->meta(), "2026-11-24", kBegin + 10 * kDayMs).status().code(), StatusCode::kCorruption);
}

TEST(AuditCommand, SignsADayAsTheCheckerReadsIt) {
  const CommandRunner sohoa;
  const std::string key = sohoa.folder() / "audit.key";
  const std::string out = sohoa.folder() / "roots";
  ASSERT_EQ(sohoa.Run({"audit", "key", "--key", key}).exit_code, 0);
  EXPECT_NE(sohoa.Run({"audit", "key", "--key", key}).exit_code, 0) << "it would have written over a key";
  const CommandResult result = sohoa.Run({"audit", "sign", "--key", key, "--day", "2026-11-24", "--output", out});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Outcome outcome = CheckAudit({"--key", key + ".pub", out + "/2026-11-24.root", "--records", out + "/2026-11-24.records"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_NE(sohoa.Run({"audit", "sign", "--key", key}).exit_code, 0) << "no folder was named";
}

}  // namespace
}  // namespace sohoa
