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
#include "storage/search_terms.h"
#include "storage/segment.h"
#include "storage/segment_columns.h"
#include "storage/segment_writer.h"

namespace sohoa {

using MadeTerms = std::map<std::string, std::vector<std::uint32_t>>;

// Of terms by their keys, each on those of its pages, which rise.
inline std::string MadeSegmentText(std::uint32_t pages, const MadeTerms& terms) {
  SegmentColumnsBuilder columns;
  for (std::uint32_t page = 0; page < pages; ++page) columns.Add({});
  SegmentText text;
  SegmentWriter writer(text, columns.pages());
  for (const auto& [key, pages_of] : terms) {
    writer.BeginTerm(key);
    for (const std::uint32_t page : pages_of) EXPECT_TRUE(writer.AddPage(page, 2, {}).ok());
    EXPECT_TRUE(writer.EndTerm().ok());
  }
  const Result<std::string> header = writer.Finish(columns.columns());
  EXPECT_TRUE(header);
  return text.Take(*header);
}

inline std::shared_ptr<const Segment> MadeSegment(std::uint32_t pages, const MadeTerms& terms) {
  const auto segment = Segment::OfText(std::make_shared<const std::string>(MadeSegmentText(pages, terms)));
  EXPECT_TRUE(segment) << segment.status().ToString();
  return *segment;
}

// Terms of folded words in the text of pages.
inline MadeTerms TermsOfWords(const MadeTerms& words) {
  MadeTerms terms;
  for (const auto& [word, pages_of] : words) terms.emplace(WordKey(kWholePage, TermKeys{word, word}), pages_of);
  return terms;
}

}  // namespace sohoa
