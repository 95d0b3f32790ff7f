// SPDX-License-Identifier: Apache-2.0
//
// A ruled table over as many sheets as it needs, its header repeated on each.
#pragma once

#include "samples/official_paper.h"
#include "samples/paper_pages.h"

namespace sohoa {

// Draws from the present position; rows are never broken. `next_sheet` takes another sheet.
Status DrawTable(const AppendixTable& table, PaperPages& pages,
                 const std::function<Status()>& next_sheet);

}  // namespace sohoa
