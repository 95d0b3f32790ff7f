// SPDX-License-Identifier: Apache-2.0
//
// Where one document ends and the next begins in a stack. Over-cutting loses an appendix,
// under-cutting hides a document, so a page starts a new one only by what stands in its own
// head, and joins another original's document only by evidence that it goes on.
#include <algorithm>
#include <string>

#include <re2/re2.h>

#include "documents/closing_block.h"
#include "documents/page_head.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

struct PageSigns {
  PageHead head;
  bool blank = false;
  bool appendix = false;              // "PHỤ LỤC ..." or "(Kèm theo ...)" on top
  int page_number = 0;                // Arabic, alone in the top or bottom margin; 0 = none
  bool closes = false;                // recipients or signature
  std::vector<DocumentCode> parents;  // cited in the guide line of an appendix
};

int PageNumberOf(const std::vector<TextLine>& lines) {
  static const RE2 number(R"(^\W*(\d{1,3})\W*$)");
  for (const TextLine& line : lines) {
    const bool margin = line.top < 0.09 || line.bottom > 0.93;
    int value = 0;
    if (margin && line.right - line.left < 0.08 &&
        RE2::FullMatch(line.text.ascii(), number, &value)) {
      return value;
    }
  }
  return 0;
}

void ReadAppendix(const std::vector<TextLine>& lines, PageSigns& signs) {
  for (const TextLine& line : lines) {
    if (line.top > 0.3) break;
    const bool title = StartsFuzzy(line.key, "phu luc", 1) && line.text.UpperShare() > 0.5;
    const bool guide = FindFuzzy(line.key, "kem theo", 1).found && line.key.size() > 16;
    signs.appendix = signs.appendix || title || guide;
    if (!guide) continue;
    for (DocumentCode& code : FindCitedCodes(line.text)) signs.parents.push_back(std::move(code));
  }
}

PageSigns ReadSigns(const PageRecord& page) {
  PageSigns signs;
  const std::vector<TextLine> lines = LinesOfPage(page, 0);
  // A page without a word that is not blank (a photograph, a drawing) is somebody's evidence.
  signs.blank = page.quality.blank;
  if (signs.blank) return signs;
  signs.head = FindPageHead(page, 0);
  signs.page_number = PageNumberOf(lines);
  ReadAppendix(lines, signs);
  signs.closes = FindClosingBlock(page, 0).found();
  return signs;
}

// A head inside a document: the page of an appendix that repeats an organ's name, or a form
// printed in the back, belongs to its parent as long as it has no number and date of its own.
bool StartsNew(const PageSigns& signs) {
  if (signs.appendix && !(signs.head.has_motto && signs.head.number_line && signs.head.date)) {
    return false;
  }
  return signs.head.BeginsDocument();
}

class Stack {
 public:
  explicit Stack(const std::vector<PageRecord>& pages) : pages_(pages) {}

  void Add(std::size_t at, const PageSigns& signs) {
    if (documents_.empty() || StartsNew(signs) || !GoesOn(at, signs)) {
      documents_.push_back({{at}});
      notation_ = signs.head.code.notation;
      number_ = 1;
      closed_ = signs.closes;
      return;
    }
    documents_.back().pages.push_back(at);
    number_ = signs.page_number > 0 ? signs.page_number : number_ + 1;
    closed_ = closed_ || signs.closes;
  }

  std::vector<DocumentPages> Take() { return std::move(documents_); }

 private:
  // A page without a head of its own: does it go on with the document before it?
  bool GoesOn(std::size_t at, const PageSigns& signs) const {
    const PageSource& source = pages_[at].source;
    const PageSource& before = pages_[documents_.back().pages.back()].source;
    if (source.original == before.original && source.place == before.place) return true;
    if (signs.appendix) {
      return signs.parents.empty() || notation_.empty() ||
             std::any_of(signs.parents.begin(), signs.parents.end(),
                         [&](const DocumentCode& code) { return code.notation == notation_; });
    }
    if (signs.page_number > 1) return signs.page_number == number_ + 1;
    return !closed_;
  }

  const std::vector<PageRecord>& pages_;
  std::vector<DocumentPages> documents_;
  std::string notation_;  // of the last document
  int number_ = 0;        // page number of its last page
  bool closed_ = false;   // it has been signed
};

}  // namespace

std::vector<DocumentPages> SeparateDocuments(const std::vector<PageRecord>& pages) {
  Stack stack(pages);
  for (std::size_t at = 0; at < pages.size(); ++at) {
    const PageSigns signs = ReadSigns(pages[at]);
    if (!signs.blank) stack.Add(at, signs);
  }
  return stack.Take();
}

}  // namespace sohoa
