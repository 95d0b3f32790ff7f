// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/second_look.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <utility>

#include "ocr/lines/line_variants.h"

namespace sohoa {
namespace {

// A piece whose least sure word is of this confidence is read again before others.
constexpr double kWorthMost = 0.5;

int BeginOf(const DecodedWord& word) { return word.characters.front().begin_step; }
int EndOf(const DecodedWord& word) { return word.characters.back().end_step; }

// The column with the least ink from `begin` to `end`, the one nearest to the middle of several.
int WhitestColumn(const GrayImage& image, double begin, double end) {
  const int first = std::clamp(static_cast<int>(std::floor(begin)), 0, image.width - 1);
  const int last = std::clamp(static_cast<int>(std::ceil(end)), first, image.width - 1);
  int best = (first + last) / 2;
  int best_level = -1;
  for (int x = first; x <= last; ++x) {
    int darkest = 255;
    for (int y = 0; y < image.height; ++y) darkest = std::min<int>(darkest, image.Row(y)[x]);
    const bool nearer = std::abs(2 * x - first - last) < std::abs(2 * best - first - last);
    if (darkest > best_level || (darkest == best_level && nearer)) {
      best = x;
      best_level = darkest;
    }
  }
  return best;
}

GrayImage Columns(const GrayImage& image, int left, int right) {
  GrayImage part{right - left, image.height, {}};
  part.pixels.resize(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height));
  for (int y = 0; y < part.height; ++y) std::memcpy(part.Row(y), image.Row(y) + left, static_cast<std::size_t>(part.width));
  return part;
}

// Which words are read again: those that are not sure, and beside them at least one, and so many
// that they are `context` steps wide.
std::vector<bool> Marked(const LineReading& words, double bound, double context) {
  std::vector<bool> marked(words.size(), false);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].confidence >= bound) continue;
    marked[i] = true;
    for (std::size_t j = i; j-- > 0;) {
      marked[j] = true;
      if (BeginOf(words[i]) - BeginOf(words[j]) >= context) break;
    }
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      marked[j] = true;
      if (EndOf(words[j]) - EndOf(words[i]) >= context) break;
    }
  }
  return marked;
}

}  // namespace

double SecondLook::PixelsAStep(const GrayImage& image) const {
  return static_cast<double>(model_.network->step_width()) * image.height / model_.network->input_height();
}

double SecondLook::StepsOf(const LinePiece& piece, const GrayImage& image) const {
  return (piece.right - piece.left) / PixelsAStep(image);
}

void SecondLook::AddPieces(std::span<const SeenLine> lines, std::size_t line, std::vector<LinePiece>& pieces) const {
  const GrayImage& image = *lines[line].image;
  const LineReading& words = lines[line].words;
  const double pixels = PixelsAStep(image);
  const std::vector<bool> marked = Marked(words, options_.bound, options_.context * image.height / pixels);
  for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
    end = begin + 1;
    if (!marked[begin]) continue;
    while (end < words.size() && marked[end]) ++end;
    LinePiece piece{line, begin, end, 0, image.width, 1};
    if (begin > 0) piece.left = WhitestColumn(image, EndOf(words[begin - 1]) * pixels, BeginOf(words[begin]) * pixels);
    if (end < words.size()) piece.right = WhitestColumn(image, EndOf(words[end - 1]) * pixels, BeginOf(words[end]) * pixels);
    for (std::size_t i = begin; i < end; ++i) piece.least = std::min(piece.least, words[i].confidence);
    if (piece.right > piece.left) pieces.push_back(piece);
  }
}

// With the steps of the line as it was read first.
std::vector<LineReading> SecondLook::ReadAgain(const SeenLine& line, const LinePiece& piece) const {
  const std::vector<LineVariant> variants = LineVariants(Columns(*line.image, piece.left, piece.right));
  std::vector<const GrayImage*> images;
  for (const LineVariant& variant : variants) images.push_back(&variant.image);
  const std::vector<LineOutputs> outputs = model_.network->RunEach(images);
  const double pixels = PixelsAStep(*line.image);
  std::vector<LineReading> readings;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    LineReading& reading = readings.emplace_back(model_.decoder->Decode(outputs[i]));
    std::erase_if(reading, [](const DecodedWord& word) { return word.characters.empty(); });
    const auto moved = [&](int step) {
      const double column = (step * PixelsAStep(variants[i].image) - variants[i].margin) / variants[i].width;
      return static_cast<int>(std::lround((piece.left + std::clamp(column, 0.0, static_cast<double>(piece.right - piece.left))) / pixels));
    };
    for (DecodedWord& word : reading) {
      for (DecodedCharacter& character : word.characters) {
        character.begin_step = moved(character.begin_step);
        character.end_step = moved(character.end_step);
      }
    }
  }
  return readings;
}

SecondLookExtent SecondLook::Take(std::span<SeenLine> lines) const {
  SecondLookExtent extent;
  if (!model_.probabilities) return extent;
  std::vector<LinePiece> pieces;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const GrayImage& image = *lines[i].image;
    if (image.empty() || lines[i].words.empty()) continue;
    extent.steps += image.width / PixelsAStep(image);
    AddPieces(lines, i, pieces);
  }
  // The surest gain the least, and the least sure are often no print at all.
  std::ranges::stable_sort(pieces, {}, [](const LinePiece& piece) { return std::abs(piece.least - kWorthMost); });
  std::vector<LinePiece> taken;
  for (const LinePiece& piece : pieces) {
    const double steps = StepsOf(piece, *lines[piece.line].image);
    if (extent.again + steps > options_.most * extent.steps) continue;
    extent.again += steps;
    taken.push_back(piece);
  }
  // From the right, so that words in front of a piece keep their places.
  std::ranges::sort(taken, [](const LinePiece& a, const LinePiece& b) { return std::pair(a.line, b.first_word) < std::pair(b.line, a.first_word); });
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const LinePiece& piece = taken[i];
    SeenLine& line = lines[piece.line];
    if (i == 0 || taken[i - 1].line != piece.line) ++extent.lines;
    const auto begin = line.words.begin() + static_cast<std::ptrdiff_t>(piece.first_word);
    const auto end = line.words.begin() + static_cast<std::ptrdiff_t>(piece.end_word);
    const LineReading first(std::make_move_iterator(begin), std::make_move_iterator(end));
    LineReading voted = Vote(first, ReadAgain(line, piece), options_.bound);
    const auto at = line.words.erase(begin, end);
    line.words.insert(at, std::make_move_iterator(voted.begin()), std::make_move_iterator(voted.end()));
  }
  return extent;
}

}  // namespace sohoa
