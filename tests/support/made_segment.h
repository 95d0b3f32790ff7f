// SPDX-License-Identifier: Apache-2.0
//
// A segment of the search index that has these words and nothing else.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/index_terms.h"
#include "storage/segment.h"
#include "storage/segment_columns.h"
#include "storage/segment_writer.h"

namespace sohoa {

// Of folded words, in the text of pages; each on those of its pages, which rise.
inline std::shared_ptr<const Segment> MadeSegment(std::uint32_t pages, const std::map<std::string, std::vector<std::uint32_t>>& words) {
  SegmentColumnsBuilder columns;
  for (std::uint32_t page = 0; page < pages; ++page) columns.Add({});
  SegmentText text;
  SegmentWriter writer(text, columns.pages());
  for (const auto& [word, pages_of] : words) {
    writer.BeginTerm(WordKey(kWholePage, TermKeys{word, word}));
    for (const std::uint32_t page : pages_of) EXPECT_TRUE(writer.AddPage(page, 2, {}).ok());
    EXPECT_TRUE(writer.EndTerm().ok());
  }
  const Result<std::string> header = writer.Finish(columns.columns());
  EXPECT_TRUE(header);
  const auto segment = Segment::OfText(std::make_shared<const std::string>(text.Take(*header)));
  EXPECT_TRUE(segment) << segment.status().ToString();
  return *segment;
}

}  // namespace sohoa
