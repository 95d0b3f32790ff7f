// SPDX-License-Identifier: Apache-2.0
//
// What scanners/scanner.h promises, as checks. Every driver's tests run it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "scanners/scanner.h"

namespace sohoa {

struct ScannerCase {
  std::function<std::unique_ptr<Scanner>()> open;  // the same source each time
  ScanOptions options;        // with which it gives `count` originals and then none
  std::size_t count = 0;      // at least 2
};

namespace check_scanner {

// Sheets count up from 1, both sides of one have its number, and the state knows the next.
inline void CheckCounts(const Scanner& scanner, const ScannedOriginal& original, std::uint32_t& sheet) {
  const bool back = original.side == SheetSide::kBack;
  EXPECT_EQ(original.sheet, back ? sheet : sheet + 1) << original.name;
  sheet = original.sheet;
  EXPECT_EQ(scanner.State().next_sheet, sheet + 1);
  EXPECT_EQ(original.repetition == Repetition::kNone, original.repeats.empty());
}

inline std::vector<std::string> GiveAll(Scanner& scanner) {
  std::vector<std::string> tokens;
  std::uint32_t sheet = 0;
  for (;;) {
    Result<std::optional<ScannedOriginal>> next = scanner.Next();
    EXPECT_TRUE(next) << next.status().ToString();
    if (!next || !next->has_value()) return tokens;
    const ScannedOriginal& original = **next;
    CheckCounts(scanner, original, sheet);
    EXPECT_FALSE(original.name.empty());
    EXPECT_GT(original.file.size(), 0u);
    const Result<std::string> bytes = original.file.ReadAt(0, 1);
    EXPECT_TRUE(bytes && bytes->size() == 1) << original.name << " cannot be read";
    tokens.push_back(original.token);
  }
}

inline void CheckGivesAllThenNone(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ASSERT_TRUE(scanner->Start(scanner_case.options).ok());
  EXPECT_EQ(scanner->State().next_sheet, 1u);
  EXPECT_EQ(scanner->State().device, DeviceState::kReady);
  const std::vector<std::string> tokens = GiveAll(*scanner);
  EXPECT_EQ(tokens.size(), scanner_case.count);
  const DeviceState end = scanner->State().device;
  EXPECT_TRUE(end == DeviceState::kReady || end == DeviceState::kFeederEmpty) << DeviceStateName(end);
  EXPECT_EQ(scanner->State().broken_frames, 0u);
  EXPECT_EQ(std::set<std::string>(tokens.begin(), tokens.end()).size(), tokens.size())
      << "tokens are not unique";
  const Result<std::optional<ScannedOriginal>> again = scanner->Next();
  EXPECT_TRUE(again && !again->has_value()) << "none does not stay none";
}

inline void CheckStopsAfterSheets(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ScanOptions options = scanner_case.options;
  options.sheets = 1;
  ASSERT_TRUE(scanner->Start(options).ok());
  EXPECT_EQ(GiveAll(*scanner).size(), 1u);
}

inline void CheckRefusesWhatItDoesNotHave(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ScanOptions options = scanner_case.options;
  options.device_options.emplace_back("no-scanner-has-this-option", "1");
  const Status status = scanner->Start(options);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << status.ToString();
  EXPECT_NE(status.message().find("no-scanner-has-this-option"), std::string::npos)
      << "the message does not name the option: " << status.message();
}

inline void CheckCancel(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ASSERT_TRUE(scanner->Start(scanner_case.options).ok());
  scanner->Cancel();
  for (int i = 0; i < 2; ++i) {
    const Result<std::optional<ScannedOriginal>> next = scanner->Next();
    EXPECT_EQ(next.status().code(), StatusCode::kCancelled);
  }
  ASSERT_TRUE(scanner->Start(scanner_case.options).ok());
  EXPECT_EQ(GiveAll(*scanner).size(), scanner_case.count) << "not good after a cancelled run";
}

inline void CheckCancelFromAnotherThread(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ASSERT_TRUE(scanner->Start(scanner_case.options).ok());
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    scanner->State();
    scanner->Cancel();
  });
  const auto begin = std::chrono::steady_clock::now();
  Result<std::optional<ScannedOriginal>> next = scanner->Next();
  while (next && next->has_value()) next = scanner->Next();
  other.join();
  if (!next) {
    EXPECT_EQ(next.status().code(), StatusCode::kCancelled);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_EQ(scanner->Next().status().code(), StatusCode::kCancelled);
}

// Last, for it lets the source go of its originals.
inline void CheckRelease(const ScannerCase& scanner_case) {
  const std::unique_ptr<Scanner> scanner = scanner_case.open();
  ASSERT_TRUE(scanner->Start(scanner_case.options).ok());
  const std::vector<std::string> tokens = GiveAll(*scanner);
  for (const std::string& token : tokens) {
    EXPECT_TRUE(scanner->Release(token).ok()) << token;
    EXPECT_TRUE(scanner->Release(token).ok()) << "a second release of " << token;
  }
  EXPECT_FALSE(scanner->Release("never given out").ok());
  EXPECT_FALSE(scanner->Release("").ok());
}

}  // namespace check_scanner

inline void CheckScanner(const ScannerCase& scanner_case) {
  const Result<ScannerDescription> description = scanner_case.open()->Describe();
  ASSERT_TRUE(description) << description.status().ToString();
  EXPECT_TRUE(OpenScanner(description->uri)) << description->uri;
  check_scanner::CheckGivesAllThenNone(scanner_case);
  check_scanner::CheckStopsAfterSheets(scanner_case);
  check_scanner::CheckRefusesWhatItDoesNotHave(scanner_case);
  check_scanner::CheckCancel(scanner_case);
  check_scanner::CheckCancelFromAnotherThread(scanner_case);
  check_scanner::CheckRelease(scanner_case);
}

}  // namespace sohoa
