// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/paper.h"

#include <algorithm>
#include <cstdio>

#include "core/calendar.h"
#include "documents/document_classes.h"
#include "documents/folded_text.h"
#include "documents/page_head.h"
#include "documents/text_lines.h"

namespace sohoa {
namespace {

constexpr double kHeadShare = 0.45;    // of the first page
constexpr double kReadableWord = 0.6;  // confidence
constexpr double kReadableShare = 0.4;
constexpr double kUnusableQuality = 0.3;
constexpr double kPoorQuality = 0.7;
constexpr std::size_t kFewWords = 3;
constexpr std::size_t kLettersPerEdit = 12;  // of a title that is looked for

// Quality alone says little of a page whose words came out well.
bool IsIllegible(const PageRecord& page) {
  if (page.quality.blank) return false;
  std::size_t words = 0;
  std::size_t readable = 0;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        if (word.ink != InkKind::kPrint) continue;
        ++words;
        readable += word.confidence >= kReadableWord;
      }
    }
  }
  if (words < kFewWords) return page.quality.score < kPoorQuality;
  const double share = static_cast<double>(readable) / static_cast<double>(words);
  return share < kReadableShare || (page.quality.score < kUnusableQuality && share < kPoorQuality);
}

// Down to "Kính gửi": what stands below speaks of other papers too.
void ReadHead(const PageRecord& page, Paper& paper) {
  std::vector<std::string> keys;
  for (const TextLine& line : LinesOfPage(page, 0)) {
    if (line.top >= kHeadShare || IsAddresseeLine(line)) break;
    if (!line.key.empty()) keys.push_back(line.key);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    paper.title += ' ' + keys[i];
    std::string joined = keys[i];
    for (std::size_t next = i + 1; next < std::min(i + 3, keys.size()); ++next) joined += ' ' + keys[next];
    paper.lines.push_back(std::move(joined));
  }
}

// The best phrase in the title: its length, and whether it stands there letter by letter.
struct PhraseFit {
  std::size_t length = 0;
  bool exact = false;
};

void TakeBetter(const FuzzyMatch& match, const std::string& phrase, PhraseFit& best) {
  if (!match.found) return;
  const bool exact = match.distance == 0;
  if (exact > best.exact || (exact == best.exact && phrase.size() > best.length)) best = {phrase.size(), exact};
}

PhraseFit FindPhrase(const std::vector<std::string>& phrases, const std::string& text) {
  PhraseFit best;
  for (const std::string& phrase : phrases) {
    TakeBetter(FindFuzzy(text, phrase, phrase.size() / kLettersPerEdit), phrase, best);
  }
  return best;
}

// Of a paper that has no class: its title has to begin a line, or every letter that speaks of
// such a paper would be one.
PhraseFit FindLineStart(const std::vector<std::string>& phrases, const Paper& paper) {
  PhraseFit best;
  for (const std::string& phrase : phrases) {
    for (const std::string& line : paper.lines) {
      if (!StartsFuzzy(line, phrase, phrase.size() / kLettersPerEdit)) continue;
      TakeBetter({0, 0, line.starts_with(phrase) ? 0u : 1u, true}, phrase, best);
    }
  }
  return best;
}

bool HasClass(const PaperPattern& pattern, const std::string& code) {
  return std::find(pattern.classes.begin(), pattern.classes.end(), code) != pattern.classes.end();
}

// Longer titles say more: "đăng ký lại khai sinh" before "khai sinh".
double TitleWeight(double base, const PhraseFit& phrase) { return base + 0.2 * static_cast<double>(std::min<std::size_t>(phrase.length, 50)); }

std::string FullDate(const FieldValue* field) {
  const bool full = field != nullptr && field->normalized.size() >= 10 && field->normalized.find('X') == std::string::npos &&
                    ParseVietnamTime(field->normalized.substr(0, 10));
  return full ? field->normalized.substr(0, 10) : std::string();
}

}  // namespace

