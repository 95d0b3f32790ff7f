// SPDX-License-Identifier: Apache-2.0
//
// How well drawn lines are read, and what the confidence of a word is worth:
//
//   line_reading_bench DRAWN [--model sohoa] [--corrected] [--show N]
//
// training/draw_lines.py makes DRAWN.pgm and DRAWN.tsv. A table by kind, look and faces, one by
// class of characters, one of confidences: for each range of them how many words have one, what
// they are on average and how many of these words are right. `--corrected`: as the corrector of
// marks leaves each line. `--show`: so many lines of each group that are not read exactly.
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

void Run(const std::string& drawn, const std::string& name, bool corrected, int show) {
  const LineModel model = TakeOrExit(OpenLineModel(name), name);
  const TextCorrector corrector(TakeOrExit(BuiltInLanguageModel(), "language model"));
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
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::string drawn;
  std::string model = "sohoa";
  bool corrected = false;
  int show = 0;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--model") == 0 && i + 1 < argc) {
      model = argv[++i];
    } else if (std::strcmp(argv[i], "--show") == 0 && i + 1 < argc) {
      show = std::atoi(argv[++i]);
    } else if (std::strcmp(argv[i], "--corrected") == 0) {
      corrected = true;
    } else {
      drawn = argv[i];
    }
  }
  if (drawn.empty()) sohoa::Fail("usage: line_reading_bench DRAWN [--model NAME] [--corrected] [--show N]");
  sohoa::Run(drawn, model, corrected, show);
  return 0;
}
