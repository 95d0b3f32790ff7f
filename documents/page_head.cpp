// SPDX-License-Identifier: Apache-2.0
#include "documents/page_head.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include <re2/re2.h>

namespace sohoa {
namespace {

constexpr std::string_view kCountry = "cong hoa xa hoi chu nghia viet nam";
constexpr std::string_view kMotto = "doc lap tu do hanh phuc";
// Heads end well above these; form heads with a frame of their own reach lower.
constexpr double kLastMottoTop = 0.40;
constexpr double kHeadRows = 0.17;  // from the motto down to the date
constexpr double kSureDash = 0.9;

struct WordSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  double similarity = 0;
};

// The words of the line that are most like the phrase.
WordSpan FindWords(const TextLine& line, std::string_view phrase) {
  WordSpan best;
  const auto phrase_words =
      static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
  for (std::size_t begin = 0; begin < line.words.size(); ++begin) {
    std::string key;
    const std::size_t last = std::min(line.words.size(), begin + phrase_words + 4);
    for (std::size_t end = begin; end < last; ++end) {
      const std::string word = WordsKey(line.words[end].text);
      if (word.empty()) continue;
      if (!key.empty()) key += ' ';
      key += word;
      if (key.size() + 12 < phrase.size()) continue;
      const double similarity = Similarity(key, phrase);
      if (similarity > best.similarity) best = {begin, end + 1, similarity};
    }
  }
  return best;
}

void FindMotto(const std::vector<TextLine>& lines, const PageGeometry& geometry, PageHead& head) {
  double left = 1;
  double right = 0;
  double top = 1;
  bool alone = true;
  for (const TextLine& line : lines) {
    if (line.top > kLastMottoTop) break;
    for (const std::string_view phrase : {kCountry, kMotto}) {
      if (!FindFuzzy(line.key, phrase, phrase.size() / 3).found) continue;
      const WordSpan span = FindWords(line, phrase);
      if (span.similarity < 0.7) continue;
      const double words_left =
          static_cast<double>(line.words[span.begin].box.left) / geometry.width;
      const double words_right =
          static_cast<double>(line.words[span.end - 1].box.right) / geometry.width;
      // Tiêu ngữ stands centred under Quốc hiệu and is about two thirds as long.
      left = std::min(left, phrase == kCountry ? words_left : words_left - 0.06);
      right = std::max(right, words_right);
      top = std::min(top, line.top);
      alone = alone && line.left > words_left - 0.02;
      head.has_motto = true;
    }
  }
  if (!head.has_motto) return;
  head.motto_top = top;
  const double middle = (left + right) / 2;
  head.motto_centred = alone && middle > 0.4 && middle < 0.6 && left < 0.38;
  head.column = head.motto_centred ? 0.0 : left - 0.01;
}

// Where a row of the head falls apart into its columns: the widest gap near the column's edge.
double SplitPoint(const TextLine& line, double column, const PageGeometry& geometry) {
  double best = column;
  int widest = 0;
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    const int gap = line.words[i].box.left - line.words[i - 1].box.right;
    const double at =
        (line.words[i].box.left + line.words[i - 1].box.right) / 2.0 / std::max(1, geometry.width);
    if (gap > widest && std::abs(at - column) < 0.13) {
      widest = gap;
      best = at;
    }
  }
  return widest * 2 > line.box.height() ? best : column;
}

bool HasNumberLabel(const TextLine& line) {
  static const RE2 label(
      R"(^\W{0,3}(?:so|s0|s6|so\d+)\s?[:.;,]|^\W{0,3}(?:bo luat|luat|nghi quyet|phap lenh|lenh)\s+so\s?[:.;,\d]|^\W{0,3}so\W*$|^\W{0,3}so\s?[\d{(?]|^\W{0,3}s\w{0,2}\s?[:;])");
  return RE2::PartialMatch(line.text.ascii(), label);
}

// Two pieces side by side are one line of the left column: a pen filled the gap between them.
bool SameRow(const TextLine& a, const TextLine& b) {
  const int overlap = std::min(a.box.bottom, b.box.bottom) - std::max(a.box.top, b.box.top);
  return overlap * 2 > std::min(a.box.height(), b.box.height());
}

