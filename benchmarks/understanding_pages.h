// SPDX-License-Identifier: Apache-2.0
//
// Files as a reader process read them, the way `sohoa inspect` has them read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/page.h"
#include "core/result.h"

namespace sohoa {

struct PageReading {
  std::filesystem::path reader;  // the executable of the reader process
  std::string model;             // empty = the usual one
  std::uint32_t jobs = 0;        // readers at once; 0 = one a core
  // A folder where pages stay, and are taken from the next time; empty = none. Whoever changes
  // the reader empties it.
  std::filesystem::path keep;
};

// What became of one file: its pages in order without their images, or why it has none.
using FileSink = std::function<void(std::size_t file, Result<std::vector<PageRecord>> pages)>;

// Reads `files`, one after the other; a page that cannot be read is told on stderr and left out.
Status ReadPages(const std::vector<std::string>& files, const PageReading& reading, const FileSink& sink);

}  // namespace sohoa
