// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/lines_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ocr/lines/line_crops.h"
#include "ocr/lines/line_finder.h"
#include "ocr/lines/line_model.h"
#include "ocr/lines/line_straightening.h"
#include "ocr/lines/page_ink.h"
#include "ocr/lines/second_look.h"
#include "ocr/lines/word_boxes.h"
#include "ocr/text_sense.h"

namespace sohoa {
namespace {

// The version of how lines are found, cut and decoded; stored with what was read.
constexpr const char* kName = "lines 3";
// Pieces lower than this are no text.
constexpr double kLeastLineHeight = 0.6;
// How a page lies is told by so many of its longest lines.
constexpr std::size_t kLinesToJudgeBy = 6;

class LinesReader final : public RegionReader {
 public:
  LinesReader(LineModel model, std::size_t lines_at_once) : model_(std::move(model)), lines_at_once_(lines_at_once) {}

  std::string Name() const override { return kName; }
  std::string Model() const override { return model_.name; }

  Result<std::vector<std::vector<Line>>> Read(GrayImage image, double dpi,
                                              const std::vector<TextRegion>& regions) override;

  // Reads a few lines of the page as it lies, and turned, until they make sense.
  Result<Orientation> DetectOrientation(GrayImage image, double dpi) override;

 private:
  // How well the longest lines of a page read.
  TextSense SenseOfLines(GrayImage image, double dpi) const;
  // Of all lines of a page, in their order.
  std::vector<SeenLine> ReadLines(const std::vector<FoundLine>& lines, const std::vector<LineCrop>& crops) const;
  Line MakeLine(const FoundLine& found, const LineCrop& crop, LineReading words) const;

  LineModel model_;
  std::size_t lines_at_once_;
};

// Where a piece of ink belongs: the smallest region about its middle.
std::vector<std::vector<Box>> ShareOut(const std::vector<Box>& components, const std::vector<TextRegion>& regions) {
  std::vector<std::vector<Box>> shares(regions.size());
  for (const Box& piece : components) {
    std::size_t home = regions.size();
    for (std::size_t i = 0; i < regions.size(); ++i) {
      const Box& box = regions[i].box;
      const bool inside = piece.center_x() >= box.left && piece.center_x() < box.right &&
                          piece.center_y() >= box.top && piece.center_y() < box.bottom;
      if (inside && (home == regions.size() || box.area() < regions[home].box.area())) home = i;
    }
    if (home < regions.size()) shares[home].push_back(piece);
  }
  return shares;
}

// How many steps a line takes, but for a factor: lines are scaled to one height.
double LengthOf(const FoundLine& line) {
  return static_cast<double>(line.box.width()) / std::max(1, line.box.height());
}

Line LinesReader::MakeLine(const FoundLine& found, const LineCrop& crop, LineReading decoded) const {
  Line line;
  line.x_height = found.letter_height;
  const double pixels_a_step = static_cast<double>(model_.network->step_width()) * crop.image.height / model_.network->input_height();
  std::vector<WordSpan> spans;
  for (const DecodedWord& word : decoded) {
    const DecodedCharacter& first = word.characters.front();
    const DecodedCharacter& last = word.characters.back();
    spans.push_back({crop.left + (first.begin_step + first.end_step) / 2.0 * pixels_a_step,
                     crop.left + (last.begin_step + last.end_step) / 2.0 * pixels_a_step});
  }
  const std::vector<Box> boxes = WordBoxes(found, spans);
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    Word word;
    word.text = std::move(decoded[i].text);
    word.confidence = decoded[i].confidence;
    word.alternatives = std::move(decoded[i].alternatives);
    word.box = boxes[i];
    line.box = Union(line.box, word.box);
    line.words.push_back(std::move(word));
  }
  return line;
}

Result<std::vector<std::vector<Line>>> LinesReader::Read(GrayImage image, double dpi,
                                                         const std::vector<TextRegion>& regions) {
  std::vector<std::vector<Line>> read(regions.size());
  if (regions.empty()) return read;
  const PageInk ink = FindInk(std::move(image), dpi);
  const int letter_height = TypicalLetterHeight(ink.components, dpi);
  std::vector<FoundLine> lines;
  std::vector<std::size_t> region_of;
  std::vector<Box> specks;
  const std::vector<std::vector<Box>> shares = ShareOut(ink.components, regions);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    FoundLines found = FindLines(shares[i], letter_height, ink.dividers);
    specks.insert(specks.end(), found.specks.begin(), found.specks.end());
    for (FoundLine& line : found.lines) {
      if (line.box.height() < kLeastLineHeight * letter_height) continue;
      lines.push_back(std::move(line));
      region_of.push_back(i);
    }
  }
  std::vector<LineCrop> crops = CropLines(ink.gray, lines, specks);
  for (std::size_t i = 0; i < lines.size(); ++i) crops[i] = Straightened(std::move(crops[i]), lines[i]);
  std::vector<SeenLine> seen = ReadLines(lines, crops);
  SecondLook(model_).Take(seen);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line line = MakeLine(lines[i], crops[i], std::move(seen[i].words));
    if (!line.words.empty()) read[region_of[i]].push_back(std::move(line));
  }
  return read;
}

