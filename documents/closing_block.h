// SPDX-License-Identifier: Apache-2.0
//
// The end of a document by Decree 30/2020 App. I: recipients (9b) on the left, authority,
// position, signature and name of the signer (7a to 7c) on the right.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/page.h"
#include "documents/text_lines.h"

namespace sohoa {

struct ClosingBlock {
  std::optional<TextLine> recipients_line;  // "Nơi nhận:"
  std::vector<TextLine> recipients;         // the lines under it
  std::vector<TextLine> position_lines;     // "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
  std::optional<TextLine> signer_line;      // "Tống Quang Thìn"

  bool found() const { return recipients_line.has_value() || !position_lines.empty(); }
};

// Of a page at `position` in its document; empty where the page has no such block.
ClosingBlock FindClosingBlock(const PageRecord& page, std::size_t position);
// Likewise, of a page whose printed lines are at hand.
ClosingBlock FindClosingBlock(const PageRecord& page, std::size_t position, const std::vector<TextLine>& lines);

}  // namespace sohoa
