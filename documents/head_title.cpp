// SPDX-License-Identifier: Apache-2.0
//
// The kind of a document and its subject: box 5a in the middle of the page, or box 5b under
// the number of a letter that has no kind.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/page_head.h"
#include "documents/stamped_degrees.h"

namespace sohoa {
namespace {

constexpr double kLastTitleTop = 0.50;
constexpr std::size_t kTitleLines = 3;

std::string SpacelessKey(std::string key) {
  key.erase(std::remove(key.begin(), key.end(), ' '), key.end());
  return key;
}

bool IsCentred(const TextLine& line) { return line.center_x() > 0.3 && line.center_x() < 0.72; }

bool IsUpper(const TextLine& line) { return line.text.UpperShare() >= 0.6; }

struct Candidate {
  const DocumentClass* document_class = nullptr;
  double similarity = 0;
  std::size_t length = 0;  // of the title that matched

  bool BetterThan(const Candidate& other) const {
    if (other.document_class == nullptr) return true;
    // A longer title is the better reading unless it fits clearly worse.
    if (length != other.length && std::abs(similarity - other.similarity) < 0.08) {
      return length > other.length;
    }
    return similarity > other.similarity;
  }
};

double TitleSimilarity(const std::string& text, std::string_view title, TitleMatch match) {
  const std::string wanted = SpacelessKey(std::string(title));
  if (wanted.size() < 6) return text == wanted ? 1.0 : 0.0;
  if (match == TitleMatch::kWhole || text.size() <= wanted.size()) return Similarity(text, wanted);
  return Similarity(text.substr(0, wanted.size()), wanted);
}

Candidate BestClass(const std::string& text) {
  Candidate best;
  for (const DocumentClass& document_class : DocumentClasses()) {
    for (const std::string_view title : document_class.titles) {
      const double similarity = TitleSimilarity(text, title, document_class.match);
      const double floor = title.size() < 10 ? 0.72 : 0.78;
      if (similarity < floor) continue;
      const Candidate candidate{&document_class, similarity, title.size()};
      if (candidate.BetterThan(best)) best = candidate;
    }
  }
  return best;
}

// The best reading of the lines from `at` on as a title of one to three lines.
std::optional<HeadTitle> TitleAt(const std::vector<TextLine>& lines, std::size_t at) {
  std::optional<HeadTitle> best;
  Candidate best_candidate;
  std::string joined;
  for (std::size_t n = 0; n < kTitleLines && at + n < lines.size(); ++n) {
    const TextLine& line = lines[at + n];
    if (n > 0) {
      const TextLine& previous = lines[at + n - 1];
      if (!IsCentred(line) || !IsUpper(line) || line.top - previous.bottom > previous.height())
        break;
    }
    joined += SpacelessKey(line.key);
    const Candidate candidate = BestClass(joined);
    if (candidate.document_class == nullptr || !candidate.BetterThan(best_candidate)) continue;
    best_candidate = candidate;
    HeadTitle title;
    title.document_class = candidate.document_class;
    title.similarity = candidate.similarity;
    title.lines.assign(lines.begin() + static_cast<std::ptrdiff_t>(at),
                       lines.begin() + static_cast<std::ptrdiff_t>(at + n + 1));
    title.text = JoinLines(title.lines);
    best = std::move(title);
  }
  return best;
}

bool BeginsBody(const TextLine& line) {
  // "(Ban hành kèm theo Quyết định số ...)" under the title of a statute.
  if (line.text.ascii().starts_with('(') && line.key.find("kem theo") != std::string::npos) return true;
  // A paragraph begins with a capital; a subject may go on with the same words.
  const std::size_t letter = line.text.ascii().find_first_of("abcdefghijklmnopqrstuvwxyz");
  if (letter != std::string::npos && line.text.Slice(letter, letter + 1).UpperShare() < 1)
    return false;
  static constexpr std::string_view kStarts[] = {
      "can cu", "theo de nghi", "xet de nghi", "thuc hien ", "kinh gui",     "phan i",
      "dieu 1", "chuong i",     "chuong 1",    "ngay ",      "de thuc hien", "nham ",
      "tu ngay ", "gom "};
  for (const std::string_view start : kStarts) {
    if (line.key.size() >= start.size() && StartsFuzzy(line.key, start, start.size() > 7 ? 1 : 0)) {
      return true;
    }
  }
  static const RE2 numbered(R"(^\W*(?:(?:i|ii|iii|iv|v)\s?[.\-/)]|\d{1,2}\s?[.)/]\s|[a-d]\)))");
  return RE2::PartialMatch(line.text.ascii(), numbered);
}

// The authority that stands between a decision's subject and its bases: "GIÁM ĐỐC SỞ ...".
bool IsAuthorityLine(const TextLine& line) {
  return line.text.UpperShare() > 0.8 && line.key.size() > 6;
}

// The part of the line that is centred under the title. A stamp ("ĐẾN" and its rows) in the
// left margin is often read as one line with the subject beside it.
std::optional<TextLine> CentredPart(const TextLine& line, double middle) {
  if (std::abs(line.center_x() - middle) <= 0.07) return line;
  if (line.center_x() > middle || line.box.empty()) return std::nullopt;
  PageGeometry geometry;
  geometry.width = static_cast<int>(std::lround(line.box.right / line.right));
  geometry.height = static_cast<int>(std::lround(line.box.bottom / line.bottom));
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    const Word& word = line.words[i];
    const int gap = word.box.left - line.words[i - 1].box.right;
    if (gap * 2 < word.box.height()) continue;
    std::vector<Word> rest(line.words.begin() + static_cast<std::ptrdiff_t>(i), line.words.end());
    TextLine part = MakeTextLine(std::move(rest), line.page, geometry);
    if (std::abs(part.center_x() - middle) <= 0.05) return part;
  }
  return std::nullopt;
}

void TakeSubject(const std::vector<TextLine>& lines, std::size_t at, PageHead& head) {
  const TextLine& title_line = head.title->lines.back();
  const double title_middle = title_line.center_x();
  // The name of a law is printed in capitals.
  const bool law = head.title->document_class != nullptr && head.title->document_class->code == "B01";
  double previous_bottom = title_line.bottom;
  double previous_middle_y = title_line.center_y();
  double pitch = 0;
  for (std::size_t i = at; i < lines.size(); ++i) {
    const TextLine& whole = lines[i];
    // Stray marks, and what is left of the rule under the head.
    const bool word = whole.confidence >= 0.8 && !head.subject_lines.empty() &&
                      IsVietnameseSyllable(ToLower(whole.text.Original(0, whole.text.size()))) &&
                      std::abs(whole.center_x() - title_middle) < 0.03;
    if ((whole.key.size() < 3 && !word) || whole.confidence < 0.25) continue;
    // A stamp beside the title.
    if (whole.right < title_middle - 0.05 && whole.key.size() < 24) continue;
    const bool ends = IsAddresseeLine(whole) || (IsAuthorityLine(whole) && !law);
    const std::optional<TextLine> part = ends ? std::nullopt : CentredPart(whole, title_middle);
    if (!part) break;
    const TextLine& line = *part;
    const double step = line.center_y() - previous_middle_y;
    if (step < 0.3 * line.height() && i > at) break;
    const bool first = head.subject_lines.empty();
    if (IsAuthorityLine(line) && !law) break;
    if (!first) {
      if (step > 1.45 * pitch) break;
      // The body begins at the same pitch in crowded pages: it is known by its words.
      if (BeginsBody(line)) break;
    } else if (line.top - previous_bottom > 2.2 * title_line.height() ||
               (BeginsBody(line) && step > 0.028)) {
      break;
    }
    pitch = first ? std::max(step, 0.8 * line.height()) : std::max(step, 0.9 * pitch);
    previous_middle_y = line.center_y();
    previous_bottom = line.bottom;
    head.subject_lines.push_back(line);
    if (head.subject_lines.size() >= 8) break;
  }
}

}  // namespace

