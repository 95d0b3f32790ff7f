// SPDX-License-Identifier: Apache-2.0
//
// The class of a document. Three witnesses: the printed title, the kind in the notation, and
// for letters (công văn) the absence of both beside "V/v" and "Kính gửi". Two that agree make
// a class that needs no person to look at it; one alone does only where it is beyond doubt.
#include <algorithm>

#include "documents/acceptance.h"
#include "documents/document_classes.h"
#include "documents/page_head.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

DocumentType MakeType(std::string_view code, double confidence, bool accept) {
  DocumentType type;
  type.code = std::string(code);
  type.label = std::string(DocumentClassLabel(code));
  type.confidence = confidence;
  type.review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
  DecideReview(type);
  return type;
}

// Normative classes that share their title with an administrative kind.
bool SameKind(std::string_view title_class, std::string_view code_class) {
  if (title_class == code_class) return true;
  if (title_class == "QĐ") return code_class == "B05" || code_class == "B09" || code_class == "B03";
  if (title_class == "NQ") return code_class == "B01" || code_class == "B02" || code_class == "B08";
  return false;
}

DocumentType FromTitle(const HeadTitle& title, const std::string& code_class) {
  const DocumentClass& named = *title.document_class;
  const double trust = 0.6 + 0.36 * title.similarity;
  // Another way to call it ("THƯ MỜI" for "GIẤY MỜI") is for a person to agree to.
  const bool usual =
      !named.titles.empty() && Similarity(WordsKey(title.text), named.titles.front()) >= 0.99;
  if (!named.administrative) return MakeType(named.code, trust, title.similarity >= 0.9);
  if (SameKind(named.code, code_class)) return MakeType(code_class, 0.99, true);
  // A notation without a kind ("1234/UBND-VX") says nothing against a title that stands there
  // letter by letter; another kind does.
  const bool contradicted = !code_class.empty() && code_class != "CV";
  if (contradicted) return MakeType(named.code, 0.7, false);
  return MakeType(named.code, trust, usual && named.titles.front().size() > 6);
}

}  // namespace

DocumentType ClassifyDocument(const std::vector<const PageRecord*>& pages) {
  if (pages.empty()) return MakeType("other", 0, false);
  const PageHead head = FindPageHead(*pages.front(), 0);
  const std::string code_class = ClassOfCode(head.code);
  if (head.title && head.title->document_class != nullptr) {
    return FromTitle(*head.title, code_class);
  }
  if (head.title) {
    return MakeType("other", 0.5, false);
  }
  const bool letter = head.about_marked || head.addressee.has_value();
  if (letter && (head.number_line || head.date) && (code_class == "CV" || code_class.empty())) {
    const bool sure = head.about_marked && code_class == "CV" && head.date.has_value();
    return MakeType("CV", sure ? 0.98 : 0.8, sure);
  }
  if (!code_class.empty()) return MakeType(code_class, 0.75, false);
  return MakeType("other", 0.3, false);
}

}  // namespace sohoa
