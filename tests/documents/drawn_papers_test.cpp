// SPDX-License-Identifier: Apache-2.0
//
// Papers of all classes as they are drawn, read without an error: what is wrong here is wrong in
// the rules. Pages as readers give them are measured by benchmarks/understanding_bench.
#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "documents/page_layout.h"
#include "samples/faultless_reading.h"
#include "samples/sample_classes.h"

namespace sohoa {
namespace {

struct Paper {
  SampleTruth truth;
  ReadDocument read;
  std::vector<std::string> lines;
};

Paper Understood(const SampleClass& one, std::uint64_t seed) {
  DrawOptions options;
  options.dpi = 100;
  options.seal = false;
  std::vector<PageRecord> pages;
  std::vector<std::string> lines;
  // Another class, other people.
  const std::uint64_t content = seed * 131 + static_cast<std::uint64_t>(&one - SampleClasses().data());
  Result<SampleTruth> truth = DrawClass(one, content, options, [&](SamplePage page) {
    pages.push_back(FaultlessReading(page.truth));
    for (const SampleLine& line : page.truth.lines) lines.push_back(line.text);
    return Status();
  });
  Paper paper;
  if (!truth) return paper;
  paper.truth = std::move(*truth);
  paper.lines = lines;
  std::vector<const PageRecord*> records;
  for (const PageRecord& page : pages) records.push_back(&page);
  paper.read = Understand(records);
  return paper;
}

std::string Words(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? ' ' : c;
  return out;
}

TEST(DrawnPapers, HaveTheirClass) {
  for (const SampleClass& one : SampleClasses()) {
    if (one.code == "E04") continue;  // separation leaves blank pages out
    for (std::uint64_t seed = 100; seed < 104; ++seed) {
      EXPECT_EQ(Understood(one, seed).read.type.code, one.code) << "seed " << seed;
    }
  }
}

TEST(DrawnPapers, HaveTheirFields) {
  std::size_t right = 0;
  std::size_t all = 0;
  for (const SampleClass& one : SampleClasses()) {
    for (std::uint64_t seed = 200; seed < 203; ++seed) {
      const Paper paper = Understood(one, seed);
      for (const SampleField& field : paper.truth.fields) {
        const bool same = Words(paper.read.Value(field.code)) == Words(ToNfc(field.normalized));
        right += same ? 1 : 0;
        ++all;
        if (!same) {
          std::printf("%s %s %s: '%s', wanted '%s'\n", std::string(one.code).c_str(),
                      std::to_string(seed).c_str(), field.code.c_str(),
                      paper.read.Value(field.code).c_str(), field.normalized.c_str());
          if (std::getenv("DRAWN_LINES") != nullptr) {
            for (const std::string& line : paper.lines) std::printf("   | %s\n", line.c_str());
          }
        }
      }
    }
  }
  ASSERT_GT(all, 1000u);
  EXPECT_GE(static_cast<double>(right), 0.98 * static_cast<double>(all));
}

}  // namespace
}  // namespace sohoa
