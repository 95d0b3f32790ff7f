// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/lines_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "ocr/lines/line_crops.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/line_finder.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/page_ink.h"
#include "ocr/lines/trained_data.h"
#include "ocr/lines/word_boxes.h"

namespace sohoa {
namespace {

// The version of how lines are found, cut and decoded; stored with what was read.
constexpr const char* kName = "lines 1";
// So many lines are in memory at once with what the network says of them.
constexpr std::size_t kLinesAtOnce = 32;
// Pieces lower than this are no text.
constexpr double kLeastLineHeight = 0.6;
// How a page lies is told by so many of its longest lines. Upright, most of their letters stand
// in words that are sure; upside down, hardly any do.
constexpr std::size_t kLinesToJudgeBy = 6;
constexpr int kLeastLetters = 15;
constexpr double kSureWord = 0.8;
constexpr double kMakesSense = 0.6;

std::string ModelFolder() {
  const char* prefix = std::getenv("TESSDATA_PREFIX");
  return prefix != nullptr ? prefix : "/usr/share/tesseract-ocr/5/tessdata";
}

bool IsModelName(const std::string& model) {
  return !model.empty() && std::all_of(model.begin(), model.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
}

class LinesReader final : public RegionReader {
 public:
  LinesReader(std::string model, std::unique_ptr<LineNetwork> network, std::unique_ptr<LineDecoder> decoder)
      : model_(std::move(model)), network_(std::move(network)), decoder_(std::move(decoder)) {}

  std::string Name() const override { return kName; }
  std::string Model() const override { return model_; }

  Result<std::vector<std::vector<Line>>> Read(const GrayImage& image, double dpi,
                                              const std::vector<TextRegion>& regions) override;

  // Reads a few lines of the page as it lies, and turned, until they make sense.
  Result<Orientation> DetectOrientation(const GrayImage& image, double dpi) override;

 private:
  // How well the longest lines of a page read.
  struct Sense {
    double sure = 0;  // share of letters in words that are sure, 0..1
    int letters = 0;
  };
  Sense SenseOf(const GrayImage& image, double dpi) const;
  Line MakeLine(const FoundLine& found, const LineCrop& crop, const LineOutputs& outputs) const;

  std::string model_;
  std::unique_ptr<LineNetwork> network_;
  std::unique_ptr<LineDecoder> decoder_;
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

Line LinesReader::MakeLine(const FoundLine& found, const LineCrop& crop, const LineOutputs& outputs) const {
  Line line;
  line.x_height = found.letter_height;
  const double pixels_a_step =
      static_cast<double>(network_->step_width()) * crop.image.height / network_->input_height();
  std::vector<DecodedWord> decoded = decoder_->Decode(outputs);
  std::erase_if(decoded, [](const DecodedWord& word) { return word.characters.empty(); });
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

Result<std::vector<std::vector<Line>>> LinesReader::Read(const GrayImage& image, double dpi,
                                                         const std::vector<TextRegion>& regions) {
  std::vector<std::vector<Line>> read(regions.size());
  if (regions.empty()) return read;
  const PageInk ink = FindInk(image, dpi);
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
  const std::vector<LineCrop> crops = CropLines(ink.gray, lines, specks);
  for (std::size_t begin = 0; begin < lines.size(); begin += kLinesAtOnce) {
    const std::size_t end = std::min(lines.size(), begin + kLinesAtOnce);
    std::vector<GrayImage> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(crops[i].image);
    const std::vector<LineOutputs> outputs = network_->Run(batch);
    for (std::size_t i = begin; i < end; ++i) {
      Line line = MakeLine(lines[i], crops[i], outputs[i - begin]);
      if (!line.words.empty()) read[region_of[i]].push_back(std::move(line));
    }
  }
  return read;
}

LinesReader::Sense LinesReader::SenseOf(const GrayImage& image, double dpi) const {
  const PageInk ink = FindInk(image, dpi);
  std::vector<FoundLine> lines =
      FindLines(ink.components, TypicalLetterHeight(ink.components, dpi), ink.dividers).lines;
  std::sort(lines.begin(), lines.end(),
            [](const FoundLine& a, const FoundLine& b) { return a.letters.size() > b.letters.size(); });
  lines.resize(std::min(lines.size(), kLinesToJudgeBy));
  std::vector<GrayImage> crops;
  for (LineCrop& crop : CropLines(ink.gray, lines, {})) crops.push_back(std::move(crop.image));
  Sense sense;
  int sure = 0;
  for (const LineOutputs& outputs : network_->Run(crops)) {
    for (const DecodedWord& word : decoder_->Decode(outputs)) {
      const int letters = static_cast<int>(word.characters.size());
      sense.letters += letters;
      if (letters > 1 && word.confidence > kSureWord) sure += letters;
    }
  }
  if (sense.letters > 0) sense.sure = static_cast<double>(sure) / sense.letters;
  return sense;
}

Result<Orientation> LinesReader::DetectOrientation(const GrayImage& image, double dpi) {
  Orientation best;
  double second = 0;
  int letters = 0;
  for (const int rotation : {0, 180, 90, 270}) {
    const Sense sense = SenseOf(Turned(image, rotation), dpi);
    letters = std::max(letters, sense.letters);
    if (sense.letters < kLeastLetters) continue;
    if (sense.sure >= kMakesSense) return Orientation{rotation, sense.sure};
    if (sense.sure > best.confidence) {
      second = best.confidence;
      best = {rotation, sense.sure};
    } else {
      second = std::max(second, sense.sure);
    }
  }
  if (letters < kLeastLetters) {
    return Status(StatusCode::kNotFound, "find orientation of page: too few letters");
  }
  best.confidence -= second;
  return best;
}

}  // namespace

Result<std::unique_ptr<RegionReader>> OpenLinesReader(const std::string& model) {
  if (!IsModelName(model)) {
    return Status(StatusCode::kUnsupported, "open line model " + model + ": one model is read at a time");
  }
  const std::string path = (std::filesystem::path(ModelFolder()) / (model + ".traineddata")).string();
  const Result<TrainedData> data = TrainedData::Open(path);
  if (!data) {
    if (data.status().code() != StatusCode::kNotFound) return data.status();
    return Status(StatusCode::kUnavailable, "open line model " + model + ": not installed; install tesseract-ocr-" + model);
  }
  Result<std::unique_ptr<LineNetwork>> network = LineNetwork::Load(data->Part(ModelPart::kNetwork));
  if (!network) return Annotate(network.status(), "open line model " + model);
  Result<std::unique_ptr<LineDecoder>> decoder = LineDecoder::Load(*data, (*network)->null_code());
  if (!decoder) return Annotate(decoder.status(), "open line model " + model);
  return std::unique_ptr<RegionReader>(
      std::make_unique<LinesReader>(model, std::move(*network), std::move(*decoder)));
}

}  // namespace sohoa
