// SPDX-License-Identifier: Apache-2.0
#include "ocr/office_stamps.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"
#include "ocr/word_doubt.h"

namespace sohoa {
namespace {

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

bool Near(const Box& a, const Box& b, int distance) {
  return a.left - distance < b.right && b.left - distance < a.right &&
         a.top - distance < b.bottom && b.top - distance < a.bottom;
}

bool Holds(const Box& box, const Box& word) {
  return word.center_x() > box.left && word.center_x() < box.right && word.center_y() > box.top &&
         word.center_y() < box.bottom;
}

bool InCapitals(const Word& word) { return ToUpper(word.text) == word.text && ToLower(word.text) != word.text; }

bool IsArrival(const Word& word) {
  return InCapitals(word) && StartsWithAny(FoldedKey(word.text), {"den"}) && ToCodePoints(word.text).size() <= 5;
}

// Of what a frame holds.
struct FramedWords {
  bool arrival = false;
  int labels = 0;    // kinds of them
  int words = 0;
  int doubtful = 0;
  bool headed = false;  // its first line is in capitals: the office's name
};

FramedWords WordsIn(const Box& frame, const std::vector<Line>& lines) {
  static constexpr std::string_view kLabels[] = {"so", "ngay", "chuyen", "luu", "ho", "gio"};
  FramedWords found;
  bool labels[std::size(kLabels)] = {};
  int first = frame.bottom;
  for (const Line& line : lines) {
    for (const Word& word : line.words) {
      if (!Holds(frame, word.box)) continue;
      ++found.words;
      if (IsDoubtful(word)) ++found.doubtful;
      if (IsArrival(word)) found.arrival = true;
      const std::string key = FoldedKey(word.text);
      const std::string start = key.substr(0, key.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
      for (std::size_t i = 0; i < std::size(kLabels); ++i) {
        if (!InCapitals(word) && start == kLabels[i]) labels[i] = true;
      }
      if (word.box.top < first && ToCodePoints(word.text).size() > 1) {
        first = word.box.top;
        found.headed = InCapitals(word) && !IsDoubtful(word);
      }
    }
  }
  found.labels = static_cast<int>(std::count(std::begin(labels), std::end(labels), true));
  return found;
}

// Pens write over its labels, so that few of them are read; but a frame of that size at the
// head of a paper, under the name of an office and with hardly a word in it that can be read,
// is nothing else.
double IncomingConfidence(const Box& frame, const std::vector<Line>& lines, const Box& page, double dpi) {
  const auto pixels = [dpi](double mm) { return mm * dpi / kMmPerInch; };
  if (frame.width() < pixels(30) || frame.width() > pixels(85) || frame.height() < pixels(18) || frame.height() > pixels(60)) return 0;
  const FramedWords words = WordsIn(frame, lines);
  const bool at_head = frame.center_y() < page.top + page.height() * 0.5;
  if (words.arrival && (words.labels > 0 || at_head)) return words.labels > 0 ? 0.95 : 0.85;
  if (words.labels >= 3) return 0.85;
  if (!at_head || words.words == 0) return 0;
  const bool unread = words.doubtful * 2 >= words.words || words.doubtful >= 3;
  if (words.labels > 0 && unread) return 0.7;
  return words.headed && unread ? 0.6 : 0;
}

// The frame in pieces: those about a word ĐẾN that stands in no printed line, at the left of
// the head of a paper.
Box BrokenIncomingStamp(const std::vector<Line>& lines, const std::vector<Box>& edges, const Box& page, double dpi) {
  const auto pixels = [dpi](double mm) { return static_cast<int>(mm * dpi / kMmPerInch); };
  for (const Line& line : lines) {
    if (line.box.center_y() > page.top + page.height() * 0.5) continue;
    for (const Word& word : line.words) {
      if (!IsArrival(word) || word.box.center_x() > page.left + page.width() * 0.45) continue;
      const auto beside = std::count_if(line.words.begin(), line.words.end(), [&](const Word& other) {
        return IsSurelyPrint(other) && &other != &word && Near(other.box, word.box, 2 * word.box.height());
      });
      if (beside > 0) continue;
      const Box about{word.box.left - pixels(12), word.box.top - pixels(30), word.box.right + pixels(60), word.box.bottom + pixels(25)};
      Box stamp;
      for (const Box& edge : edges) {
        if (Intersection(edge, about) == edge) stamp = Union(stamp, edge);
      }
      if (stamp.width() > pixels(30) && Holds(stamp, word.box)) return stamp;
    }
  }
  return {};
}

int Distance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

// Capitals of some words as one key: "HỎA TỐC" -> "hoatoc".
std::string LettersOf(const std::vector<const Word*>& words) {
  std::string letters;
  for (const Word* word : words) {
    for (const char c : FoldedKey(word->text)) {
      if (c >= 'a' && c <= 'z') letters += c;
    }
  }
  return letters;
}

bool IsUrgency(const std::string& letters, int wrong) {
  for (const std::string degree : {"khan", "thuongkhan", "hoatoc", "hoatochengio"}) {
    if (Distance(letters, degree) <= wrong) return true;
  }
  return false;
}

std::vector<const Word*> WordsOf(const Line& line) {
  std::vector<const Word*> words;
  for (const Word& word : line.words) words.push_back(&word);
  return words;
}

bool IsUrgencyLine(const Line& line) {
  return std::all_of(line.words.begin(), line.words.end(), InCapitals) && IsUrgency(LettersOf(WordsOf(line)), 0);
}

// "KHẨN" 20 x 8 mm, "HỎA TỐC HẸN GIỜ" 40 mm; offices have them larger too.
bool MayFrameUrgency(const Box& frame, const Box& page, double dpi) {
  const auto pixels = [dpi](double mm) { return mm * dpi / kMmPerInch; };
  return frame.width() > pixels(12) && frame.width() < pixels(60) && frame.height() > pixels(6) &&
         frame.height() < pixels(22) && frame.center_y() < page.top + page.height() * 0.5;
}

void AddUrgency(const PageObject& stamp, std::vector<PageObject>& found) {
  for (PageObject& other : found) {
    if (other.kind != stamp.kind || Intersection(other.box, stamp.box).empty()) continue;
    other.box = Union(other.box, stamp.box);
    other.confidence = std::max(other.confidence, stamp.confidence);
    return;
  }
  found.push_back(stamp);
}

void FindUrgency(const std::vector<Line>& lines, const std::vector<Box>& frames, double without_frame,
                 const Box& page, double dpi, std::vector<PageObject>& found) {
  for (const Box& frame : frames) {
    if (!MayFrameUrgency(frame, page, dpi)) continue;
    std::vector<const Word*> inside;
    for (const Line& line : lines) {
      for (const Word& word : line.words) {
        if (Holds(frame, word.box) && !LettersOf({&word}).empty()) inside.push_back(&word);
      }
    }
    // A frame of that size and place says no other word of nearly those letters; its edges are
    // read as letters beside them.
    const std::string letters = LettersOf(inside);
    const bool nearly = IsUrgency(letters, 1) || std::any_of(inside.begin(), inside.end(), [](const Word* word) {
                          return IsUrgency(LettersOf({word}), 1);
                        });
    if (letters.size() < 3 || !nearly) continue;
    AddUrgency({PageObjectKind::kUrgencyStamp, frame, IsUrgency(letters, 0) ? 0.95 : 0.7}, found);
  }
  for (const Line& line : lines) {
    if (line.words.empty() || !IsUrgencyLine(line) || line.box.center_y() > page.top + page.height() * 0.5) continue;
    AddUrgency({PageObjectKind::kUrgencyStamp, line.box, without_frame}, found);
  }
}

}  // namespace

std::optional<Box> IncomingStampOfWords(const std::vector<Line>& lines) {
  const int height = TypicalWordHeight(lines);
  std::vector<const Word*> labels;
  const Word* arrival = nullptr;
  for (const Line& line : lines) {
    for (const Word& word : line.words) {
      const std::string key = ExactKey(word.text);
      if (ToUpper(word.text) == word.text && StartsWithAny(key, {"đến", "đên"})) arrival = &word;
      if (StartsWithAny(key, {"số:", "ngày:", "giờ:", "chuyển:", "số.", "ngày.", "chuyển."})) labels.push_back(&word);
    }
  }
  if (arrival == nullptr || height == 0) return std::nullopt;
  Box stamp = arrival->box;
  int found = 0;
  for (const Word* label : labels) {
    if (!Near(label->box, arrival->box, 4 * height)) continue;
    stamp = Union(stamp, label->box);
    ++found;
  }
  if (found < 2) return std::nullopt;
  return Box{stamp.left - height, stamp.top - height, stamp.right + 5 * height, stamp.bottom + height / 2};
}

std::vector<PageObject> FindOfficeStamps(const std::vector<Line>& lines, const std::vector<Line>& red,
                                         const std::vector<Box>& frames, const std::vector<Box>& edges,
                                         const Box& page, double dpi) {
  std::vector<PageObject> found;
  for (const Box& frame : frames) {
    const double confidence = IncomingConfidence(frame, lines, page, dpi);
    if (confidence > 0) found.push_back({PageObjectKind::kIncomingStamp, frame, confidence});
  }
  if (const std::optional<Box> words = IncomingStampOfWords(lines); words && found.empty()) {
    found.push_back({PageObjectKind::kIncomingStamp, Intersection(*words, page), 0.8});
  }
  if (found.empty()) {
    const Box broken = BrokenIncomingStamp(lines, edges, page, dpi);
    if (!broken.empty()) found.push_back({PageObjectKind::kIncomingStamp, broken, 0.7});
  }
  FindUrgency(lines, frames, 0.6, page, dpi, found);
  FindUrgency(red, frames, 0.9, page, dpi, found);
  return found;
}

}  // namespace sohoa
