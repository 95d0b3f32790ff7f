// SPDX-License-Identifier: Apache-2.0
#include "ocr/text_sense.h"

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr int kEnough = 15;
constexpr double kSureWord = 0.8;
constexpr double kMakesSense = 0.6;

}  // namespace

void TextSense::Add(int characters, double confidence) {
  characters_ += characters;
  // A single sign reads well however it lies.
  if (characters > 1 && confidence > kSureWord) sure_ += characters;
}

double TextSense::sure() const { return characters_ == 0 ? 0 : static_cast<double>(sure_) / characters_; }

bool TextSense::enough() const { return characters_ >= kEnough; }

bool TextSense::MakesSense() const { return enough() && sure() >= kMakesSense; }

TextSense SenseOf(const PageText& text) {
  TextSense sense;
  for (const Block& block : text.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) sense.Add(static_cast<int>(ToCodePoints(word.text).size()), word.confidence);
    }
  }
  return sense;
}

}  // namespace sohoa
