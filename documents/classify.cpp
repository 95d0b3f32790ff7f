// SPDX-License-Identifier: Apache-2.0
//
// The class of a document. Three witnesses of the rules: the printed title, the kind in the notation, and
// for letters (công văn) the absence of both beside "V/v" and "Kính gửi". Two that agree make
// a class that needs no person to look at it; one alone does only where it is beyond doubt. A fourth, the
// classifier of whole texts (class_model.h), is heard where these are not sure: it tells a title that was lost,
// and which of two kinds that begin alike a paper is. What the rules are sure of it never changes.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "documents/acceptance.h"
#include "documents/class_features.h"
#include "documents/class_model.h"
#include "documents/class_phrases.h"
#include "documents/document_classes.h"
#include "documents/page_head.h"
#include "documents/page_signs.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

// Probabilities of the classifier of texts.
constexpr double kSureText = 0.95;    // as good as a witness of the rules
constexpr double kLikelyText = 0.8;   // where the rules have only a guess
constexpr double kLeastText = 0.5;    // where they have nothing
constexpr double kUnlikelyText = 0.05;

// How much what the rules found weighs.
enum class Standing : std::uint8_t {
  kFirm,     // never changed
  kGuess,    // one witness, or a title that was misread
  kNothing,  // nothing but what is left when all else fails
};

struct RuleClass {
  std::string_view code = kNoClass;
  double score = 0;
  bool accept = false;
  Standing standing = Standing::kGuess;
};

