// SPDX-License-Identifier: Apache-2.0
//
// What documents/understanding.h promises of any pages, good or bad.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "documents/understanding.h"

namespace sohoa {

inline void CheckUnderstanding(const std::vector<PageRecord>& pages) {
  const std::vector<DocumentPages> documents = SeparateDocuments(pages);
  std::set<std::size_t> seen;
  for (const DocumentPages& document : documents) {
    ASSERT_FALSE(document.pages.empty());
    std::vector<const PageRecord*> records;
    std::vector<std::uint32_t> numbers;
    for (const std::size_t at : document.pages) {
      ASSERT_LT(at, pages.size());
      EXPECT_FALSE(pages[at].quality.blank);
      EXPECT_TRUE(seen.empty() || at > *seen.rbegin()) << "pages keep their order, each once";
      seen.insert(at);
      records.push_back(&pages[at]);
      numbers.push_back(static_cast<std::uint32_t>(at + 1));
    }
    const DocumentType type = ClassifyDocument(records);
    EXPECT_EQ(type, ClassifyDocument(records)) << "equal input, equal answer";
    EXPECT_FALSE(type.code.empty());
    EXPECT_FALSE(type.label.empty());
    EXPECT_GE(type.confidence, 0);
    EXPECT_LE(type.confidence, 1);
    const std::vector<FieldValue> fields = ExtractFields(records, numbers, type);
    EXPECT_EQ(fields, ExtractFields(records, numbers, type));
    std::set<std::string> codes;
    for (const FieldValue& field : fields) {
      EXPECT_TRUE(codes.insert(field.code).second) << field.code << " twice";
      EXPECT_NE(field.value.empty(), field.null_reason.empty()) << field.code;
      EXPECT_TRUE(!field.value.empty() || field.review != ReviewState::kAutoAccepted) << field.code;
      EXPECT_FALSE(field.label.empty());
      for (const FieldLocation& location : field.locations) {
        EXPECT_NE(std::find(numbers.begin(), numbers.end(), location.page), numbers.end());
        for (const Point& point : location.polygon) {
          EXPECT_GE(point.x, 0);
          EXPECT_LE(point.x, 1);
          EXPECT_GE(point.y, 0);
          EXPECT_LE(point.y, 1);
        }
      }
    }
    for (const ExtractedTable& table : ExtractTables(records, numbers)) {
      for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
    }
  }
  for (std::size_t at = 0; at < pages.size(); ++at) {
    EXPECT_NE(pages[at].quality.blank, seen.contains(at)) << "page " << at << ": blank, or in one document";
  }
}

}  // namespace sohoa
