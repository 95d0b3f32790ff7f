// SPDX-License-Identifier: Apache-2.0
//
// Which words of a line are surely print, where something was put over it by hand.
#pragma once

#include <cstddef>

#include "core/page_text.h"

namespace sohoa {

// A syllable, or an abbreviation of a signer's power ("KT.").
bool IsWordOfPrint(const Word& word);

// Read well enough to be believed, and such a word: strokes and rings that are read as letters
// hardly ever are.
bool IsSurelyPrint(const Word& word);

// So unlike Vietnamese, or so unsure, that it may be no print at all.
bool IsDoubtful(const Word& word);

// A word of two letters or more that stands close beside one that is likely print, of the
// same height: a printed word half covered.
bool ContinuesPrint(const Line& line, std::size_t index);

}  // namespace sohoa
