// SPDX-License-Identifier: Apache-2.0
//
// Where one document ends and the next begins in a stack. Over-cutting loses an appendix,
// under-cutting hides a document, so a page starts a new one only by what stands in its own
// head, or where somebody laid a sheet between them, and joins another original's document only by
// evidence that it goes on.
#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "documents/page_signs.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

class Stack {
 public:
  explicit Stack(const std::vector<PageRecord>& pages) : pages_(pages) {}

  // `cut`: what a person decided, where one did.
  void Add(std::size_t at, const PageSigns& signs, std::optional<bool> cut) {
    if (signs.separator) separated_ = true;
    if (signs.blank && !cut) return;
    if (documents_.empty() || cut.value_or(separated_ || StartsNew(signs) || !GoesOn(at, signs))) {
      Begin(at, signs);
      return;
    }
    separated_ = false;
    documents_.back().pages.push_back(at);
    // An appendix counts its pages anew, its first one being mostly without a number.
    number_ = signs.number.number > 0 ? signs.number.number : (signs.appendix ? 1 : number_ + 1);
    Close(signs);
  }

  std::vector<DocumentPages> Take() { return std::move(documents_); }

 private:
  void Begin(std::size_t at, const PageSigns& signs) {
    documents_.push_back({{at}});
    separated_ = false;
    notation_ = signs.head.code.notation;
    code_number_ = signs.head.code.number;
    date_ = signs.head.date.value_or(ReadDate{});
    numbered_ = signs.head.number_line.has_value();
    document_code_ = signs.document_code;
    number_ = 1;
    closed_ = false;
    complete_ = false;
    Close(signs);
  }

  void Close(const PageSigns& signs) {
    closed_ = closed_ || signs.closes;
    complete_ = signs.number.total > 0 && signs.number.number == signs.number.total;
    if (document_code_.empty()) document_code_ = signs.document_code;
  }

  // A head inside a document: the page of an appendix that repeats an organ's name, or a form
  // printed in the back, belongs to its parent as long as it has no number and date of its own.
  bool StartsNew(const PageSigns& signs) const {
    if (signs.patched) return true;
    if (!signs.document_code.empty() && !document_code_.empty()) return signs.document_code != document_code_;
    if (signs.appendix && !(signs.head.has_motto && signs.head.number_line && signs.head.date)) return false;
    if (signs.list && !notation_.empty() && closed_) return false;
    return signs.head.BeginsDocument();
  }

  // A page without a head of its own: does it go on with the document before it?
  bool GoesOn(std::size_t at, const PageSigns& signs) const {
    if (!signs.document_code.empty() && signs.document_code == document_code_) return true;
    if (signs.appendix) return IsParent(signs);
    // "Trang 1/3" after the last of its pages is the first of others.
    if (complete_ && signs.number.total > 0 && signs.number.number == 1) return false;
    // What stands under a title of its own is another paper, unless it is a list that goes with the one before or its
    // number says that it goes on; after a signature the number one says no such thing.
    if (signs.titled && !signs.list && signs.number.number <= (closed_ ? 1 : 0)) return false;
    const PageSource& source = pages_[at].source;
    const PageSource& before = pages_[documents_.back().pages.back()].source;
    if (source.original == before.original && source.place == before.place) return true;
    if (signs.number.number > 1) return signs.number.number == number_ + 1;
    return !closed_ && !complete_;
  }

  bool IsParent(const PageSigns& signs) const {
    // A paper without a number has no appendix that cites one; of one whose number was not read it may be.
    const bool unread = notation_.empty() && numbered_;
    return signs.parents.empty() || unread ||
           std::any_of(signs.parents.begin(), signs.parents.end(), [&](const CitedParent& cited) { return MayBe(cited); });
  }

  // A pen's number may be misread, and a month; of another paper of the same organ both are others.
  bool MayBe(const CitedParent& cited) const {
    if (cited.code.notation != notation_) return false;
    const bool other_number = !cited.code.number.empty() && !code_number_.empty() && cited.code.number != code_number_;
    const bool other_month = cited.date.month != 0 && date_.month != 0 && (cited.date.month != date_.month || cited.date.year != date_.year);
    return !(other_number && other_month);
  }

  const std::vector<PageRecord>& pages_;
  std::vector<DocumentPages> documents_;
  // Of the last document:
  std::string notation_;
  std::string code_number_;
  ReadDate date_;
  bool numbered_ = false;      // it has a line for its number
  std::string document_code_;  // of a barcode
  int number_ = 0;             // page number of its last page
  bool closed_ = false;        // it has been signed
  bool complete_ = false;      // its last page is numbered as the last one
  bool separated_ = false;     // a separator sheet came after it
};

}  // namespace

std::vector<DocumentPages> SeparateDocuments(const std::vector<PageRecord>& pages, const std::map<std::string, bool>& cuts) {
  Stack stack(pages);
  for (std::size_t at = 0; at < pages.size(); ++at) {
    const auto cut = cuts.find(pages[at].id);
    stack.Add(at, ReadPageSigns(pages[at]), cut == cuts.end() ? std::nullopt : std::optional(cut->second));
  }
  return stack.Take();
}

}  // namespace sohoa
