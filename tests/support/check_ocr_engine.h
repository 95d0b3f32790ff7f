// SPDX-License-Identifier: Apache-2.0
//
// What ocr/ocr_engine.h promises, as checks. Every engine's tests run it.
#pragma once

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

namespace check_ocr_engine {

inline void CheckWord(const Word& word, const PreparedPage& page) {
  EXPECT_FALSE(word.text.empty());
  EXPECT_EQ(word.text, ToNfc(word.text));
  EXPECT_EQ(word.text.find_first_of(" \t\n"), std::string::npos);
  EXPECT_GE(word.confidence, 0);
  EXPECT_LE(word.confidence, 1);
  EXPECT_FALSE(word.box.empty());
  EXPECT_GE(word.box.left, 0);
  EXPECT_GE(word.box.top, 0);
  EXPECT_LE(word.box.right, page.reading->width());
  EXPECT_LE(word.box.bottom, page.reading->height());
}

inline void CheckText(const PageText& text, const PreparedPage& page) {
  for (const Block& block : text.blocks) {
    EXPECT_FALSE(block.lines.empty());
    for (const Line& line : block.lines) {
      EXPECT_FALSE(line.words.empty());
      for (const Word& word : line.words) {
        CheckWord(word, page);
        EXPECT_EQ(Union(line.box, word.box), line.box);
      }
    }
  }
}

}  // namespace check_ocr_engine

// `printed` has text on it, `blank` has none.
inline void CheckOcrEngine(OcrEngine& engine, const PreparedPage& printed,
                           const PreparedPage& blank) {
  EXPECT_FALSE(engine.Name().empty());

  const Result<PageText> first = engine.Recognise(printed);
  ASSERT_TRUE(first) << first.status().ToString();
  EXPECT_EQ(first->engine, engine.Name());
  EXPECT_EQ(first->model, engine.Model());
  check_ocr_engine::CheckText(*first, printed);

  const Result<PageText> nothing = engine.Recognise(blank);
  ASSERT_TRUE(nothing) << nothing.status().ToString();
  EXPECT_TRUE(nothing->blocks.empty());
  EXPECT_EQ(nothing->mean_confidence, 0);

  // A page between must leave no trace.
  const Result<PageText> again = engine.Recognise(printed);
  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ(*again, *first);

  PreparedPage empty;
  const Result<PageText> no_pixels = engine.Recognise(empty);
  if (!no_pixels) {
    EXPECT_EQ(no_pixels.status().code(), StatusCode::kInvalidArgument);
  }
}

}  // namespace sohoa