std::vector<TextLine> MergeRows(std::vector<TextLine> pieces, const PageGeometry& geometry) {
  std::vector<TextLine> rows;
  for (TextLine& piece : pieces) {
    if (!rows.empty() && SameRow(rows.back(), piece)) {
      std::vector<Word> words = rows.back().words;
      words.insert(words.end(), piece.words.begin(), piece.words.end());
      std::sort(words.begin(), words.end(),
                [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
      rows.back() = MakeTextLine(std::move(words), piece.page, geometry);
    } else {
      rows.push_back(std::move(piece));
    }
  }
  return rows;
}

// Speckle and rules that were read as letters.
bool IsRubbish(const TextLine& line) {
  return line.confidence < 0.05 && line.text.ascii().find('/') == std::string::npos &&
         !HasNumberLabel(line);
}

bool IsNoise(const TextLine& line) { return line.key.size() < 2 || line.confidence < 0.2; }

// The shadow along the edge of a sheet reads as a letter.
bool InEdgeShadow(const Word& word, const PageGeometry& geometry) {
  constexpr double kMargin = 0.065;
  return WordsKey(word.text).size() == 1 && word.box.right < kMargin * geometry.width;
}

// "E Số: 02/2020/TT-BQP": without what the edge left in front of a line, or as one.
std::vector<TextLine> WithoutEdge(const std::vector<TextLine>& lines, const PageGeometry& geometry) {
  std::vector<TextLine> out;
  for (const TextLine& line : lines) {
    const bool edge = !line.words.empty() && InEdgeShadow(line.words.front(), geometry);
    if (edge && line.words.size() == 1) continue;
    out.push_back(edge ? MakeTextLine({line.words.begin() + 1, line.words.end()}, line.page, geometry) : line);
  }
  return out;
}

// The line without words of no confidence or no letters at its ends.
TextLine WithoutSpeckle(const TextLine& line, const PageGeometry& geometry) {
  std::vector<Word> words;
  for (const Word& word : line.words) {
    if (word.confidence < 0.05 && words.size() + 1 < line.words.size()) continue;
    words.push_back(word);
  }
  const auto speck = [&geometry](const Word& word) { return WordsKey(word.text).empty() || InEdgeShadow(word, geometry); };
  // "BỘ KHOA HỌC VÀ CÔNG NGHỆ -" over "BỘ TÀI CHÍNH": two organs that issue together.
  const auto joint = [](const Word& word) { return word.confidence >= kSureDash && FoldedText(word.text).ascii() == "-"; };
  while (!words.empty() && speck(words.back()) && !joint(words.back())) words.pop_back();
  while (!words.empty() && speck(words.front())) words.erase(words.begin());
  return words.empty() ? TextLine{} : MakeTextLine(std::move(words), line.page, geometry);
}

void TakeLeftColumn(std::vector<TextLine> rows, const PageGeometry& geometry, PageHead& head) {
  std::optional<std::size_t> number;
  for (std::size_t i = 0; i < rows.size() && !number; ++i) {
    if (HasNumberLabel(rows[i]) && !ParseNumberLine(rows[i].text).empty()) number = i;
  }
  // Next best: a line that ends in a notation; last, a label alone.
  for (std::size_t i = 0; i < rows.size() && !number; ++i) {
    const DocumentCode code = ParseNumberLine(rows[i].text);
    if (!code.empty() && IsWellFormedNotation(code.notation) &&
        rows[i].text.ascii().find('/') != std::string::npos) {
      number = i;
    }
  }
  for (std::size_t i = 0; i < rows.size() && !number; ++i) {
    if (HasNumberLabel(rows[i])) number = i;
  }
  const std::size_t organ_end = number.value_or(rows.size());
  for (std::size_t i = 0; i < organ_end; ++i) {
    TextLine line = WithoutSpeckle(rows[i], geometry);
    if (!IsNoise(line)) head.organ_lines.push_back(std::move(line));
  }
  if (number) {
    head.number_line = std::move(rows[*number]);
    head.number_labelled = HasNumberLabel(*head.number_line);
    head.code = ParseNumberLine(head.number_line->text);
  }
}

// The date of the paper itself: not that of another one, cited by its kind before it.
std::optional<ReadDate> FindHeadDate(const TextLine& line) {
  static const RE2 kind(
      R"(nghi quyet|quyet dinh|nghi dinh|thong tu|cong van|ke hoach|chi thi|thong bao|cong dien|to trinh|\bluat\b)");
  auto date = FindDatePhrase(line.text);
  if (date && RE2::PartialMatch(re2::StringPiece(line.text.ascii()).substr(0, date->begin), kind)) return std::nullopt;
  return date;
}

// A date in running text begins far from the right column or is followed by words.
bool IsDateRow(const TextLine& line) {
  const auto date = FindHeadDate(line);
  return date && line.right > 0.6 && date->end + 12 > line.text.size();
}

// An organ's name of many lines stands beside the date, and its number below that.
double NumberUnderDate(const std::vector<TextLine>& lines, std::size_t at, double bottom, const PageHead& head) {
  constexpr double kRows = 0.045;  // two of them
  for (std::size_t i = at; i < lines.size() && lines[i].top < bottom + kRows; ++i) {
    if (IsAddresseeLine(lines[i]) || IsKnownTitle(lines, i)) break;
    const bool code = HasNumberLabel(lines[i]) && lines[i].text.ascii().find('/') != std::string::npos;
    if (code && lines[i].right < head.column + 0.03) return lines[i].bottom;
  }
  return bottom;
}

// The lowest row that belongs to the head: date or number, else right under the motto.
double HeadBottom(const std::vector<TextLine>& lines, const PageGeometry& geometry, const PageHead& head) {
  // On a sheet that lies on its side a row is a larger part of the height.
  const double scale = geometry.width > geometry.height ? 1.41 : 1;
  const double first = head.has_motto ? head.motto_top : 0;
  const double last = head.has_motto ? head.motto_top + kHeadRows * scale : 0.35;
  double bottom = 0;
  double title_top = 0;
  bool dated = false;
  bool numbered = false;
  std::vector<TextLine> pieces;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.top < first - 0.01 || line.top > last) continue;
    // Certificates, contracts and invoices have number and date under their title.
    if (IsAddresseeLine(line)) break;
    if (IsKnownTitle(lines, i)) {
      title_top = line.top;
      break;
    }
    pieces.push_back(line);
    const bool number = HasNumberLabel(line) && line.text.ascii().find('/') != std::string::npos;
    dated = IsDateRow(line);
    numbered = numbered || number;
    if (dated || (number && bottom == 0)) bottom = std::max(bottom, line.bottom);
    if (dated && !numbered) bottom = NumberUnderDate(lines, i + 1, bottom, head);
    if (dated) break;
  }
  // A pen between "ngày" and "tháng" leaves the date in pieces.
  if (!dated) {
    for (const TextLine& row : MergeRows(std::move(pieces), geometry)) {
      if (!IsDateRow(row)) continue;
      bottom = std::max(bottom, row.bottom);
      break;
    }
  }
  if (bottom == 0 && head.has_motto) {
    bottom = head.motto_top + 0.06 * scale;
    if (!head.motto_centred && title_top > bottom) bottom = title_top;
  }
  return bottom;
}