std::vector<SeenLine> LinesReader::ReadLines(const std::vector<FoundLine>& lines, const std::vector<LineCrop>& crops) const {
  std::vector<SeenLine> seen(lines.size());
  // Lines of like length side by side: those of a batch are run together until the shortest ends.
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&lines](std::size_t a, std::size_t b) {
    return LengthOf(lines[a]) > LengthOf(lines[b]);
  });
  for (std::size_t begin = 0; begin < order.size(); begin += lines_at_once_) {
    const std::size_t end = std::min(order.size(), begin + lines_at_once_);
    std::vector<const GrayImage*> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(&crops[order[i]].image);
    const std::vector<LineOutputs> outputs = model_.network->RunEach(batch);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t at = order[i];
      seen[at] = {&crops[at].image, model_.decoder->Decode(outputs[i - begin])};
      std::erase_if(seen[at].words, [](const DecodedWord& word) { return word.characters.empty(); });
    }
  }
  return seen;
}

TextSense LinesReader::SenseOfLines(GrayImage image, double dpi) const {
  const PageInk ink = FindInk(std::move(image), dpi);
  std::vector<FoundLine> lines =
      FindLines(ink.components, TypicalLetterHeight(ink.components, dpi), ink.dividers).lines;
  std::sort(lines.begin(), lines.end(),
            [](const FoundLine& a, const FoundLine& b) { return a.letters.size() > b.letters.size(); });
  lines.resize(std::min(lines.size(), kLinesToJudgeBy));
  const std::vector<LineCrop> crops = CropLines(ink.gray, lines, {});
  std::vector<const GrayImage*> batch;
  for (const LineCrop& crop : crops) batch.push_back(&crop.image);
  TextSense sense;
  for (const LineOutputs& outputs : model_.network->RunEach(batch)) {
    for (const DecodedWord& word : model_.decoder->Decode(outputs)) {
      sense.Add(static_cast<int>(word.characters.size()), word.confidence);
    }
  }
  return sense;
}

Result<Orientation> LinesReader::DetectOrientation(GrayImage image, double dpi) {
  Orientation best;
  double second = 0;
  bool enough = false;
  for (const int rotation : {0, 180, 90, 270}) {
    const TextSense sense = SenseOfLines(Turned(image, rotation), dpi);
    if (!sense.enough()) continue;
    enough = true;
    if (sense.MakesSense()) return Orientation{rotation, sense.sure()};
    if (sense.sure() > best.confidence) {
      second = best.confidence;
      best = {rotation, sense.sure()};
    } else {
      second = std::max(second, sense.sure());
    }
  }
  if (!enough) return Status(StatusCode::kNotFound, "find orientation of page: too few letters");
  best.confidence -= second;
  return best;
}

}  // namespace

Result<std::unique_ptr<RegionReader>> OpenLinesReader(const std::string& model, const LinesReaderOptions& options) {
  Result<LineModel> opened = OpenLineModel(model, options.kernel);
  if (!opened) return opened.status();
  return std::unique_ptr<RegionReader>(
      std::make_unique<LinesReader>(*std::move(opened), std::max<std::size_t>(1, options.lines_at_once)));
}

}  // namespace sohoa
