// SPDX-License-Identifier: Apache-2.0
#include "ocr/round_seals.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace sohoa {
namespace {

constexpr double kLeastMm = 28;
constexpr double kMostMm = 46;
// A ring's piece: no letter is as large, a line of text joined by an underline is not as high.
constexpr double kPieceLongMm = 9;
constexpr double kPieceShortMm = 4;
constexpr double kMostPieceMm = 110;  // a seal with the signature that crosses it
constexpr double kHoughDpi = 50;      // enough to find a ring of that size
constexpr std::size_t kMostGuesses = 16;  // of the best, which are enough for several seals
// Of the directions from its middle, those in which a seal's ring has ink. Circles laid at
// their best over printed text meet ink in less than half.
constexpr double kLeastRing = 0.6;
constexpr double kLeastGuess = 0.4;
// A disc is no ring: between the rings is an inscription, and paper.
constexpr double kMostBand = 0.7;
constexpr int kDirections = 120;

struct Direction {
  double x;
  double y;
};

const std::vector<Direction>& Directions() {
  static const std::vector<Direction> directions = [] {
    std::vector<Direction> made;
    for (int i = 0; i < kDirections; ++i) {
      const double angle = 2 * std::numbers::pi * i / kDirections;
      made.push_back({std::cos(angle), std::sin(angle)});
    }
    return made;
  }();
  return directions;
}

// Share of directions with ink at `radius`.
double RingShare(const BitImage& ink, double x, double y, double radius) {
  int hits = 0;
  for (const Direction& to : Directions()) {
    if (ink.At(static_cast<int>(std::lround(x + to.x * radius)), static_cast<int>(std::lround(y + to.y * radius)))) ++hits;
  }
  return static_cast<double>(hits) / kDirections;
}

// The best of rings up to `reach` pixels from a guess.
RoundSeal BestRing(const BitImage& ink, const RoundSeal& guess, int reach, int step) {
  RoundSeal best = guess;
  best.confidence = -1;
  for (int dy = -reach; dy <= reach; dy += step) {
    for (int dx = -reach; dx <= reach; dx += step) {
      for (int dr = -reach; dr <= reach; ++dr) {
        const double share = RingShare(ink, guess.x + dx, guess.y + dy, guess.radius + dr);
        if (share > best.confidence) best = {guess.x + dx, guess.y + dy, guess.radius + dr, share};
      }
    }
  }
  return best;
}

// Share of ink from four fifths of the radius to the ring.
double BandShare(const BitImage& ink, const RoundSeal& seal) {
  double share = 0;
  constexpr int kSteps = 8;
  for (int i = 0; i < kSteps; ++i) share += RingShare(ink, seal.x, seal.y, seal.radius * (0.78 + 0.02 * i));
  return share / kSteps;
}

// Gray levels of ink in squares of `side` pixels of `box`.
cv::Mat InkShares(const BitImage& image, const Box& box, int side) {
  cv::Mat counts(box.height() / side + 1, box.width() / side + 1, CV_32S, cv::Scalar(0));
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint32_t* row = image.Row(y);
    std::int32_t* to = counts.ptr<std::int32_t>((y - box.top) / side);
    for (int i = box.left / 32; i * 32 < box.right; ++i) {
      for (std::uint32_t rest = row[i]; rest != 0;) {
        const int bit = std::countl_zero(rest);
        rest &= ~(0x80000000U >> bit);
        const int x = 32 * i + bit;
        if (x >= box.left && x < box.right) ++to[(x - box.left) / side];
      }
    }
  }
  cv::Mat shares;
  counts.convertTo(shares, CV_8U, 255.0 / (side * side));
  return shares;
}

