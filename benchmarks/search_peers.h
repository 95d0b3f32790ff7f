// SPDX-License-Identifier: Apache-2.0
//
// Other indexes over the same pages and queries: SQLite FTS5 and Xapian. They get each page's words
// as exact keys (lower case, one place for the tone), and its fields as words of the page.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/search_index.h"

namespace sohoa {

class SearchPeer {
 public:
  virtual ~SearchPeer() = default;
  virtual std::string name() const = 0;
  virtual void Add(std::uint64_t page, const std::vector<std::string>& words) = 0;
  virtual void Finish() = 0;  // all pages are there; makes it as small and fast as it gets
  // The number of hits given, at most 20, best first by BM25; -1 where it has no such query.
  virtual int Search(const std::string& kind, const SearchQuery& query) = 0;
};

// To fill, where nothing is; and to ask, what was finished.
std::unique_ptr<SearchPeer> NewFts5(const std::string& file);
std::unique_ptr<SearchPeer> NewXapian(const std::string& folder);
std::unique_ptr<SearchPeer> OpenFts5(const std::string& file);
std::unique_ptr<SearchPeer> OpenXapian(const std::string& folder);

}  // namespace sohoa
