// SPDX-License-Identifier: Apache-2.0
//
// Where the words of a page stand, in as few bytes as that needs: most of what is kept of a page for
// showing hits.
#pragma once

#include <string>
#include <string_view>

#include "storage/index_codec.h"

namespace sohoa {

// Of words.begins and words.boxes: a varint of how many; for each word the bytes between it and the
// end of the run of letters in which the one before begins, and, as differences with their signs
// (zigzag): left less the right side of the one before, width, top less the top before, height less
// the height before.
std::string EncodeWordPlaces(const PageWords& words);
// Sets both, from words.text too. False: malformed.
bool DecodeWordPlaces(std::string_view bytes, PageWords& words);

}  // namespace sohoa
