// SPDX-License-Identifier: Apache-2.0
#include "documents/signing_authority.h"

#include <array>
#include <utility>

#include "documents/folded_text.h"
#include "documents/gazetteer.h"

namespace sohoa {
namespace {

struct Mark {
  std::string_view folded;
  std::string_view written;
};
// Longer ones first: "TUQ." is not "T", "TU Q." is what OCR makes of it.
constexpr std::array kMarks = {Mark{"tu q", "TUQ."}, Mark{"tuq", "TUQ."}, Mark{"tm", "TM."},
                               Mark{"kt", "KT."},    Mark{"tl", "TL."},   Mark{"q", "Q."}};

// "KT. CHỦ TỊCH": its mark, and where the words behind it begin. "KT CHỦ TỊCH" has lost its
// full stop, "KT.CHỦ TỊCH" its space.
std::pair<std::string_view, std::size_t> FindMark(const FoldedText& line) {
  const std::string& ascii = line.ascii();
  const std::size_t first = ascii.find_first_not_of(" .,'-*");
  if (first == std::string::npos) return {{}, 0};
  for (const Mark& mark : kMarks) {
    if (ascii.compare(first, mark.folded.size(), mark.folded) != 0) continue;
    const std::size_t end = first + mark.folded.size();
    const bool over = end == ascii.size() || ascii[end] == '.' || ascii[end] == ' ' ||
                      ascii[end] == ',' || ascii[end] == '/';
    if (!over) continue;
    const std::size_t words = ascii.find_first_not_of(" .,/", end);
    return {mark.written, words == std::string::npos ? ascii.size() : words};
  }
  return {{}, 0};
}

// A second title in one line: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH". Offset of "PHÓ", or the size; the
// "PHỐ" of "THÀNH PHỐ" is none.
std::size_t FindDeputy(const FoldedText& line) {
  const std::string& ascii = line.ascii();
  std::size_t at = ascii.find(" pho ");
  while (at != std::string::npos && at >= 5 && ascii.compare(at - 5, 5, "thanh") == 0) {
    at = ascii.find(" pho ", at + 1);
  }
  return at == std::string::npos ? line.size() : at;
}

void Append(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += ' ';
  text += more;
}

}  // namespace

std::string_view AuthorityMark(std::string_view line) { return FindMark(FoldedText(line)).first; }

SigningAuthority ParseSigningAuthority(const std::vector<std::string>& lines) {
  SigningAuthority authority;
  std::string* open = nullptr;  // what a line without a mark may go on with
  for (const std::string& printed : lines) {
    FoldedText line(printed);
    auto [mark, begin] = FindMark(line);
    if (mark == "Q.") {
      authority.acting = true;
      authority.position = line.Original(begin, line.size());
      open = &authority.position;
      continue;
    }
    if (!mark.empty()) {
      const bool body = mark == "TM.";
      // "TM. ỦY BAN NHÂN DÂN" over "KT. CHỦ TỊCH": the signer stands for the chairman.
      if (!body || authority.mark.empty()) authority.mark = mark;
      // "TL. CHỦ TỊCH" over "KT. CHÁNH VĂN PHÒNG": for the latter, in the chairman's name.
      if (!body && !authority.signing_for.empty()) {
        if (authority.on_behalf_of.empty()) authority.on_behalf_of = authority.signing_for;
        authority.signing_for.clear();
      }
      open = body ? &authority.on_behalf_of : &authority.signing_for;
      const std::size_t end = body ? line.size() : FindDeputy(line);
      Append(*open, line.Original(begin, end));
      if (end < line.size()) {
        authority.position = line.Original(end, line.size());
        open = &authority.position;
      }
      continue;
    }
    const std::string text = line.Original(0, line.size());
    const bool goes_on = open != nullptr && (open->empty() || StartsPlaceName(WordsKey(line)));
    if (goes_on) {
      Append(*open, text);
      continue;
    }
    authority.position = text;
    open = &authority.position;
  }
  return authority;
}

}  // namespace sohoa
