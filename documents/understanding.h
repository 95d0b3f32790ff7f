// SPDX-License-Identifier: Apache-2.0
//
// From read pages to documents: separation, class, fields, tables. Pure functions of their
// input, so that a re-read gives the same answer; safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/page.h"

namespace sohoa {

// Pages that are one document, as positions in the span that was given, from 0.
struct DocumentPages {
  std::vector<std::size_t> pages;
};

// Cuts a stack into documents: by first-page heads (Quốc hiệu, number, title), appendices
// bound to their parent, continuation pages. Blank pages are in none, each other page in exactly
// one, without a word on it too. Pages of another original never join a document unless they are
// clearly its continuation. `cuts` is what people decided, by page id: true, a document begins at
// the page; false, it goes on. A blank page that they decided on stands in a document too.
std::vector<DocumentPages> SeparateDocuments(const std::vector<PageRecord>& pages,
                                             const std::map<std::string, bool>& cuts = {});

// The class of a document from its pages (its own only, in order).
DocumentType ClassifyDocument(const std::vector<const PageRecord*>& pages);

// The fields of its class; FieldLocation::page and page_id are those of `page_numbers` and
// the records.
std::vector<FieldValue> ExtractFields(const std::vector<const PageRecord*>& pages,
                                      const std::vector<std::uint32_t>& page_numbers,
                                      const DocumentType& type);

// Tables with their header rows merged across pages.
std::vector<ExtractedTable> ExtractTables(const std::vector<const PageRecord*>& pages,
                                          const std::vector<std::uint32_t>& page_numbers);

}  // namespace sohoa
