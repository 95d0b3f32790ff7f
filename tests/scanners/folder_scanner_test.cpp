// SPDX-License-Identifier: Apache-2.0
#include "scanners/folder_scanner.h"

#include <chrono>
#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "scanners/released_files.h"
#include "scanners/small_files.h"
#include "scanners/temporary_folder.h"
#include "support/check_scanner.h"

namespace sohoa {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Next = Result<std::optional<ScannedOriginal>>;

// Quick looks; ends when nothing came for 300 ms.
ScanOptions QuickOptions() {
  ScanOptions options;
  options.device_options = {{"settle-ms", "60"}, {"stalled-ms", "250"}, {"idle-ms", "300"}};
  return options;
}

std::unique_ptr<Scanner> StartedOn(const TemporaryFolder& folder,
                                   const ScanOptions& options = QuickOptions()) {
  std::unique_ptr<Scanner> scanner = NewFolderScanner(folder.path().native());
  const Status started = scanner->Start(options);
  EXPECT_TRUE(started.ok()) << started.ToString();
  return scanner;
}

std::string NameOf(const Next& next) {
  if (!next) return next.status().ToString();
  return next->has_value() ? (*next)->name : "none";
}

TEST(FolderScanner, KeepsTheContract) {
  const TemporaryFolder folder;
  for (const char* name : {"1.pdf", "2.pdf", "3.pdf"}) folder.Write(name, SmallPdf());
  CheckScanner({[&] { return NewFolderScanner(folder.path().native()); }, QuickOptions(), 3});
}

TEST(FolderScanner, LeavesAFileThatIsStillBeingWrittenUntilItIsWhole) {
  const TemporaryFolder folder;
  const std::string jpeg = SmallJpeg();
  folder.Write("1.jpg", jpeg.substr(0, 12));
  ScanOptions options = QuickOptions();
  options.device_options[1].second = "60000";
  const auto scanner = StartedOn(folder, options);
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });

  // Much longer than it takes to settle: only the missing end holds it back.
  EXPECT_EQ(next.wait_for(milliseconds(400)), std::future_status::timeout);
  folder.Append("1.jpg", jpeg.substr(12));

  const Next given = next.get();
  ASSERT_EQ(NameOf(given), "1.jpg");
  EXPECT_EQ(*(*given)->file.ReadAt(0, 1000), jpeg);
}

TEST(FolderScanner, LeavesAFileThatLooksWholeButStillGrows) {
  const TemporaryFolder folder;
  const std::string part = SmallPdf();  // an incremental save: each part ends like a whole file
  folder.Write("1.pdf", part);
  ScanOptions options = QuickOptions();
  options.device_options[0].second = "300";
  const auto scanner = StartedOn(folder, options);
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  for (int i = 0; i < 8; ++i) {
    std::this_thread::sleep_for(milliseconds(80));
    folder.Append("1.pdf", part);
  }

  const Next given = next.get();
  ASSERT_EQ(NameOf(given), "1.pdf");
  EXPECT_EQ((*given)->file.size(), 9 * part.size());
}

TEST(FolderScanner, KeepsPagesInOrderWhenTheFirstIsTheLastToBeWritten) {
  const TemporaryFolder folder;
  folder.Write("scan2.pdf", SmallPdf());
  folder.Write("scan1.pdf", SmallPdf().substr(0, 20));
  folder.Write("scan10.pdf", SmallPdf());
  ScanOptions options = QuickOptions();
  options.device_options[1].second = "60000";
  const auto scanner = StartedOn(folder, options);
  std::thread writer([&] {
    std::this_thread::sleep_for(milliseconds(300));
    folder.Append("scan1.pdf", SmallPdf().substr(20));
  });

  EXPECT_EQ(NameOf(scanner->Next()), "scan1.pdf");
  writer.join();
  EXPECT_EQ(NameOf(scanner->Next()), "scan2.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "scan10.pdf");
}

TEST(FolderScanner, PassesOverTemporaryNamesUntilTheyAreRenamed) {
  const TemporaryFolder folder;
  for (const char* name : {".a.pdf", "b.pdf.part", "c.tmp", "d.pdf~", "e.pdf.crdownload"}) {
    folder.Write(name, SmallPdf());
  }
  folder.Write("sub/f.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);

  EXPECT_EQ(NameOf(scanner->Next()), "none");
  std::filesystem::rename(folder.path() / "b.pdf.part", folder.path() / "b.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "b.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "none");
}

TEST(FolderScanner, OffersAnUnreleasedFileAgainAfterARestartUnderTheSameToken) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  std::string token;
  {
    const auto scanner = StartedOn(folder);
    const Next given = scanner->Next();
    ASSERT_EQ(NameOf(given), "1.pdf");
    token = (*given)->token;
    EXPECT_EQ(NameOf(scanner->Next()), "none") << "given out twice in one run";
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "1.pdf"));
  }
  const auto scanner = StartedOn(folder);

  const Next again = scanner->Next();

  ASSERT_EQ(NameOf(again), "1.pdf");
  EXPECT_EQ((*again)->token, token);
}

