// SPDX-License-Identifier: Apache-2.0
//
// How well drawn lines are read, and what the confidence of a word is worth:
//
//   line_reading_bench DRAWN [--model sohoa] [--corrected] [--no-language] [--show N]
//                      [--confidences FILE]
//
// training/draw_lines.py makes DRAWN.pgm and DRAWN.tsv. A table by kind, look and faces, one by
// class of characters, one of confidences: for each range of them how many words have one, what
// they are on average and how many of these words are right. `--corrected`: as the corrector of
// marks leaves each line. `--no-language`: as the network alone has it.
// `--show`: so many lines of each group that are not read exactly.
// `--confidences`: for training/calibrate_words.py, a line for each word: its confidence, 1 or 0.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/vietnamese.h"
#include "line_reading_scores.h"
#include "ocr/gray_image.h"
#include "ocr/language/text_corrector.h"
#include "ocr/lines/line_model.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr std::size_t kLinesAtOnce = 32;

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

std::vector<ReadWord> WordsOf(const LineOutputs& outputs, const LineDecoder& decoder, const TextCorrector* corrector) {
  Block block;
  Line& line = block.lines.emplace_back();
  for (DecodedWord& decoded : decoder.Decode(outputs)) {
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

void Run(const std::string& drawn, const std::string& name, bool corrected, bool language, int show,
         const std::string& confidences) {
  const auto built_in = TakeOrExit(BuiltInLanguageModel(), "language model");
  const LineModel model =
      TakeOrExit(OpenLineModel(name, AvailableLineKernels().front(), language ? built_in : nullptr), name);
  const TextCorrector corrector(built_in);
  const std::vector<DrawnLine> lines = ReadLines(drawn);
  LineReadingScores scores(show);
  for (std::size_t begin = 0; begin < lines.size(); begin += kLinesAtOnce) {
    const std::size_t end = std::min(lines.size(), begin + kLinesAtOnce);
    std::vector<const GrayImage*> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(&lines[i].image);
    const std::vector<LineOutputs> outputs = model.network->RunEach(batch);
    for (std::size_t i = begin; i < end; ++i)
      scores.Add(lines[i].group, lines[i].text, WordsOf(outputs[i - begin], *model.decoder, corrected ? &corrector : nullptr));
  }
  std::printf("%s (%s)%s\n", name.c_str(), model.name.c_str(), corrected ? ", corrected" : "");
  scores.Print();
  if (!confidences.empty() && !scores.WriteConfidences(confidences)) Fail("cannot write " + confidences);
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::string drawn;
  std::string model = "sohoa";
  bool corrected = false;
  bool language = true;
  int show = 0;
  std::string confidences;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--model") == 0 && i + 1 < argc) {
      model = argv[++i];
    } else if (std::strcmp(argv[i], "--confidences") == 0 && i + 1 < argc) {
      confidences = argv[++i];
    } else if (std::strcmp(argv[i], "--show") == 0 && i + 1 < argc) {
      show = std::atoi(argv[++i]);
    } else if (std::strcmp(argv[i], "--no-language") == 0) {
      language = false;
    } else if (std::strcmp(argv[i], "--corrected") == 0) {
      corrected = true;
    } else {
      drawn = argv[i];
    }
  }
  if (drawn.empty()) sohoa::Fail("usage: line_reading_bench DRAWN [--model NAME] [--corrected] [--no-language] [--show N] [--confidences FILE]");
  sohoa::Run(drawn, model, corrected, language, show, confidences);
  return 0;
}
