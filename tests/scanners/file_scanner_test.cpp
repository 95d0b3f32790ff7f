// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_scanner.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "scanners/small_files.h"
#include "scanners/temporary_folder.h"
#include "support/check_scanner.h"

namespace sohoa {
namespace {

std::vector<std::string> NamesFrom(Scanner& scanner) {
  std::vector<std::string> names;
  for (;;) {
    Result<std::optional<ScannedOriginal>> next = scanner.Next();
    EXPECT_TRUE(next) << next.status().ToString();
    if (!next || !next->has_value()) return names;
    names.push_back((*next)->name);
  }
}

TEST(FileScanner, KeepsTheContract) {
  const TemporaryFolder folder;
  for (const char* name : {"1.pdf", "2.pdf", "3.pdf"}) folder.Write(name, SmallPdf());
  CheckScanner({[&] { return NewFileScanner(folder.path().native()); }, ScanOptions(), 3});
}

TEST(FileScanner, GivesAFileAsItIs) {
  const TemporaryFolder folder;
  const auto path = folder.Write(".odd~", "any bytes");
  const auto scanner = NewFileScanner(path.native());
  ASSERT_TRUE(scanner->Start({}).ok());

  const Result<std::optional<ScannedOriginal>> next = scanner->Next();

  ASSERT_TRUE(next && next->has_value());
  EXPECT_EQ((*next)->name, ".odd~");
  EXPECT_EQ(*(*next)->file.ReadAt(0, 100), "any bytes");
}

TEST(FileScanner, GivesAFolderInNaturalOrderWithItsSubfolders) {
  const TemporaryFolder folder;
  for (const char* name : {"10.png", "2.png", "3/20.png", "3/3.png", "4.png", "1.png"}) {
    folder.Write(name, SmallPng());
  }
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());

  EXPECT_EQ(NamesFrom(*scanner), (std::vector<std::string>{"1.png", "2.png", "3/3.png", "3/20.png",
                                                           "4.png", "10.png"}));
}

TEST(FileScanner, PassesOverWhatNobodyMeans) {
  const TemporaryFolder folder;
  for (const char* name : {".hidden.pdf", "a.pdf.part", "b.tmp", "c.pdf~", "~$d.pdf", "Thumbs.db",
                           "e.PDF.CRDOWNLOAD", ".git/f.pdf", "g.pdf"}) {
    folder.Write(name, SmallPdf());
  }
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());

  EXPECT_EQ(NamesFrom(*scanner), std::vector<std::string>{"g.pdf"});
}

TEST(FileScanner, DoesNotGoRoundInALinkedFolder) {
  const TemporaryFolder folder;
  folder.Write("a.pdf", SmallPdf());
  std::filesystem::create_directory_symlink(folder.path(), folder.path() / "round");
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());

  EXPECT_EQ(NamesFrom(*scanner), std::vector<std::string>{"a.pdf"});
}

TEST(FileScanner, ShowsNamesInNfc) {
  const TemporaryFolder folder;
  folder.Write("Quye\u0302\u0301t đi\u0323nh.pdf", SmallPdf());
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());

  EXPECT_EQ(NamesFrom(*scanner), std::vector<std::string>{"Quyết định.pdf"});
}

TEST(FileScanner, SaysThatAFileIsNotThere) {
  const auto scanner = NewFileScanner("/nowhere/at/all.pdf");
  const Status status = scanner->Start({});
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_NE(status.message().find("/nowhere/at/all.pdf"), std::string::npos);
}

TEST(FileScanner, GoesOnAfterAFileThatWentAway) {
  const TemporaryFolder folder;
  const auto first = folder.Write("1.pdf", SmallPdf());
  folder.Write("2.pdf", SmallPdf());
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());
  std::filesystem::remove(first);

  EXPECT_EQ(scanner->Next().status().code(), StatusCode::kNotFound);
  EXPECT_EQ(NamesFrom(*scanner), std::vector<std::string>{"2.pdf"});
}

TEST(FileScanner, RefusesDuplexAndSources) {
  const TemporaryFolder folder;
  const auto scanner = NewFileScanner(folder.path().native());
  ScanOptions duplex;
  duplex.duplex = true;
  EXPECT_EQ(scanner->Start(duplex).code(), StatusCode::kInvalidArgument);
  ScanOptions feeder;
  feeder.source = ScanSource::kFeeder;
  EXPECT_EQ(scanner->Start(feeder).code(), StatusCode::kInvalidArgument);
}

TEST(OpenScanner, KnowsItsSchemesAndRefusesOthers) {
  EXPECT_TRUE(OpenScanner("file:/tmp"));
  EXPECT_TRUE(OpenScanner("folder:/tmp"));
  for (const char* uri : {"", "file", "file:", "twain:x", "/tmp/a.pdf"}) {
    EXPECT_EQ(OpenScanner(uri).status().code(), StatusCode::kInvalidArgument) << uri;
  }
}

TEST(FileScanner, TellsThatAFileHasTheBytesOfTheOneBefore) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  folder.Write("2.pdf", SmallPdf());
  folder.Write("3.pdf", SmallPdf() + " ");
  const auto scanner = NewFileScanner(folder.path().native());
  ASSERT_TRUE(scanner->Start({}).ok());
  const Repetition expected[] = {Repetition::kNone, Repetition::kSameBytes, Repetition::kNone};
  for (const Repetition repetition : expected) {
    const auto next = scanner->Next();
    ASSERT_TRUE(next && next->has_value());
    EXPECT_EQ((*next)->repetition, repetition) << (*next)->name;
    EXPECT_EQ((*next)->repeats, repetition == Repetition::kNone ? "" : "1.pdf");
  }
}

}  // namespace
}  // namespace sohoa
