// SPDX-License-Identifier: Apache-2.0
//
// The national list of procedures (codes, names, fields) as spreadsheets and portals give it,
// and a catalogue file of entries to be filled in made of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {

// One row of the list. The same shape as what is read from a catalogue, without papers.
using ListedProcedure = Procedure;

using ListRows = std::vector<std::vector<std::string>>;

// Rows of comma, semicolon or tab separated values (RFC 4180), UTF-8 with or without its mark.
ListRows ParseSeparatedValues(std::string_view text);

// The procedures in rows of which one of the first 20 names the columns (docs/PROCEDURES.md has
// the names). Rows without a code are left out; one with something else in its place is a
// problem. kBadInput: no row names the columns.
Result<std::vector<ListedProcedure>> ReadProcedureList(const ListRows& rows, const std::string& file, std::vector<Status>& problems);

struct ImportedList {
  std::string text;  // of the catalogue file
  std::size_t added = 0;
  std::size_t updated = 0;              // entries that nobody had filled in
  std::size_t known = 0;                // entries that were left as they are
  std::vector<std::string> renamed;     // codes whose name in the list is another; left as they are
  std::vector<std::string> not_listed;  // codes of the file that the list does not have (any more)
};

// The catalogue file `present` (may be empty) with the list taken in. What somebody has written
// into an entry stays byte by byte, and so do entries of `others`, the rest of the catalogue.
// kInvalidArgument: `present` cannot be read.
Result<ImportedList> ImportProcedureList(const std::vector<ListedProcedure>& listed, std::string_view present,
                                         const ProcedureCatalogue& others, const std::string& file);

}  // namespace sohoa
