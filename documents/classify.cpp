// SPDX-License-Identifier: Apache-2.0
//
// The class of a document. Three witnesses: the printed title, the kind in the notation, and
// for letters (công văn) the absence of both beside "V/v" and "Kính gửi". Two that agree make
// a class that needs no person to look at it; one alone does only where it is beyond doubt.
#include <algorithm>
#include <cmath>
#include <optional>

#include "documents/acceptance.h"
#include "documents/class_phrases.h"
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

bool IsPageNumber(const TextLine& line) {
  const bool margin = line.top < 0.09 || line.bottom > 0.93;
  return margin && !line.key.empty() && line.key.size() <= 3 &&
         line.key.find_first_not_of("0123456789") == std::string::npos;
}

// A page that begins in the middle of a text: nothing in its upper part is a title.
std::optional<DocumentType> AsContinuation(const PageRecord& page) {
  constexpr double kUpperPart = 0.3;
  constexpr std::size_t kSomeLines = 4;
  bool numbered = false;
  std::size_t lines = 0;
  for (const TextLine& line : LinesOfPage(page, 0)) {
    if (IsPageNumber(line)) {
      numbered = numbered || line.key != "1";
      continue;
    }
    ++lines;
    const bool middle = line.left > 0.2 && std::abs(line.center_x() - 0.53) < 0.12;
    if (line.top < kUpperPart && middle && line.text.UpperShare() > 0.6) return std::nullopt;
  }
  if (lines < kSomeLines && !numbered) return std::nullopt;
  return MakeType("E06", numbered ? 0.9 : 0.6, numbered);
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
  if (!code_class.empty() && code_class != "CV") return MakeType(code_class, 0.75, false);
  const bool headless = !head.has_motto && !head.number_line;
  const auto continuation = headless ? AsContinuation(*pages.front()) : std::nullopt;
  if (continuation && continuation->review == ReviewState::kAutoAccepted) return *continuation;
  // The title was not read: what the rest says, for a person to agree to.
  if (const auto phrases = ClassOfPhrases(LinesOfPage(*pages.front(), 0))) {
    return MakeType(phrases->code, 0.3 + 0.4 * phrases->share, false);
  }
  if (!code_class.empty()) return MakeType(code_class, 0.75, false);
  if (continuation) return *continuation;
  return MakeType("other", 0.3, false);
}

}  // namespace sohoa