// Where a ring may lie: about pieces of ink as large as parts of one.
std::vector<Box> Neighbourhoods(const CoarseInk& ink) {
  const int reach = ink.Pixels(kMostMm - kPieceLongMm);
  std::vector<Box> found;
  for (const Box& piece : ink.pieces) {
    const int longer = std::max(piece.width(), piece.height());
    const int shorter = std::min(piece.width(), piece.height());
    if (longer < ink.Pixels(kPieceLongMm) || shorter < ink.Pixels(kPieceShortMm) || longer > ink.Pixels(kMostPieceMm)) continue;
    found.push_back(Intersection({piece.left - reach, piece.top - reach, piece.right + reach, piece.bottom + reach},
                                 {0, 0, ink.ink.width, ink.ink.height}));
  }
  // Those that share anything are one.
  for (std::size_t i = 0; i < found.size();) {
    const auto other = std::find_if(found.begin() + static_cast<std::ptrdiff_t>(i) + 1, found.end(),
                                    [&](const Box& box) { return !Intersection(box, found[i]).empty(); });
    if (other == found.end()) {
      ++i;
      continue;
    }
    found[i] = Union(found[i], *other);
    found.erase(other);
    i = 0;
  }
  return found;
}

void AddBest(const RoundSeal& seal, std::vector<RoundSeal>& seals) {
  for (RoundSeal& other : seals) {
    if (std::hypot(seal.x - other.x, seal.y - other.y) > (seal.radius + other.radius) * 0.6) continue;
    // Of rings about one middle the outer is the seal's, unless hardly any of it is there.
    const bool outer = seal.radius > other.radius * 1.05 && seal.confidence > other.confidence * 0.75;
    const bool inner = other.radius > seal.radius * 1.05 && other.confidence > seal.confidence * 0.75;
    if (outer || (!inner && seal.confidence > other.confidence)) other = seal;
    return;
  }
  seals.push_back(seal);
}

}  // namespace

Box RoundSeal::box() const {
  return {static_cast<int>(std::floor(x - radius)), static_cast<int>(std::floor(y - radius)),
          static_cast<int>(std::ceil(x + radius)), static_cast<int>(std::ceil(y + radius))};
}

bool RoundSeal::Holds(double px, double py) const { return std::hypot(px - x, py - y) <= radius; }

bool RoundSeal::Holds(const Box& box) const {
  return Holds(box.left, box.top) && Holds(box.right, box.top) && Holds(box.left, box.bottom) &&
         Holds(box.right, box.bottom);
}

std::vector<RoundSeal> FindRoundSeals(const CoarseInk& ink) {
  const BitImage& proof = ink.ink;
  const int side = std::max(1, static_cast<int>(std::lround(ink.dpi / kHoughDpi)));
  const double hough_dpi = ink.dpi / side;
  const int least = static_cast<int>(kLeastMm / 2 * hough_dpi / kMmPerInch);
  const int most = static_cast<int>(kMostMm / 2 * hough_dpi / kMmPerInch) + 1;
  std::vector<RoundSeal> seals;
  for (const Box& box : Neighbourhoods(ink)) {
    std::vector<cv::Vec3f> circles;  // best first
    cv::HoughCircles(InkShares(proof, box, side), circles, cv::HOUGH_GRADIENT, 1, least / 4.0, 100, 20, least, most);
    if (circles.size() > kMostGuesses) circles.resize(kMostGuesses);
    for (const cv::Vec3f& circle : circles) {
      const auto full = [side](float v) { return (static_cast<double>(v) + 0.5) * side; };
      // Roughly first, which most guesses do not survive.
      RoundSeal seal = BestRing(proof, {box.left + full(circle[0]), box.top + full(circle[1]), full(circle[2]), 0}, 3, 3);
      if (seal.confidence < kLeastGuess) continue;
      seal = BestRing(proof, seal, 2, 1);
      if (seal.confidence < kLeastRing || BandShare(proof, seal) > kMostBand) continue;
      AddBest(seal, seals);
    }
  }
  for (RoundSeal& seal : seals) {
    seal.x *= ink.scale;
    seal.y *= ink.scale;
    seal.radius *= ink.scale;
  }
  return seals;
}

}  // namespace sohoa
