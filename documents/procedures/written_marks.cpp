// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/written_marks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "documents/folded_text.h"

namespace sohoa {
namespace {

constexpr double kNear = 0.015;  // of the page's size, between the middles of one mark
constexpr double kLeastSizeRatio = 0.6;
constexpr double kLeastShare = 0.5;

// A box in fractions of the page.
struct WrittenMark {
  std::size_t page = 0;
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

WrittenMark MarkOf(const Box& box, std::size_t page, const PageGeometry& geometry) {
  const double width = std::max(geometry.width, 1);
  const double height = std::max(geometry.height, 1);
  return {page, (box.left + box.right) / 2.0 / width, (box.top + box.bottom) / 2.0 / height, box.width() / width, box.height() / height};
}

// What was written by hand or stamped, and printed words that stand on the page once.
struct MarkedPages {
  std::vector<WrittenMark> marks;
  std::vector<std::map<std::string, WrittenMark>> words;
};

MarkedPages Look(const std::vector<const PageRecord*>& pages) {
  MarkedPages seen;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PageRecord& page = *pages[i];
    std::map<std::string, int> counts;
    std::map<std::string, WrittenMark>& words = seen.words.emplace_back();
    for (const PageObject& object : page.text.objects) seen.marks.push_back(MarkOf(object.box, i, page.geometry));
    for (const Block& block : page.text.blocks) {
      for (const Line& line : block.lines) {
        for (const Word& word : line.words) {
          const WrittenMark mark = MarkOf(word.box, i, page.geometry);
          if (word.ink == InkKind::kHandwriting) seen.marks.push_back(mark);
          if (word.ink != InkKind::kPrint) continue;
          const std::string key = WordsKey(word.text);
          ++counts[key];
          words[key] = mark;
        }
      }
    }
    std::erase_if(words, [&](const auto& entry) { return counts[entry.first] > 1; });
  }
  return seen;
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// A scan lies a little aside of another; the print says how far.
void Align(MarkedPages& moved, const MarkedPages& fixed) {
  for (std::size_t page = 0; page < std::min(moved.words.size(), fixed.words.size()); ++page) {
    std::vector<double> right;
    std::vector<double> down;
    for (const auto& [key, mark] : moved.words[page]) {
      const auto other = fixed.words[page].find(key);
      if (other == fixed.words[page].end()) continue;
      right.push_back(other->second.x - mark.x);
      down.push_back(other->second.y - mark.y);
    }
    const double dx = Median(std::move(right));
    const double dy = Median(std::move(down));
    for (WrittenMark& mark : moved.marks) {
      if (mark.page != page) continue;
      mark.x += dx;
      mark.y += dy;
    }
  }
}

bool Alike(double a, double b) { return std::min(a, b) >= kLeastSizeRatio * std::max(a, b); }

bool IsSameMark(const WrittenMark& a, const WrittenMark& b) {
  return a.page == b.page && std::fabs(a.x - b.x) < kNear && std::fabs(a.y - b.y) < kNear && Alike(a.width, b.width) &&
         Alike(a.height, b.height);
}

}  // namespace

bool MarksAgree(const std::vector<const PageRecord*>& a, const std::vector<const PageRecord*>& b) {
  MarkedPages one = Look(a);
  const MarkedPages other = Look(b);
  const std::size_t most = std::max(one.marks.size(), other.marks.size());
  if (most == 0) return true;
  Align(one, other);
  std::vector<bool> taken(other.marks.size());
  std::size_t same = 0;
  for (const WrittenMark& mark : one.marks) {
    for (std::size_t i = 0; i < other.marks.size(); ++i) {
      if (taken[i] || !IsSameMark(mark, other.marks[i])) continue;
      taken[i] = true;
      ++same;
      break;
    }
  }
  return static_cast<double>(same) >= kLeastShare * static_cast<double>(most);
}

}  // namespace sohoa