bool IsSettled(ReviewState state) {
  return state == ReviewState::kAutoAccepted || state == ReviewState::kConfirmed || state == ReviewState::kCorrected;
}

std::string SettledValue(const Document& document, std::string_view code) {
  const FieldValue* field = document.Field(code);
  return field != nullptr && IsSettled(field->review) ? field->normalized : std::string();
}

Paper DescribePaper(const Document& document, std::vector<const PageRecord*> pages) {
  Paper paper;
  paper.document = &document;
  paper.pages = std::move(pages);
  paper.class_is_sure = IsSettled(document.type.review) && document.type.code != "other";
  for (const char* code : {"type_name", "subject"}) {
    const FieldValue* field = document.Field(code);
    if (field != nullptr && !field->value.empty()) paper.title += ' ' + WordsKey(field->value);
  }
  if (!paper.pages.empty()) ReadHead(*paper.pages.front(), paper);
  const auto illegible = std::count_if(paper.pages.begin(), paper.pages.end(), [](const PageRecord* page) { return IsIllegible(*page); });
  paper.illegible = document.type.review == ReviewState::kUnreadable || 2 * static_cast<std::size_t>(illegible) > paper.pages.size();
  return paper;
}

PaperFit FitOf(const PaperPattern& pattern, const Paper& paper) {
  const bool in_class = HasClass(pattern, paper.document->type.code);
  if (pattern.classes.empty()) {
    const PhraseFit phrase = FindLineStart(pattern.titles, paper);
    if (phrase.length == 0) return {};
    return {TitleWeight(phrase.exact ? 80 : 40, phrase), phrase.exact};
  }
  if (pattern.titles.empty()) {
    if (!in_class) return {};
    return paper.class_is_sure ? PaperFit{60, true} : PaperFit{35, false};
  }
  if (paper.class_is_sure && !in_class) return {};
  const PhraseFit phrase = FindPhrase(pattern.titles, paper.title);
  if (phrase.length == 0) {
    // Of its kind, and the words that would say which were not read.
    const bool bare = in_class && paper.lines.size() <= 1;
    return bare ? PaperFit{10, false} : PaperFit{};
  }
  if (paper.class_is_sure) return {TitleWeight(phrase.exact ? 100 : 90, phrase), true};
  return {TitleWeight(in_class ? 45 : 30, phrase), false};
}

PaperFit FitOf(const RequiredPaper& required, const Paper& paper) {
  PaperFit best;
  for (const PaperPattern& pattern : required.any_of) {
    const PaperFit fit = FitOf(pattern, paper);
    if (fit.weight > best.weight) best = fit;
  }
  return best;
}

std::string AddMonths(std::string_view day, std::uint32_t months) {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : day.substr(at, length)) value = value * 10 + (c - '0');
    return value;
  };
  const int month_count = number(0, 4) * 12 + number(5, 2) - 1 + static_cast<int>(months);
  const int year = month_count / 12;
  const int month = month_count % 12 + 1;
  int of_month = number(8, 2);
  while (!IsCalendarDate(year, month, of_month)) --of_month;
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, of_month);
  return text;
}

Validity ValidityOn(const Document& document, std::uint32_t valid_months, std::string_view day) {
  const FieldValue* end_field = document.Field("expiry_date");
  const std::string end = FullDate(end_field);
  if (!end.empty() && end < day) return IsSettled(end_field->review) ? Validity::kExpired : Validity::kUnknown;
  if (valid_months == 0) return Validity::kValid;
  const FieldValue* issue_field = document.Field("issued_date");
  if (FullDate(issue_field).empty()) issue_field = document.Field("identity_issued_date");
  const std::string issue = FullDate(issue_field);
  if (issue.empty() || !IsSettled(issue_field->review)) return Validity::kUnknown;
  return AddMonths(issue, valid_months) < day ? Validity::kExpired : Validity::kValid;
}

}  // namespace sohoa
