// SPDX-License-Identifier: Apache-2.0
//
// Where the fonts of this machine lie, as fontconfig knows them.
#pragma once

#include <string>
#include <vector>

namespace sohoa {

// Folders of fonts and of Poppler's tables of character codes: real paths, none within another.
std::vector<std::string> FontFolders();

}  // namespace sohoa
