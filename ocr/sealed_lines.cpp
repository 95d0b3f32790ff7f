// SPDX-License-Identifier: Apache-2.0
#include "ocr/sealed_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"
#include "ocr/word_doubt.h"

namespace sohoa {
namespace {

constexpr int kInk = 190;  // the background of a page that was prepared is white
constexpr std::uint8_t kPaper = 255;
constexpr std::uint8_t kRedInk = 1;
constexpr std::size_t kMostLines = 12;  // about one seal
// In heights of the line: how far a surname may reach into a seal, and what room marks need.
constexpr int kReach = 5;
// Of all directions, in how many a ring has ink; letters about a middle have it in less than half.
constexpr double kLeastRing = 0.55;
constexpr int kDirections = 360;
// Confidences of words.
constexpr double kReadable = 0.3;
constexpr double kLikely = 0.5;

struct Rings {
  double x = 0;
  double y = 0;
  std::vector<Interval> radii;  // of the strokes
};

bool Dark(const LocalImage& image, double x, double y) {
  const auto px = static_cast<int>(std::lround(x));
  const auto py = static_cast<int>(std::lround(y));
  if (px < 0 || py < 0 || px >= image.width() || py >= image.height()) return false;
  return image.row(py)[px] < kInk;
}

struct Heading {
  double x;
  double y;
};

const std::vector<Heading>& Headings() {
  static const std::vector<Heading> headings = [] {
    std::vector<Heading> made;
    for (int i = 0; i < kDirections; ++i) {
      const double angle = 2 * std::numbers::pi * i / kDirections;
      made.push_back({std::cos(angle), std::sin(angle)});
    }
    return made;
  }();
  return headings;
}

// Share of directions with ink at the radius or a pixel beside it.
double Share(const LocalImage& image, double x, double y, double radius) {
  int hits = 0;
  for (const Heading& to : Headings()) {
    const auto dark = [&](double at) { return Dark(image, x + to.x * at, y + to.y * at); };
    if (dark(radius) || dark(radius - 1) || dark(radius + 1)) ++hits;
  }
  return static_cast<double>(hits) / kDirections;
}

// The strokes of a black seal's circles, about the middle where its outer one fits best.
Rings FindRings(const LocalImage& image, const RoundSeal& seal) {
  constexpr int kReachPixels = 4;
  Rings rings{seal.x, seal.y, {}};
  double best = 0;
  for (int dy = -kReachPixels; dy <= kReachPixels; ++dy) {
    for (int dx = -kReachPixels; dx <= kReachPixels; ++dx) {
      for (int dr = -kReachPixels; dr <= kReachPixels; ++dr) {
        const double share = Share(image, seal.x + dx, seal.y + dy, seal.radius + dr);
        if (share > best) best = share, rings.x = seal.x + dx, rings.y = seal.y + dy;
      }
    }
  }
  // No circle of a seal is quite round: its stroke may lie a pixel beside its radius.
  const auto last = static_cast<int>(seal.radius * 1.06) + kReachPixels;
  for (int radius = static_cast<int>(seal.radius * 0.4); radius <= last; ++radius) {
    if (Share(image, rings.x, rings.y, radius) < kLeastRing) continue;
    if (!rings.radii.empty() && rings.radii.back().end == radius) {
      ++rings.radii.back().end;
    } else {
      rings.radii.push_back({radius, radius + 1});
    }
  }
  return rings;
}

// Ink along a direction that is hardly longer than the stroke of the ring is the ring's; a letter's is longer.
void EraseRings(const LocalImage& image, const Rings& rings, SealedLines& sealed) {
  const auto erase = [&sealed](double x, double y) {
    const auto px = static_cast<int>(std::lround(x)) - sealed.left;
    const auto py = static_cast<int>(std::lround(y)) - sealed.top;
    if (px >= 0 && py >= 0 && px < sealed.page.width && py < sealed.page.height) sealed.page.Row(py)[px] = kPaper;
  };
  for (const Interval& stroke : rings.radii) {
    const int steps = static_cast<int>(4 * std::numbers::pi * stroke.end);
    const int most = std::max(2, stroke.width() - 1);
    for (int i = 0; i < steps; ++i) {
      const double angle = 2 * std::numbers::pi * i / steps;
      const double dx = std::cos(angle);
      const double dy = std::sin(angle);
      const auto dark = [&](int radius) { return Dark(image, rings.x + dx * radius, rings.y + dy * radius); };
      int begin = stroke.begin - 1;
      int end = stroke.end + 1;
      while (begin > stroke.begin - most - 1 && dark(begin - 1)) --begin;
      while (end < stroke.end + most + 1 && dark(end)) ++end;
      while (begin < end && !dark(begin)) ++begin;
      while (end > begin && !dark(end - 1)) --end;
      if (end - begin > most) continue;
      for (int radius = begin - 1; radius <= end; ++radius) erase(rings.x + dx * radius, rings.y + dy * radius);
    }
  }
}

// What the colour of a ring left along its edges.
void EraseRed(const LocalImage& mask, SealedLines& sealed) {
  for (int y = 0; y < sealed.page.height; ++y) {
    const std::uint8_t* ink = mask.row(y + sealed.top) + sealed.left;
    std::uint8_t* row = sealed.page.Row(y);
    for (int x = 0; x < sealed.page.width; ++x) {
      if (ink[x] == kRedInk) row[x] = kPaper;
    }
  }
}

// Where the line's level meets the seal; empty where it does not.
Interval Chord(const RoundSeal& seal, const Box& line) {
  const double y = std::clamp(seal.y, static_cast<double>(line.top), static_cast<double>(line.bottom));
  const double apart = std::abs(y - seal.y);
  if (apart > seal.radius + line.height() / 4.0) return {0, 0};
  const double half = std::sqrt(std::max(0.0, seal.radius * seal.radius - apart * apart));
  return {static_cast<int>(seal.x - half), static_cast<int>(seal.x + half) + 1};
}

std::size_t Letters(const Word& word) { return ToCodePoints(word.text).size(); }

// The line with as much of the seal's ground beside it as a word of it may have been lost in; empty where the
// ring does not touch it, or nothing of it can be read.
Box RegionOf(const RoundSeal& seal, const Line& line, const Box& page) {
  const bool print = std::any_of(line.words.begin(), line.words.end(), [&seal](const Word& word) {
    return word.ink == InkKind::kPrint && word.confidence >= kReadable && Letters(word) > 1 && !seal.Holds(word.box.center_x(), word.box.center_y());
  });
  const Interval chord = Chord(seal, line.box);
  const int height = line.box.height();
  if (!print || chord.width() == 0 || chord.begin > line.box.right + height || chord.end < line.box.left - height) return {};
  Box region = line.box;
  region.left = std::min(region.left, std::max(chord.begin - height, line.box.left - kReach * height));
  region.right = std::max(region.right, std::min(chord.end + height, line.box.right + height));
  region.top -= height / 3;
  region.bottom += height / 4;
  return Intersection(region, page);
}

GrayImage Crop(const LocalImage& image, const Box& box) {
  GrayImage crop{box.width(), box.height(), {}};
  crop.pixels.reserve(static_cast<std::size_t>(box.width()) * static_cast<std::size_t>(box.height()));
  for (int y = box.top; y < box.bottom; ++y) crop.pixels.insert(crop.pixels.end(), image.row(y) + box.left, image.row(y) + box.right);
  return crop;
}

// Text, not what is left of an inscription: "Q.", or more than a letter. What a ring has cut is less sure than
// other words.
bool IsText(const Word& word) { return word.confidence >= kLikely && IsWordOfPrint(word) && Letters(word) > 1; }

Box Moved(const Box& box, int x, int y) { return {box.left + x, box.top + y, box.right + x, box.bottom + y}; }

}  // namespace

std::vector<SealedLines> FindSealedLines(const LocalImage& reading, const LocalImage* mask, const std::vector<RoundSeal>& seals,
                                         const std::vector<Line>& lines) {
  std::vector<SealedLines> found;
  const Box page{0, 0, reading.width(), reading.height()};
  for (const RoundSeal& seal : seals) {
    // A red ring whose edges stayed dark is found twice.
    const bool twice = std::any_of(found.begin(), found.end(), [&seal](const SealedLines& other) { return MostlyIn(seal.box(), other.seal); });
    if (twice) continue;
    SealedLines sealed;
    Box around;
    for (std::size_t i = 0; i < lines.size() && sealed.lines.size() < kMostLines; ++i) {
      const Box region = RegionOf(seal, lines[i], page);
      if (region.empty()) continue;
      sealed.lines.push_back(i);
      sealed.regions.push_back({region, ReadAs::kBlock});
      around = Union(around, region);
    }
    if (sealed.lines.empty()) continue;
    sealed.left = around.left;
    sealed.top = around.top;
    sealed.seal = seal.box();
    for (TextRegion& region : sealed.regions) region.box = Moved(region.box, -around.left, -around.top);
    sealed.page = Crop(reading, around);
    if (mask != nullptr) EraseRed(*mask, sealed);
    EraseRings(reading, FindRings(reading, seal), sealed);
    found.push_back(std::move(sealed));
  }
  return found;
}

namespace {

bool Touches(const Box& word, const Box& seal, int margin) {
  return !Intersection(word, {seal.left - margin, seal.top - margin, seal.right + margin, seal.bottom + margin}).empty();
}

// Of the lines read in a region, the words that stand level with the line.
std::vector<Word> LevelWords(const std::vector<Line>& read, const Box& line, const SealedLines& sealed) {
  std::vector<Word> words;
  for (const Line& other : read) {
    for (Word word : other.words) {
      word.box = Moved(word.box, sealed.left, sealed.top);
      const int shared = std::min(word.box.bottom, line.bottom) - std::max(word.box.top, line.top);
      if (shared * 2 > std::min(word.box.height(), line.height())) words.push_back(std::move(word));
    }
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
  return words;
}

bool Overlap(const Word& a, const Word& b) {
  return Intersection(a.box, b.box).width() * 2 > std::min(a.box.width(), b.box.width());
}

void TakeWords(const SealedLines& sealed, std::vector<Word> read, Line& line) {
  const int margin = line.box.height() / 2;
  const auto unsure = [&](const Word& word) {
    return std::any_of(line.words.begin(), line.words.end(), [&](const Word& old) { return Overlap(old, word) && !IsSurelyPrint(old); });
  };
  std::vector<Word> kept;   // as they were read first
  std::vector<Word> taken;  // from the second reading
  for (Word& word : read) {
    if (IsText(word) && (Touches(word.box, sealed.seal, margin) || unsure(word))) taken.push_back(std::move(word));
  }
  if (taken.empty()) return;
  double before = 0;
  for (const Word& word : line.words) {
    const bool again = std::any_of(taken.begin(), taken.end(), [&](const Word& other) { return Overlap(word, other); });
    const bool sure = IsSurelyPrint(word);
    // What is shorter beside a ring is what was left of a word: "g" or "ơng" of "Lương".
    const bool part = std::any_of(taken.begin(), taken.end(), [&](const Word& other) { return Overlap(word, other) && Letters(other) > Letters(word); });
    if (again && sure && !part) before += word.confidence;
    if (!again && (sure || !Touches(word.box, sealed.seal, margin))) kept.push_back(word);
  }
  double now = 0;
  for (const Word& word : taken) now += word.confidence;
  // What was sure before and is not any more speaks against the second reading.
  if (now < before) return;
  for (Word& word : taken) word.ink = InkKind::kPrint;
  line.words = std::move(kept);
  std::move(taken.begin(), taken.end(), std::back_inserter(line.words));
  SortWords(line);
  line.box = {};
  for (const Word& word : line.words) line.box = Union(line.box, word.box);
}

// What the first reading made of letters that stand in the line now: "Lương" as a word of the seal's.
void DropFragments(const std::vector<Box>& words, std::size_t line, std::vector<Line>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == line) continue;
    std::erase_if(lines[i].words, [&](const Word& word) {
      return !IsSurelyPrint(word) && std::any_of(words.begin(), words.end(), [&](const Box& box) { return MostlyIn(word.box, box); });
    });
  }
}

}  // namespace

void TakeSealedWords(const SealedLines& sealed, std::vector<std::vector<Line>> read, std::vector<Line>& lines) {
  for (std::size_t i = 0; i < sealed.lines.size() && i < read.size(); ++i) {
    Line& line = lines[sealed.lines[i]];
    TakeWords(sealed, LevelWords(read[i], line.box, sealed), line);
    std::vector<Box> words;
    for (const Word& word : line.words) words.push_back(word.box);
    DropFragments(words, sealed.lines[i], lines);
  }
  std::erase_if(lines, [](const Line& line) { return line.words.empty(); });
}

}  // namespace sohoa
