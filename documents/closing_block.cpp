// SPDX-License-Identifier: Apache-2.0
#include "documents/closing_block.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/vietnamese.h"
#include "documents/gazetteer.h"

namespace sohoa {
namespace {

// Positions that sign, as folded words; a line of capitals that begins with one, behind
// "KT." or "TM." or not, is part of box 7a.
constexpr std::array kPositions = {"chu tich",
                                   "pho chu tich",
                                   "giam doc",
                                   "pho giam doc",
                                   "bo truong",
                                   "thu truong",
                                   "chanh van phong",
                                   "pho chanh van phong",
                                   "truong phong",
                                   "pho truong phong",
                                   "truong ban",
                                   "pho truong ban",
                                   "chanh thanh tra",
                                   "pho chanh thanh tra",
                                   "cuc truong",
                                   "pho cuc truong",
                                   "chi cuc truong",
                                   "pho chi cuc truong",
                                   "tong cuc truong",
                                   "vu truong",
                                   "vien truong",
                                   "hieu truong",
                                   "pho hieu truong",
                                   "thu tuong",
                                   "pho thu tuong",
                                   "bi thu",
                                   "pho bi thu",
                                   "tong giam doc",
                                   "pho tong giam doc",
                                   "uy ban nhan dan",
                                   "hoi dong nhan dan",
                                   "chanh an",
                                   "thu ky",
                                   "truong doan",
                                   "chi huy truong",
                                   "ban chi dao",
                                   "hoi dong",
                                   "ban to chuc",
                                   "chinh phu",
                                   "uy vien",
                                   "to truong",
                                   "tong thanh tra",
                                   "thong doc",
                                   "kiem toan truong",
                                   "nguoi tiep nhan",
                                   "cong chung vien",
                                   "truong cong an"};

// App. I.II.7: TM., Q., KT., TL., TUQ., one a line or several.
constexpr std::array kAuthorities = {"tm", "kt", "tl", "tuq", "q", "tu q"};

std::string WithoutAuthority(const std::string& key) {
  for (const std::string_view authority : kAuthorities) {
    if (key.starts_with(std::string(authority) + " ")) return key.substr(authority.size() + 1);
  }
  return key;
}

bool IsPositionLine(const TextLine& line) {
  if (line.text.UpperShare() < 0.7 || line.key.size() < 5) return false;
  const std::string key = WithoutAuthority(line.key);
  const bool authority = key.size() != line.key.size();
  return std::any_of(kPositions.begin(), kPositions.end(), [&](std::string_view position) {
    const std::size_t edits = position.size() >= 8 ? 1 : 0;
    return StartsFuzzy(key, position, edits) && (authority || key.size() <= position.size() + 24);
  });
}

bool GoesOnWithPlace(const TextLine& line) {
  return line.text.UpperShare() > 0.8 && line.words.size() > 1 && StartsPlaceName(line.key);
}

// Two to five capitalised syllables, nothing else: what a name looks like.
bool LooksLikeName(const TextLine& line) {
  if (line.words.size() < 2 || line.words.size() > 6 || line.confidence < 0.3) return false;
  std::size_t syllables = 0;
  for (const Word& word : line.words) {
    const FoldedText text(word.text);
    const std::string key = WordsKey(text);
    if (key.empty() || key.find_first_of("0123456789") != std::string::npos) return false;
    if (text.Slice(0, 1).UpperShare() < 1) return false;
    if (!IsVietnameseSyllable(ToLower(word.text))) return false;
    ++syllables;
  }
  return syllables >= 2 && syllables <= 5;
}

void TakeRecipients(const std::vector<TextLine>& lines, std::size_t at, ClosingBlock& block) {
  const TextLine& label = lines[at];
  double previous = label.center_y();
  for (std::size_t i = at + 1; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.left > label.left + 0.2 || line.center_x() > 0.55) continue;
    if (line.center_y() - previous > 0.05) break;
    if (line.confidence < 0.3 || line.key.size() < 3) continue;
    previous = line.center_y();
    block.recipients.push_back(line);
  }
}

void TakeSigner(const std::vector<TextLine>& lines, std::size_t at, ClosingBlock& block) {
  const TextLine& first = lines[at];
  double previous = first.center_y();
  block.position_lines.push_back(first);
  for (std::size_t i = at + 1; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (std::abs(line.center_x() - first.center_x()) > 0.2) continue;
    const double step = line.center_y() - previous;
    if (step < 0.045 && IsPositionLine(line)) {
      block.position_lines.push_back(line);
      previous = line.center_y();
      continue;
    }
    // "TM. ỦY BAN NHÂN DÂN" goes on with "TỈNH NINH BÌNH" under it.
    const TextLine& above = block.position_lines.back();
    if (step < 0.03 && GoesOnWithPlace(line) &&
        std::abs(line.center_x() - above.center_x()) < 0.1) {
      block.position_lines.push_back(line);
      previous = line.center_y();
      continue;
    }
    if (step > 0.24) break;
    if (step > 0.02 && LooksLikeName(line)) {
      block.signer_line = line;
      break;
    }
  }
}

}  // namespace

ClosingBlock FindClosingBlock(const PageRecord& page, std::size_t position) {
  ClosingBlock block;
  const std::vector<TextLine> lines = LinesOfPage(page, position);
  std::size_t recipients = lines.size();
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (lines[i].left < 0.4 && StartsFuzzy(lines[i].key, "noi nhan", 1)) {
      recipients = i;
      break;
    }
  }
  if (recipients < lines.size()) {
    block.recipients_line = lines[recipients];
    TakeRecipients(lines, recipients, block);
  }
  const double from = block.recipients_line ? block.recipients_line->top - 0.05 : 0.12;
  // The last block on the page signs: an authority line over the text ("GIÁM ĐỐC SỞ Y TẾ")
  // stands in the middle of the page, a signature on its right.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].top < from || lines[i].center_x() < 0.55 || !IsPositionLine(lines[i])) continue;
    TakeSigner(lines, i, block);
    break;
  }
  return block;
}

}  // namespace sohoa
