// SPDX-License-Identifier: Apache-2.0
//
// Pictures: photos, logos, maps and what else is printed and no text: dense ink, or one large
// piece of it. Pixels propose, words decide: what reads as text is none.
#pragma once

#include <vector>

#include "core/page_text.h"
#include "imaging/bit_image.h"

namespace sohoa {

// Where pictures may be, apart from each other, from top to bottom. `ink`: of the page, with its
// rules; the rules of `tables` make no picture.
std::vector<Box> FindPictures(const BitImage& ink, const std::vector<TableGrid>& tables, double dpi);

// Takes pictures that are too dark for a seal out of `ink`, in which else seals and signatures
// would be found.
void EraseSolid(const std::vector<Box>& pictures, BitImage& ink);

// Takes out what was put on the page by hand, and what reads as text: `lines` are all that was
// read, a list a region.
void KeepPictures(std::vector<Box>& pictures, const std::vector<PageObject>& objects,
                  const std::vector<const std::vector<Line>*>& lines);

// What an engine read out of pictures.
void DropWordsIn(const std::vector<Box>& pictures, std::vector<Line>& lines);

}  // namespace sohoa
