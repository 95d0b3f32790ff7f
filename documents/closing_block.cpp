// SPDX-License-Identifier: Apache-2.0
#include "documents/closing_block.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/vietnamese.h"
#include "documents/gazetteer.h"
#include "documents/personal_names.h"
#include "documents/signing_positions.h"

namespace sohoa {
namespace {

// Bodies behind "TM."; with the positions that sign, a line of capitals that begins with one,
// behind "KT." or "TM." or not, is part of box 7a.
constexpr std::array kBodies = {"uy ban nhan dan", "hoi dong nhan dan", "ban chi dao", "hoi dong",
                                "ban to chuc",     "chinh phu",         "ban quan ly"};

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
  const auto begins = [&](std::string_view position) {
    const std::size_t edits = position.size() >= 8 ? 1 : 0;
    return StartsFuzzy(key, position, edits) && (authority || key.size() <= position.size() + 24);
  };
  if (!PositionWithoutFront(key).empty()) return true;
  const auto positions = SigningPositions();
  return std::any_of(kBodies.begin(), kBodies.end(), begins) ||
         std::any_of(positions.begin(), positions.end(),
                     [&](const SigningPosition& position) { return begins(position.key); });
}

// What stands under "KT. GIÁM ĐỐC" is the deputy, whatever a seal left of it: "Ó GIÁM ĐỐC".
bool IsDeputyOf(const TextLine& above, const TextLine& line) {
  constexpr double kLikely = 0.6;
  if (!above.key.starts_with("kt ") || line.text.UpperShare() < 0.7) return false;
  const std::string head = WithoutAuthority(above.key);
  return Similarity(line.key, "pho " + head) >= kLikely ||
         (head.starts_with("bo truong") && Similarity(line.key, "thu truong") >= kLikely);
}

bool GoesOnWithPlace(const TextLine& line) {
  return line.text.UpperShare() > 0.8 && line.words.size() > 1 && StartsPlaceName(line.key);
}

// Two to five capitalised syllables, nothing else: what a name looks like. Of the first a seal may have left
// less.
bool LooksLikeName(const TextLine& line) {
  if (line.words.size() < 2 || line.words.size() > 6 || line.confidence < 0.3) return false;
  constexpr std::size_t kLeastLetters = 5;  // "A O" of a seal's inscription is none
  std::size_t syllables = 0;
  std::size_t letters = 0;
  for (const Word& word : line.words) {
    // The seal's edge beside a name.
    if (WordsKey(word.text).empty()) continue;
    const FoldedText text(word.text);
    const std::string key = WordsKey(text);
    letters += key.size();
    if (key.empty() || key.find_first_of("0123456789") != std::string::npos) return false;
    const bool damaged = syllables == 0 && !DamagedSurnames(word.text).empty();
    if (text.Slice(0, 1).UpperShare() < 1 && !damaged) return false;
    if (damaged) {
      ++syllables;
      continue;
    }
    if (!IsVietnameseSyllable(ToLower(word.text))) return false;
    ++syllables;
  }
  return syllables >= 2 && syllables <= 5 && letters >= kLeastLetters;
}

// The words of a line without what the edge of a seal added to them: "–Phan Hữu Phong", "2cáo Thu Phương",
// "- vi Văn Chiến".
std::vector<Word> WordsOfName(const TextLine& line) {
  std::vector<Word> words;
  for (Word word : line.words) {
    const FoldedText text(word.text);
    const auto letter = [&text](std::size_t at) { return text.ascii()[at] >= 'a' && text.ascii()[at] <= 'z'; };
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (begin < end && !letter(begin)) ++begin;
    while (end > begin && !letter(end - 1)) --end;
    if (begin == end) continue;
    std::string letters = text.Original(begin, end);
    if (letters != word.text && word.raw.empty()) word.raw = word.text;
    word.text = std::move(letters);
    words.push_back(std::move(word));
  }
  return words;
}

// The line as the name that it is; none where it is no name.
std::optional<TextLine> NameLine(const TextLine& line, const PageGeometry& geometry) {
  std::vector<Word> words = WordsOfName(line);
  if (words.empty()) return std::nullopt;
  TextLine name = MakeTextLine(std::move(words), line.page, geometry);
  return LooksLikeName(name) ? std::optional(std::move(name)) : std::nullopt;
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

bool BeginsWithSurname(const TextLine& name) { return !name.key.starts_with("thi ") && !DamagedSurnames(name.words.front().text).empty(); }

// The first name under a position, unless it is none that a person may have ("Thị Tạ" of a seal) and one follows.
void TakeName(std::optional<TextLine> name, ClosingBlock& block) {
  if (!name) return;
  const bool better = block.signer_line && !BeginsWithSurname(*block.signer_line) && BeginsWithSurname(*name);
  if (!block.signer_line || better) block.signer_line = std::move(name);
}

void TakeSigner(const std::vector<TextLine>& lines, std::size_t at, const PageGeometry& geometry, ClosingBlock& block) {
  const TextLine& first = lines[at];
  double previous = first.center_y();
  block.position_lines.push_back(first);
  for (std::size_t i = at + 1; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (std::abs(line.center_x() - first.center_x()) > 0.2) continue;
    const double step = line.center_y() - previous;
    if (step < 0.045 && (IsPositionLine(line) || IsDeputyOf(block.position_lines.back(), line))) {
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
    if (step > 0.02) TakeName(NameLine(line, geometry), block);
  }
}

// "Thị Mỹ Quyên", "Thu Phương": its first word lies under the seal, and was taken for a part of it.
void CompleteName(const std::vector<TextLine>& lines, const PageGeometry& geometry, TextLine& name) {
  for (const TextLine& line : lines) {
    const bool same_row = std::abs(line.center_y() - name.center_y()) < 0.5 * name.height();
    if (!same_row || line.words.size() <= name.words.size()) continue;
    std::optional<TextLine> whole = NameLine(line, geometry);
    if (!whole || whole->words.size() != name.words.size() + 1 || !whole->key.ends_with(" " + name.key)) continue;
    if (!DamagedSurnames(whole->words.front().text).empty()) name = std::move(*whole);
  }
}

// A seal hides the mark in front of a position, or what the reader took for its ink: "Q." of
// "Q. CHỦ TỊCH", the name under it.
void CompleteFromAllInk(const PageRecord& page, std::size_t position, ClosingBlock& block) {
  const std::vector<TextLine> lines = LinesOfPage(page, position, true);
  for (TextLine& printed : block.position_lines) {
    for (const TextLine& line : lines) {
      if (std::abs(line.center_y() - printed.center_y()) > 0.4 * printed.height()) continue;
      if (line.key.size() <= printed.key.size() || !line.key.ends_with(" " + printed.key)) continue;
      const std::string front = line.key.substr(0, line.key.size() - printed.key.size() - 1);
      const std::size_t mark = front.rfind(' ') == std::string::npos ? 0 : front.rfind(' ') + 1;
      const bool known = std::find(kAuthorities.begin(), kAuthorities.end(),
                                   std::string_view(front).substr(mark)) != kAuthorities.end();
      if (known) printed = line;
    }
  }
  if (block.signer_line) {
    CompleteName(lines, page.geometry, *block.signer_line);
    return;
  }
  const TextLine& last = block.position_lines.back();
  for (const TextLine& line : lines) {
    const double step = line.center_y() - last.center_y();
    if (step < 0.02 || step > 0.24 || std::abs(line.center_x() - last.center_x()) > 0.2) continue;
    TakeName(NameLine(line, page.geometry), block);
  }
}

}  // namespace

ClosingBlock FindClosingBlock(const PageRecord& page, std::size_t position) {
  return FindClosingBlock(page, position, LinesOfPage(page, position));
}

ClosingBlock FindClosingBlock(const PageRecord& page, std::size_t position, const std::vector<TextLine>& lines) {
  ClosingBlock block;
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
  // A page behind the first may have nothing but a signature, at its top.
  const double least = position == 0 ? 0.12 : 0.03;
  const double from = block.recipients_line ? block.recipients_line->top - 0.05 : least;
  const auto take_from = [&](double top) {
    for (std::size_t i = 0; i < lines.size() && block.position_lines.empty(); ++i) {
      const TextLine& line = lines[i];
      if (line.top >= top && line.center_x() >= 0.55 && IsPositionLine(line))
        TakeSigner(lines, i, page.geometry, block);
    }
  };
  // The last block on the page signs: an authority line over the text ("GIÁM ĐỐC SỞ Y TẾ")
  // stands in the middle of the page, a signature on its right.
  take_from(from);
  // Where two sign, the recipients stand under both.
  if (block.recipients_line && block.position_lines.empty())
    take_from(std::max(least, from - 0.25));
  if (!block.position_lines.empty()) CompleteFromAllInk(page, position, block);
  return block;
}

}  // namespace sohoa