void FindTitleAndSubject(const std::vector<TextLine>& lines, double top, PageHead& head) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.center_y() < top) continue;
    if (line.top > kLastTitleTop || IsAddresseeLine(line)) break;
    if (StartsFuzzy(line.key, "can cu ", 0)) break;
    // "Phụ lục 1" over an appendix is not always in capitals.
    const bool appendix = line.key.starts_with("phu luc") && line.key.size() < 14;
    if (!IsCentred(line) || (!IsUpper(line) && !appendix) || line.key.size() < 3) continue;
    auto title = TitleAt(lines, i);
    if (!title) continue;
    const std::size_t next = i + title->lines.size();
    head.title = std::move(title);
    TakeSubject(lines, next, head);
    return;
  }
  // A title that no class has ("ĐIỀU LỆ"): the first short line of capitals in the middle
  // under the head, and only on a page that has a head.
  if (!head.date && !head.number_line) return;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.center_y() < top) continue;
    if (line.top > top + 0.14 || IsAddresseeLine(line)) break;
    const bool short_line = line.right - line.left < 0.35 && line.key.size() >= 5;
    const bool middle = line.center_x() > 0.42 && line.center_x() < 0.62;
    if (!short_line || !middle || line.text.UpperShare() < 0.75 || line.confidence < 0.5) continue;
    head.title = HeadTitle{nullptr, line.text.Original(0, line.text.size()), 0, {line}};
    TakeSubject(lines, i + 1, head);
    return;
  }
}

bool IsKnownTitle(const std::vector<TextLine>& lines, std::size_t at) {
  constexpr double kBeyondDoubt = 0.9;
  const TextLine& line = lines[at];
  if (line.center_x() < 0.4 || line.center_x() > 0.65 || !IsUpper(line)) return false;
  const auto title = TitleAt(lines, at);
  return title && title->similarity >= kBeyondDoubt;
}

void FindAboutLines(const std::vector<TextLine>& lines, PageHead& head) {
  static const RE2 marked(R"(^\W{0,3}(?:[vw]\s?[/il1]?\s?[vw]\b|ve viec\b|[vw]/))");
  double from = head.bottom;
  if (head.number_line) from = std::max(from - 0.03, head.number_line->center_y() + 0.004);
  if (from <= 0) return;
  double previous = 0;
  double pitch = 0;
  for (const TextLine& line : lines) {
    if (line.center_y() < from || line.key.size() < 2 || line.confidence < 0.2) continue;
    if (line.top > from + 0.2 || IsAddresseeLine(line)) break;
    const bool in_column = line.center_x() < head.column && line.right < head.column + 0.08;
    if (!in_column || IsStampedDegree(line)) continue;
    const bool begins = RE2::PartialMatch(line.text.ascii(), marked);
    if (head.about_lines.empty()) {
      // Only a marked line, or the line right under the number of a letter without a title.
      if (!begins && (head.title || line.top - from > 0.05)) continue;
      head.about_marked = begins;
    } else {
      const double step = line.center_y() - previous;
      if (step > 1.7 * (pitch > 0 ? pitch : 1.35 * line.height())) break;
      pitch = step;
    }
    previous = line.center_y();
    head.about_lines.push_back(line);
    if (head.about_lines.size() >= 9) break;
  }
}

}  // namespace sohoa