TEST(FolderScanner, MovesAFileAwayOnReleaseAndReplacesNone) {
  const TemporaryFolder folder;
  for (int round = 1; round <= 3; ++round) {
    folder.Write("1.pdf", SmallPdf() + std::string(static_cast<std::size_t>(round), ' '));
    const auto scanner = StartedOn(folder);
    const Next given = scanner->Next();
    ASSERT_EQ(NameOf(given), "1.pdf");
    ASSERT_TRUE(scanner->Release((*given)->token).ok());
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "1.pdf"));
  }
  const std::size_t whole = SmallPdf().size();
  EXPECT_EQ(std::filesystem::file_size(folder.path() / ".done/1.pdf"), whole + 1);
  EXPECT_EQ(std::filesystem::file_size(folder.path() / ".done/1-2.pdf"), whole + 2);
  EXPECT_EQ(std::filesystem::file_size(folder.path() / ".done/1-3.pdf"), whole + 3);
}

TEST(FolderScanner, ReleasesAfterARestartWithoutOfferingFirst) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  const Next given = StartedOn(folder)->Next();
  ASSERT_EQ(NameOf(given), "1.pdf");

  EXPECT_TRUE(NewFolderScanner(folder.path().native())->Release((*given)->token).ok());

  EXPECT_TRUE(std::filesystem::exists(folder.path() / ".done/1.pdf"));
}

TEST(FolderScanner, DoesNotMoveANewFileThatTookTheNameOfAnOldOne) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);
  const Next first = scanner->Next();
  ASSERT_EQ(NameOf(first), "1.pdf");
  folder.Write("1.pdf", "%PDF-1.4 another one %%EOF");

  EXPECT_EQ(scanner->Release((*first)->token).code(), StatusCode::kConflict);

  const Next second = scanner->Next();
  ASSERT_EQ(NameOf(second), "1.pdf");
  EXPECT_NE((*second)->token, (*first)->token);
  EXPECT_EQ(*(*second)->file.ReadAt(0, 100), "%PDF-1.4 another one %%EOF");
}

TEST(FolderScanner, TokensDoNotLeadOutOfTheFolder) {
  const TemporaryFolder folder;
  folder.Write("in/1.pdf", SmallPdf());
  const auto outside = folder.Write("secret.pdf", SmallPdf());
  const std::string token = MakeFileToken("../secret.pdf", *StampOf(outside));

  EXPECT_EQ(ReleaseFile(folder.path() / "in", token).code(), StatusCode::kInvalidArgument);

  EXPECT_TRUE(std::filesystem::exists(outside));
}

TEST(FolderScanner, ReportsAFileOfNoKnownKindOnceAndLeavesIt) {
  const TemporaryFolder folder;
  folder.Write("1.docx", "PK not a scan");
  folder.Write("2.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);

  const Next report = scanner->Next();
  EXPECT_EQ(report.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(report.status().message().find("1.docx"), std::string::npos);
  EXPECT_EQ(NameOf(scanner->Next()), "2.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "none");
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "1.docx"));
}

TEST(FolderScanner, ReportsAFileThatStaysUnfinishedAndTakesItWhenItIsWhole) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf().substr(0, 20));
  folder.Write("2.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);

  const Next report = scanner->Next();
  EXPECT_EQ(report.status().code(), StatusCode::kBadInput) << NameOf(report);
  EXPECT_EQ(NameOf(scanner->Next()), "2.pdf");
  folder.Write("1.pdf", SmallPdf());
  EXPECT_EQ(NameOf(scanner->Next()), "1.pdf");
}

TEST(FolderScanner, CancelEndsAWaitWithoutEnd) {
  const TemporaryFolder folder;
  ScanOptions options;  // neither idle-ms nor sheets: waits for ever
  const auto scanner = StartedOn(folder, options);
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  EXPECT_EQ(next.wait_for(milliseconds(100)), std::future_status::timeout);
  const auto begin = steady_clock::now();

  scanner->Cancel();

  EXPECT_EQ(next.get().status().code(), StatusCode::kCancelled);
  EXPECT_LT(steady_clock::now() - begin, milliseconds(400));
}