void SplitHead(const std::vector<TextLine>& lines, const PageGeometry& geometry, PageHead& head) {
  std::vector<TextLine> left;
  std::vector<TextLine> right;
  const double first = head.has_motto ? head.motto_top - 0.012 : 0;
  for (const TextLine& line : lines) {
    if (line.center_y() < first || line.center_y() > head.bottom) continue;
    if (head.motto_centred) {
      right.push_back(line);
      continue;
    }
    SplitTextLine parts = SplitAt(line, SplitPoint(line, head.column, geometry), geometry);
    if (!parts.left.words.empty() && !IsRubbish(parts.left)) left.push_back(std::move(parts.left));
    if (!parts.right.words.empty()) right.push_back(std::move(parts.right));
  }
  TakeLeftColumn(MergeRows(std::move(left), geometry), geometry, head);
  for (TextLine& row : MergeRows(std::move(right), geometry)) {
    auto date = FindHeadDate(row);
    if (!date) continue;
    head.date = date;
    head.date_line = std::move(row);
    break;
  }
}

// A head of a column is no title. A frame about a form, or a table of two columns that lays one out, may
// have one inside.
std::vector<TextLine> OutsideTables(const std::vector<TextLine>& lines, const PageText& text) {
  std::vector<TextLine> outside;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(outside), [&](const TextLine& line) {
    return std::none_of(text.tables.begin(), text.tables.end(), [&](const TableGrid& table) {
      return table.columns >= 3 && table.rows >= 2 && MostlyIn(line.box, table.box);
    });
  });
  return outside;
}

// "Số: 12/HĐ-SYT" right under the title of a contract.
void FindNumberUnderTitle(const std::vector<TextLine>& lines, PageHead& head) {
  if (head.number_line || !head.title) return;
  const double from = head.title->lines.back().bottom;
  for (const TextLine& line : lines) {
    if (line.center_y() < from) continue;
    if (line.top > from + 0.06) return;
    if (!HasNumberLabel(line) || line.text.ascii().find('/') == std::string::npos) continue;
    DocumentCode code = ParseNumberLine(line.text);
    if (code.empty()) continue;
    head.number_line = line;
    head.code = std::move(code);
    return;
  }
}

}  // namespace

bool IsAddresseeLine(const TextLine& line) {
  return StartsFuzzy(line.key, "kinh gui", 1) || StartsFuzzy(line.key, "kinh goi", 1);
}

bool PageHead::BeginsDocument() const {
  const bool known_title = title && title->document_class != nullptr;
  if (has_motto) return true;
  const bool structural = known_title && title->document_class->code.front() == 'E';
  // The cover and the list of a dossier's papers stand by themselves.
  if (structural && (title->document_class->code == "E02" || title->document_class->code == "E03")) return true;
  if (known_title && !structural) {
    // A form or paper may have no motto; a heading inside a text has no number above it.
    return !title->document_class->administrative || number_line.has_value() || date.has_value();
  }
  // Running text cites numbers and dates as well, but not behind the label of a head.
  return number_labelled && !code.empty() && date.has_value();
}

PageHead FindPageHead(const PageRecord& page, std::size_t position) { return FindPageHead(page, LinesOfPage(page, position)); }

PageHead FindPageHead(const PageRecord& page, const std::vector<TextLine>& read) {
  PageHead head;
  const std::vector<TextLine> lines = WithoutEdge(read, page.geometry);
  FindMotto(lines, page.geometry, head);
  head.bottom = HeadBottom(lines, page.geometry, head);
  if (head.bottom > 0) SplitHead(lines, page.geometry, head);
  FindTitleAndSubject(OutsideTables(lines, page.text), head.bottom, head);
  if (!head.motto_centred) FindAboutLines(lines, head);
  FindNumberUnderTitle(lines, head);
  return head;
}

}  // namespace sohoa