DocumentType MakeType(const RuleClass& found) {
  DocumentType type;
  type.code = std::string(found.code);
  type.label = std::string(DocumentClassLabel(found.code));
  type.confidence = found.score;
  type.review = found.accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
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

// The code as the list of classes has it, which outlives all callers.
std::string_view Listed(std::string_view code) {
  const DocumentClass* known = FindDocumentClass(code);
  return known == nullptr ? kNoClass : known->code;
}

RuleClass FromTitle(const HeadTitle& title, std::string_view code_class) {
  const DocumentClass& named = *title.document_class;
  const double trust = 0.6 + 0.36 * title.similarity;
  const Standing standing = title.similarity >= 0.9 ? Standing::kFirm : Standing::kGuess;
  // Another way to call it ("THƯ MỜI" for "GIẤY MỜI") is for a person to agree to.
  const bool usual = !named.titles.empty() && Similarity(WordsKey(title.text), named.titles.front()) >= 0.99;
  if (!named.administrative) return {named.code, trust, title.similarity >= 0.9, standing};
  if (SameKind(named.code, code_class)) return {Listed(code_class), 0.99, true, Standing::kFirm};
  // A notation without a kind ("1234/UBND-VX") says nothing against a title that stands there
  // letter by letter; another kind does.
  const bool contradicted = !code_class.empty() && code_class != "CV";
  if (contradicted) return {named.code, 0.7, false, standing};
  return {named.code, trust, usual && named.titles.front().size() > 6, standing};
}

// A page that begins in the middle of a text: nothing in its upper part is a title.
std::optional<RuleClass> AsContinuation(const std::vector<TextLine>& lines) {
  constexpr double kUpperPart = 0.3;
  constexpr std::size_t kSomeLines = 4;
  const int number = FindPageNumber(lines).number;
  const bool numbered = number > 1;
  std::size_t text_lines = 0;
  for (const TextLine& line : lines) {
    if (IsPageNumber(line)) continue;
    ++text_lines;
    const bool middle = line.left > 0.2 && std::abs(line.center_x() - 0.53) < 0.12;
    if (line.top < kUpperPart && middle && line.text.UpperShare() > 0.6) return std::nullopt;
  }
  if (text_lines < kSomeLines && !numbered) return std::nullopt;
  return RuleClass{"E06", numbered ? 0.9 : 0.6, numbered, numbered ? Standing::kGuess : Standing::kNothing};
}

RuleClass ByRules(const std::vector<TextLine>& lines, const PageHead& head, std::string_view code_class,
                  const std::optional<RuleClass>& continuation) {
  if (head.title && head.title->document_class != nullptr) return FromTitle(*head.title, code_class);
  if (head.title) return {kNoClass, 0.5, false, Standing::kGuess};
  const bool letter = head.about_marked || head.addressee.has_value();
  if (letter && (head.number_line || head.date) && (code_class == "CV" || code_class.empty())) {
    const bool sure = head.about_marked && code_class == "CV" && head.date.has_value();
    return {"CV", sure ? 0.98 : 0.8, sure, sure ? Standing::kFirm : Standing::kGuess};
  }
  if (!code_class.empty() && code_class != "CV") return {Listed(code_class), 0.75, false, Standing::kGuess};
  if (continuation && continuation->accept) return *continuation;
  // The title was not read: what the rest says, for a person to agree to.
  if (const auto phrases = ClassOfPhrases(lines)) return {phrases->code, 0.3 + 0.4 * phrases->share, false, Standing::kNothing};
  if (!code_class.empty()) return {Listed(code_class), 0.75, false, Standing::kGuess};
  if (continuation) return *continuation;
  return {kNoClass, 0.3, false, Standing::kNothing};
}

// "HỢP ĐỒNG CHUYỂN NHƯỢNG ..." of "HỢP ĐỒNG": a kind whose title begins with a title of the other.
bool IsSpecialKindOf(std::string_view special, std::string_view general) {
  const DocumentClass* longer = FindDocumentClass(special);
  const DocumentClass* shorter = FindDocumentClass(general);
  if (longer == nullptr || shorter == nullptr || longer == shorter) return false;
  return std::any_of(longer->titles.begin(), longer->titles.end(), [&](std::string_view title) {
    return std::any_of(shorter->titles.begin(), shorter->titles.end(), [&](std::string_view front) {
      return title.size() > front.size() && title.starts_with(front) && title[front.size()] == ' ';
    });
  });
}

double TextProbability(const std::vector<ClassProbability>& text, std::string_view code) {
  const auto found = std::find_if(text.begin(), text.end(), [&](const ClassProbability& one) { return one.code == code; });
  return found == text.end() ? 0 : found->probability;
}

RuleClass FromText(const ClassProbability& best) { return {best.code == kNoClass ? kNoClass : Listed(best.code), 0.3 + 0.5 * best.probability, false}; }

// The likeliest class; a page that has a head or a title of its own goes on with nothing.
const ClassProbability& Likeliest(const std::vector<ClassProbability>& text, bool may_go_on) {
  const bool second = !may_go_on && text.front().code == "E06" && text.size() > 1;
  return text[second ? 1 : 0];
}

RuleClass Together(const RuleClass& rules, const std::vector<ClassProbability>& text, bool may_go_on) {
  const ClassProbability& best = Likeliest(text, may_go_on);
  if (best.code == rules.code) {
    if (rules.accept || best.probability < kSureText) return rules;
    // Two witnesses that know nothing of each other. Papers of none of the classes stay for a person.
    const bool accept = rules.standing != Standing::kNothing && rules.code != kNoClass;
    return {rules.code, std::max(rules.score, accept ? 0.97 : 0.85), accept, rules.standing};
  }
  if (best.probability >= kLikelyText && IsSpecialKindOf(best.code, rules.code)) return FromText(best);
  if (rules.standing == Standing::kFirm) return rules;
  if (rules.standing == Standing::kNothing) return best.probability >= kLeastText ? FromText(best) : rules;
  // A title that no class has, or that was misread, against a text that speaks plainly.
  const bool plain = best.code != kNoClass && best.probability >= kLikelyText && TextProbability(text, rules.code) < kUnlikelyText;
  return plain && !rules.accept ? FromText(best) : rules;
}

}  // namespace

DocumentType ClassifyDocument(const std::vector<const PageRecord*>& pages) {
  if (pages.empty()) return MakeType({});
  const PageRecord& first = *pages.front();
  const std::vector<TextLine> lines = LinesOfPage(first, 0);
  const PageHead head = FindPageHead(first, lines);
  const bool headless = !head.has_motto && !head.number_line;
  const auto continuation = headless ? AsContinuation(lines) : std::nullopt;
  const RuleClass rules = ByRules(lines, head, ClassOfCode(head.code), continuation);
  const auto text = BuiltInClassModel().Probabilities(ClassFeaturesOf(first, lines, head, pages.size()));
  return MakeType(Together(rules, text, continuation.has_value()));
}

}  // namespace sohoa
