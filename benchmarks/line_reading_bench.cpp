// SPDX-License-Identifier: Apache-2.0
//
// How well drawn lines are read, and what the confidence of a word is worth:
//
//   line_reading_bench DRAWN [--model sohoa] [--corrected] [--no-language] [--once] [--show N]
//                      [--confidences FILE]
//
// training/draw_lines.py makes DRAWN.pgm and DRAWN.tsv. A table by kind, look and faces, one by
// class of characters, one of confidences: for each range of them how many words have one, what
// they are on average and how many of these words are right. `--corrected`: as the corrector of
// marks leaves each line. `--no-language`: as the network alone has it.
// `--once`: without a second look at words that are not sure (ocr/lines/second_look.h); otherwise
// 32 lines are looked at together, as those of a page.
// `--show`: so many lines of each group that are not read exactly.
// `--confidences`: for training/calibrate_words.py, a line for each word: its confidence, 1 or 0.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "core/vietnamese.h"
#include "line_reading_scores.h"
#include "ocr/gray_image.h"
#include "ocr/language/text_corrector.h"
#include "ocr/lines/line_model.h"
#include "ocr/lines/second_look.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr std::size_t kLinesAtOnce = 32;

struct Options {
  std::string drawn;
  std::string model = "sohoa";
  bool corrected = false;
  bool language = true;
  bool once = false;
  int show = 0;
  std::string confidences;
};

struct DrawnLine {
  GrayImage image;
  std::string group;  // kind, look and faces
  std::u32string text;
};

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "line_reading_bench: %s\n", what.c_str());
  std::exit(1);
}

bool ReadImage(std::istream& in, GrayImage& image) {
  std::string magic;
  int greatest = 0;
  if (!(in >> magic >> image.width >> image.height >> greatest) || magic != "P5" || greatest != 255) return false;
  in.get();
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  in.read(reinterpret_cast<char*>(image.pixels.data()), static_cast<std::streamsize>(image.pixels.size()));
  return in.good();
}

std::vector<DrawnLine> ReadLines(const std::string& drawn) {
  std::ifstream images(drawn + ".pgm", std::ios::binary);
  std::ifstream table(drawn + ".tsv");
  std::vector<DrawnLine> lines;
  for (std::string row; std::getline(table, row);) {
    std::istringstream fields(row);
    std::string kind, look, faces, text;
    std::getline(fields, kind, '\t');
    std::getline(fields, look, '\t');
    std::getline(fields, faces, '\t');
    std::getline(fields, text);
    DrawnLine line;
    if (!ReadImage(images, line.image)) Fail(drawn + ".pgm ends before " + drawn + ".tsv; draw both again");
    line.group = kind + " " + look + " " + faces;
    line.text = ToCodePoints(ToNfc(text));
    lines.push_back(std::move(line));
  }
  if (lines.empty()) Fail("no lines in " + drawn + ".tsv; make it with training/draw_lines.py");
  return lines;
}

std::vector<ReadWord> WordsOf(LineReading reading, const TextCorrector* corrector) {
  Block block;
  Line& line = block.lines.emplace_back();
  for (DecodedWord& decoded : reading) {
    Word& word = line.words.emplace_back();
    word.text = std::move(decoded.text);
    word.confidence = decoded.confidence;
    word.alternatives = std::move(decoded.alternatives);
  }
  if (corrector != nullptr) corrector->Correct({&block});
  std::vector<ReadWord> words;
  for (const Word& word : block.lines.front().words) words.push_back({ToCodePoints(word.text), word.confidence});
  return words;
}

// As many as are given together.
std::vector<SeenLine> Read(const LineModel& model, std::span<const DrawnLine> lines) {
  std::vector<const GrayImage*> batch;
  for (const DrawnLine& line : lines) batch.push_back(&line.image);
  const std::vector<LineOutputs> outputs = model.network->RunEach(batch);
  std::vector<SeenLine> seen;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    seen.push_back({batch[i], model.decoder->Decode(outputs[i])});
    std::erase_if(seen.back().words, [](const DecodedWord& word) { return word.characters.empty(); });
  }
  return seen;
}

void Run(const Options& options) {
  const auto built_in = TakeOrExit(BuiltInLanguageModel(), "language model");
  const LineModel model = TakeOrExit(OpenLineModel(options.model, AvailableLineKernels().front(), options.language ? built_in : nullptr), options.model);
  const SecondLook second_look(model);
  const TextCorrector corrector(built_in);
  const std::vector<DrawnLine> lines = ReadLines(options.drawn);
  LineReadingScores scores(options.show);
  SecondLookExtent extent;
  for (std::size_t begin = 0; begin < lines.size(); begin += kLinesAtOnce) {
    const std::size_t count = std::min(lines.size() - begin, kLinesAtOnce);
    std::vector<SeenLine> seen = Read(model, std::span(lines).subspan(begin, count));
    if (!options.once) {
      const SecondLookExtent one = second_look.Take(seen);
      extent.steps += one.steps;
      extent.again += one.again;
      extent.lines += one.lines;
    }
    for (std::size_t i = 0; i < count; ++i)
      scores.Add(lines[begin + i].group, lines[begin + i].text, WordsOf(std::move(seen[i].words), options.corrected ? &corrector : nullptr));
  }
  std::printf("%s (%s)%s\n", options.model.c_str(), model.name.c_str(), options.corrected ? ", corrected" : "");
  if (extent.steps > 0) std::printf("read again: %zu lines, %.1f %% of the width of all\n", extent.lines, 100 * extent.again / extent.steps);
  scores.Print();
  if (!options.confidences.empty() && !scores.WriteConfidences(options.confidences)) Fail("cannot write " + options.confidences);
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  sohoa::Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--model") == 0 && i + 1 < argc) {
      options.model = argv[++i];
    } else if (std::strcmp(argv[i], "--confidences") == 0 && i + 1 < argc) {
      options.confidences = argv[++i];
    } else if (std::strcmp(argv[i], "--show") == 0 && i + 1 < argc) {
      options.show = std::atoi(argv[++i]);
    } else if (std::strcmp(argv[i], "--no-language") == 0) {
      options.language = false;
    } else if (std::strcmp(argv[i], "--once") == 0) {
      options.once = true;
    } else if (std::strcmp(argv[i], "--corrected") == 0) {
      options.corrected = true;
    } else {
      options.drawn = argv[i];
    }
  }
  if (options.drawn.empty()) sohoa::Fail("usage: line_reading_bench DRAWN [--model NAME] [--corrected] [--no-language] [--once] [--show N] [--confidences FILE]");
  sohoa::Run(options);
  return 0;
}