TEST(FolderScanner, SaysThatItsFolderWentAwayAndGoesOnWhenItIsBack) {
  const TemporaryFolder folder;
  folder.Write("in/1.pdf", SmallPdf());
  const auto scanner = NewFolderScanner((folder.path() / "in").native());
  ASSERT_TRUE(scanner->Start(QuickOptions()).ok());
  std::filesystem::rename(folder.path() / "in", folder.path() / "away");

  EXPECT_EQ(scanner->Next().status().code(), StatusCode::kUnavailable);
  std::filesystem::rename(folder.path() / "away", folder.path() / "in");
  EXPECT_EQ(NameOf(scanner->Next()), "1.pdf");
}

TEST(FolderScanner, GivesAFileOnceThoughItIsRenamedAndReleasesItUnderItsNewName) {
  const TemporaryFolder folder;
  folder.Write("scan.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);
  const Next given = scanner->Next();
  ASSERT_EQ(NameOf(given), "scan.pdf");
  std::filesystem::rename(folder.path() / "scan.pdf", folder.path() / "Nguyen.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "none");
  EXPECT_TRUE(scanner->Release((*given)->token).ok());
  EXPECT_TRUE(std::filesystem::exists(folder.path() / ".done/Nguyen.pdf"));
  // What takes the old name is another file.
  folder.Write("scan.pdf", SmallPdf() + " ");
  EXPECT_EQ(NameOf(scanner->Next()), "scan.pdf");
}

TEST(FolderScanner, GivesNothingAgainWhenAShareWasGoneForAWhile) {
  const TemporaryFolder folder;
  folder.Write("in/1.pdf", SmallPdf());
  const auto scanner = NewFolderScanner((folder.path() / "in").native());
  ASSERT_TRUE(scanner->Start(QuickOptions()).ok());
  EXPECT_EQ(NameOf(scanner->Next()), "1.pdf");
  // What it was mounted on is a folder too, and empty.
  std::filesystem::rename(folder.path() / "in", folder.path() / "away");
  std::filesystem::create_directory(folder.path() / "in");
  EXPECT_EQ(NameOf(scanner->Next()), "none");
  std::filesystem::remove(folder.path() / "in");
  std::filesystem::rename(folder.path() / "away", folder.path() / "in");
  folder.Write("in/2.pdf", SmallPdf() + " ");
  EXPECT_EQ(NameOf(scanner->Next()), "2.pdf");
  EXPECT_EQ(NameOf(scanner->Next()), "none");
}

TEST(FolderScanner, TellsOfAFileThatCameTwiceThoughOthersCameBetween) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  folder.Write("2.png", SmallPng());
  folder.Write("3.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);
  EXPECT_EQ(NameOf(scanner->Next()), "1.pdf");
  EXPECT_EQ((*scanner->Next())->repetition, Repetition::kNone);
  const Next again = scanner->Next();
  ASSERT_EQ(NameOf(again), "3.pdf");
  EXPECT_EQ((*again)->repetition, Repetition::kSameBytes);
  EXPECT_EQ((*again)->repeats, "1.pdf");
}

TEST(FolderScanner, SaysWhatItDoes) {
  const TemporaryFolder folder;
  folder.Write("in/1.pdf", SmallPdf());
  folder.Write("in/2.pdf", SmallPdf().substr(0, 20));
  const auto scanner = NewFolderScanner((folder.path() / "in").native());
  ScanOptions options = QuickOptions();
  options.device_options[1].second = "60000";
  ASSERT_TRUE(scanner->Start(options).ok());
  EXPECT_EQ(NameOf(scanner->Next()), "1.pdf");
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  while (scanner->State().device != DeviceState::kScanning) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(scanner->State().next_sheet, 2u);
  std::filesystem::rename(folder.path() / "in", folder.path() / "away");
  EXPECT_EQ(next.get().status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(scanner->State().device, DeviceState::kGone);
}

TEST(FolderScanner, TellsThatAFileCameAgainAlsoWhenTheFirstIsReleased) {
  const TemporaryFolder folder;
  folder.Write("1.pdf", SmallPdf());
  const auto scanner = StartedOn(folder);
  const Next first = scanner->Next();
  ASSERT_TRUE(scanner->Release((*first)->token).ok());
  folder.Write("again.pdf", SmallPdf());
  const Next second = scanner->Next();
  ASSERT_EQ(NameOf(second), "again.pdf");
  EXPECT_EQ((*second)->repetition, Repetition::kSameBytes);
  EXPECT_EQ((*second)->repeats, "1.pdf");
}

TEST(FolderScanner, RefusesAFolderThatIsNone) {
  const TemporaryFolder folder;
  const auto file = folder.Write("1.pdf", SmallPdf());
  EXPECT_EQ(NewFolderScanner(file.native())->Start({}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(NewFolderScanner("/nowhere/at/all")->Start({}).code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace sohoa
