// SPDX-License-Identifier: Apache-2.0
//
// Read pages made by hand: a letter's head with every trap that the outputs must survive.
#pragma once

#include <string>
#include <vector>

#include "core/page.h"

namespace sohoa::test {

// A word whose box is in proportion to its letters, at `left`, on the line from top to bottom.
Word MakeWord(std::string text, int left, int top, int height);

// `lines` of words one below the other on an A4 page of `dpi`, in one block, without a layer.
PageRecord MakePage(const std::vector<std::string>& lines, double dpi);

// Puts a layer of the page's size on it: black bars where the words are, on white (G4), gray
// or red paper; blue bars over red paper of half the size (mixed).
enum class Paint { kG4, kGrayJpeg, kColourJpeg, kMixed };
void PaintLayer(PageRecord& page, Paint paint);

// What a command prints; fails the test when it does not end with 0.
std::string OutputOf(const std::string& command);

}  // namespace sohoa::test
