// SPDX-License-Identifier: Apache-2.0
#include "ocr/signatures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/word_doubt.h"

namespace sohoa {
namespace {

// Strokes of a pen that signs are longer than any letter, and leave most of their box empty.
constexpr double kLeastStrokeMm = 8;
constexpr double kLeastStrokeHeightMm = 1.5;
constexpr double kMostStrokeMm = 120;
constexpr double kMostStrokeHeightMm = 60;
constexpr double kMostFill = 0.35;
// The line around the ring that is as uneven as the ink of a rubber seal.
constexpr double kRingMm = 1;
// Parts of one signature.
constexpr double kApartMm = 8;
constexpr double kPaperEdgeMm = 6;  // where a scanner sees the edge of the paper

// Where to look, in pixels of the page.
struct Anchor {
  Box zone;
  const RoundSeal* seal = nullptr;
  bool erased = false;  // the seal is black: its disc was taken out of the ink
};

bool IsCapitalisedSyllable(const Word& word) {
  const std::u32string letters = ToCodePoints(word.text);
  if (letters.size() < 2 || !IsVietnameseSyllable(word.text)) return false;
  const std::string first = FromCodePoints(letters.substr(0, 1));
  const std::string rest = FromCodePoints(letters.substr(1));
  return ToLower(first) != first && ToLower(rest) == rest;
}

bool IsName(const Line& line) {
  return line.words.size() >= 2 && line.words.size() <= 5 &&
         std::all_of(line.words.begin(), line.words.end(),
                     [](const Word& word) { return word.confidence >= 0.6 && IsCapitalisedSyllable(word); });
}

bool IsTitle(const Line& line) {
  if (line.words.size() < 2) return false;
  return std::all_of(line.words.begin(), line.words.end(), [](const Word& word) {
    return word.confidence >= 0.6 && ToUpper(word.text) == word.text && ToLower(word.text) != word.text;
  });
}

// About seals, and between a title and a name of the right half of the page.
std::vector<Anchor> Anchors(const CoarseInk& ink, const std::vector<RoundSeal>& black,
                            const std::vector<RoundSeal>& red, const std::vector<Line>& lines) {
  const auto page = [&ink](double mm) { return static_cast<int>(mm * ink.dpi * ink.scale / kMmPerInch); };
  std::vector<Anchor> anchors;
  const auto about = [&](const RoundSeal& seal, bool erased) {
    const Box box = seal.box();
    anchors.push_back({{box.left - page(12), box.top - page(8), box.left + page(105), box.bottom + page(10)}, &seal, erased});
  };
  for (const RoundSeal& seal : black) about(seal, true);
  for (const RoundSeal& seal : red) about(seal, false);
  for (const Line& name : lines) {
    if (!IsName(name) || name.box.center_x() < 0.4 * ink.ink.width * ink.scale) continue;
    const Box zone{name.box.left - page(12), name.box.top - page(38), name.box.right + page(25), name.box.top + page(2)};
    const bool titled = std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
      return IsTitle(line) && !Intersection(line.box, {name.box.left, zone.top - page(10), name.box.right, zone.bottom - page(12)}).empty();
    });
    const bool known = std::any_of(anchors.begin(), anchors.end(), [&](const Anchor& anchor) {
      return anchor.seal != nullptr && !Intersection(anchor.zone, zone).empty();
    });
    if (titled && !known) anchors.push_back({zone, nullptr, false});
  }
  return anchors;
}

Box Grown(const Box& box, int by) { return {box.left - by, box.top - by, box.right + by, box.bottom + by}; }

class Pen {
 public:
  Pen(const CoarseInk& ink, const std::vector<RoundSeal>& black, const std::vector<Line>& lines,
      const std::vector<Box>& stamps)
      : from_(ink), ink_(ink.ink) {
    for (const RoundSeal& seal : black) EraseDisc(seal);
    for (const Line& line : lines) {
      for (const Word& word : line.words) {
        if (IsSurelyPrint(word)) Erase(word.box);
      }
    }
    for (const Box& stamp : stamps) Erase(stamp);
  }

  // Pieces that a pen may have left in `zone` of the page.
  std::vector<Box> Strokes(const Anchor& anchor) const {
    const Box zone = Intersection(ToInk(anchor.zone), {0, 0, ink_.width, ink_.height});
    if (zone.empty()) return {};
    BitImage part(zone.width(), zone.height());
    for (int y = 0; y < part.height; ++y) {
      for (int x = 0; x < part.width; ++x) {
        if (ink_.At(zone.left + x, zone.top + y)) part.SetRun(y, x, x + 1);
      }
    }
    std::vector<Box> strokes;
    for (const Box& piece : LargePieces(part, from_.Pixels(kLeastStrokeMm))) {
      const Box box{piece.left + zone.left, piece.top + zone.top, piece.right + zone.left, piece.bottom + zone.top};
      if (IsStroke(box)) strokes.push_back(from_.ToPage(box));
    }
    return strokes;
  }

 private:
  Box ToInk(const Box& box) const {
    const auto down = [this](int v) { return static_cast<int>(std::lround(v / from_.scale)); };
    return {down(box.left), down(box.top), down(box.right), down(box.bottom)};
  }

  void Erase(const Box& page) {
    const Box box = Intersection(ToInk(page), {0, 0, ink_.width, ink_.height});
    for (int y = box.top; y < box.bottom; ++y) {
      if (box.left < box.right) ink_.ClearRun(y, box.left, box.right);
    }
  }

  void EraseDisc(const RoundSeal& seal) {
    const double x = seal.x / from_.scale;
    const double y = seal.y / from_.scale;
    const double radius = seal.radius / from_.scale + from_.Pixels(kRingMm);
    for (int row = std::max(0, static_cast<int>(y - radius)); row <= y + radius && row < ink_.height; ++row) {
      const double half = std::sqrt(std::max(0.0, radius * radius - (row - y) * (row - y)));
      const int begin = std::max(0, static_cast<int>(x - half));
      const int end = std::min(ink_.width, static_cast<int>(x + half) + 1);
      if (begin < end) ink_.ClearRun(row, begin, end);
    }
  }

  bool IsStroke(const Box& box) const {
    const int edge = from_.Pixels(kPaperEdgeMm);
    if (box.left < edge || box.right > ink_.width - edge) return false;
    if (std::min(box.width(), box.height()) < from_.Pixels(kLeastStrokeHeightMm)) return false;
    if (box.width() > from_.Pixels(kMostStrokeMm) || box.height() > from_.Pixels(kMostStrokeHeightMm)) return false;
    return static_cast<double>(CountInk(ink_, box)) < kMostFill * static_cast<double>(box.area());
  }

  const CoarseInk& from_;
  BitImage ink_;
};

// The largest piece and all that lie near it, and near those.
std::vector<Box> OneSignature(std::vector<Box> strokes, int apart) {
  std::sort(strokes.begin(), strokes.end(), [](const Box& a, const Box& b) { return a.area() > b.area(); });
  std::vector<Box> taken;
  for (bool more = !strokes.empty(); more;) {
    more = false;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
      const bool near = taken.empty() || std::any_of(taken.begin(), taken.end(), [&](const Box& box) {
        return !Intersection(Grown(box, apart), strokes[i]).empty();
      });
      if (!near) continue;
      taken.push_back(strokes[i]);
      strokes.erase(strokes.begin() + static_cast<std::ptrdiff_t>(i));
      more = true;
      break;
    }
  }
  return taken;
}

// The seal covers about a third of the signature, on its left (Decree 30/2020/NĐ-CP art. 33):
// under a black one the strokes cannot be told from its ink.
Box WithCovered(const Box& seen, const Anchor& anchor, int apart) {
  if (!anchor.erased) return seen;
  const Box seal = anchor.seal->box();
  if (Intersection(Grown(seal, apart / 4), seen).empty() || seen.center_x() < anchor.seal->x) return seen;
  return {std::min(seen.left, std::max(static_cast<int>(anchor.seal->x), seen.left - seen.width() / 2)), seen.top,
          seen.right, seen.bottom};
}

}  // namespace

std::vector<Signature> FindSignatures(const CoarseInk& ink, const std::vector<RoundSeal>& black,
                                      const std::vector<RoundSeal>& red, const std::vector<Line>& lines,
                                      const std::vector<Box>& stamps) {
  std::vector<Signature> found;
  const std::vector<Anchor> anchors = Anchors(ink, black, red, lines);
  if (anchors.empty()) return found;
  const Pen pen(ink, black, lines, stamps);
  const int apart = static_cast<int>(kApartMm * ink.dpi * ink.scale / kMmPerInch);
  for (const Anchor& anchor : anchors) {
    std::vector<Box> strokes = OneSignature(pen.Strokes(anchor), apart);
    if (strokes.empty()) continue;
    Box seen;
    for (const Box& stroke : strokes) seen = Union(seen, stroke);
    const bool known = std::any_of(found.begin(), found.end(), [&seen](const Signature& other) {
      return Intersection(other.object.box, seen).area() * 2 > seen.area();
    });
    if (known) continue;
    const double width_mm = seen.width() * kMmPerInch / (ink.dpi * ink.scale);
    const double confidence = std::min(0.95, (anchor.seal != nullptr ? 0.5 : 0.4) + width_mm / 80);
    found.push_back({{PageObjectKind::kSignature, WithCovered(seen, anchor, apart), confidence}, std::move(strokes)});
  }
  return found;
}

}  // namespace sohoa
