// SPDX-License-Identifier: Apache-2.0
//
// Trains the classifier of texts (documents/class_model.h) and writes documents/class_model.bin:
//
//   train_classes --out FILE --made-by TEXT [--papers N] [--seed N] [--text FOLDER]
//                 [--read FOLDER]... [--held-out FOLDER]... [--keep FOLDER]
//
// Papers of all classes are drawn (samples/) from seeds that no test and no measurement uses, and taken as they
// would be read without an error, then several times over as bad scans are read: letters mistaken, lines and
// titles lost, specks. Where a folder of open legal text is at hand, lines of it take the place of sentences of
// ours in half of the papers of organs, so that the model learns what all papers of a class have, and not our
// sentences. --read adds sets of sohoa-samples as the reader really reads them, --held-out judges with others.
// One in four of the kinds of papers that are of no class is kept out of training and told apart.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>
#include <linear.h>

#include "documents/class_features.h"
#include "documents/class_model.h"
#include "documents/page_head.h"
#include "documents/text_lines.h"
#include "samples/faultless_reading.h"
#include "samples/random.h"
#include "samples/sample_classes.h"
#include "take_or_exit.h"
#include "understanding_pages.h"
#include "understanding_truth.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

// What becomes of a page: shares of letters, lines and titles.
struct Damage {
  const char* name;
  double letters;
  double lines;
  double titles;
};
constexpr Damage kDamages[] = {
    {"none", 0, 0, 0}, {"slight", 0.01, 0.02, 0.08}, {"some", 0.04, 0.06, 0.25}, {"much", 0.10, 0.15, 0.4}, {"title lost", 0.02, 0.03, 1}};

// Weights smaller than the largest of a class by so much are left out, and all but so many of a class.
constexpr std::size_t kWeightsOfAClass = 1200;
constexpr double kLeastWeight = 0.008;

struct Example {
  std::vector<ClassFeature> features;
  std::string code;
  std::string kind;  // how it was made: the damage, or "read"
};

struct Settings {
  std::string out;
  std::string made_by;
  int papers = 40;
  std::uint64_t seed = 400000;
  double cost = 8;
  std::string text;
  std::vector<std::string> read;
  std::vector<std::string> held_out;
  PageReading reading;
};

bool Chance(SampleRandom& random, double share) { return random.Below(1 << 20) < share * (1 << 20); }

// A word with letters mistaken, lost or doubled; features have no marks, so plain letters do.
std::string Misread(const std::string& word, double share, SampleRandom& random) {
  constexpr std::string_view kLike = "ceoailtfrnumhbgqdvyx0156";
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool letter = std::isalnum(static_cast<unsigned char>(word[i])) != 0;
    if (!letter || !Chance(random, share)) {
      out += word[i];
      continue;
    }
    switch (random.Below(4)) {
      case 0:
        break;
      case 1:
        out += word[i];
        [[fallthrough]];
      default:
        out += kLike[static_cast<std::size_t>(random.Below(static_cast<int>(kLike.size())))];
    }
  }
  return out.empty() ? "." : out;
}

bool IsTitle(const Line& line, const PageGeometry& geometry) {
  if (line.words.empty() || line.box.top * 2 > geometry.height) return false;
  const TextLine text = MakeTextLine(line.words, 0, geometry);
  return std::abs(text.center_x() - 0.5) < 0.15 && text.text.UpperShare() > 0.6;
}

PageRecord Damaged(const PageRecord& page, const Damage& damage, SampleRandom& random) {
  PageRecord out = page;
  const bool title_lost = Chance(random, damage.titles);
  for (Block& block : out.text.blocks) {
    std::erase_if(block.lines, [&](const Line& line) { return (title_lost && IsTitle(line, page.geometry)) || Chance(random, damage.lines); });
    for (Line& line : block.lines) {
      for (Word& word : line.words) word.text = Misread(word.text, damage.letters, random);
    }
  }
  return out;
}

// Lines of prose of the Markdown and text files of a folder.
std::vector<std::vector<std::string>> LegalLines(const fs::path& folder) {
  std::vector<std::vector<std::string>> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".md" && entry.path().extension() != ".txt") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.size() < 120 || line.front() == '|' || line.front() == '#') continue;
      std::istringstream rest(line);
      std::vector<std::string> words{std::istream_iterator<std::string>(rest), {}};
      lines.push_back(std::move(words));
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

// Sentences of the law in the place of long lines under the head.
void TakeLegalText(const std::vector<std::vector<std::string>>& legal, PageRecord& page, SampleRandom& random) {
  const std::vector<std::string>* text = nullptr;
  std::size_t at = 0;
  for (Block& block : page.text.blocks) {
    for (Line& line : block.lines) {
      const bool prose = line.words.size() > 7 && line.box.top * 10 > page.geometry.height * 4;
      if (!prose) continue;
      for (Word& word : line.words) {
        if (text == nullptr || at == text->size()) {
          text = &legal[static_cast<std::size_t>(random.Below(static_cast<int>(legal.size())))];
          at = 0;
        }
        word.text = (*text)[at++];
      }
    }
  }
}

Example ExampleOf(const std::vector<PageRecord>& pages, std::string code, std::string kind) {
  const std::vector<TextLine> lines = LinesOfPage(pages.front(), 0);
  const PageHead head = FindPageHead(pages.front(), 0);
  return {ClassFeaturesOf(pages.front(), lines, head, pages.size()), std::move(code), std::move(kind)};
}

// "THỰC ĐƠN TRONG TUẦN": one of the kinds of papers of no class, kept out of training.
bool IsKeptOut(const std::vector<PageRecord>& pages) {
  for (const Line& line : pages.front().text.blocks.front().lines) {
    if (!IsTitle(line, pages.front().geometry)) continue;
    const std::string key = WordsKey(LineText(line));
    std::uint32_t sum = 0;
    for (const char c : key) sum = sum * 31 + static_cast<unsigned char>(c);
    if (key.size() > 8) return sum % 4 == 0;
  }
  return false;
}

struct Examples {
  std::vector<Example> training;
  std::vector<Example> judging;
};

void DrawPapers(const Settings& settings, Examples& examples) {
  const auto legal = settings.text.empty() ? std::vector<std::vector<std::string>>() : LegalLines(settings.text);
  SampleRandom random(settings.seed);
  DrawOptions options;
  options.dpi = 72;
  options.seal = false;
  for (const SampleClass& one : SampleClasses()) {
    if (one.code == "E04") continue;  // has no text
    // Papers of no class are of many kinds.
    const int papers = one.code == "other" ? 6 * settings.papers : settings.papers;
    for (int paper = 0; paper < papers; ++paper) {
      const std::uint64_t content = (settings.seed + static_cast<std::uint64_t>(paper)) * 1013 + static_cast<std::uint64_t>(&one - SampleClasses().data());
      std::vector<PageRecord> pages;
      const auto truth = DrawClass(one, content, options, [&](SamplePage page) {
        pages.push_back(FaultlessReading(page.truth));
        return Status();
      });
      if (!truth) std::exit((std::fprintf(stderr, "train_classes: %s\n", truth.status().ToString().c_str()), 1));
      if (pages.empty()) continue;
      const bool kept_out = one.code == "other" && IsKeptOut(pages);
      const bool official = std::holds_alternative<SampleClass::Official>(one.paper);
      const bool judged = kept_out || paper % 10 == 9;
      for (const Damage& damage : kDamages) {
        std::vector<PageRecord> scanned = pages;
        if (official && !legal.empty() && Chance(random, 0.5)) TakeLegalText(legal, scanned.front(), random);
        scanned.front() = Damaged(scanned.front(), damage, random);
        std::vector<Example>& to = judged ? examples.judging : examples.training;
        to.push_back(ExampleOf(scanned, std::string(one.code), kept_out ? "of kinds never seen" : damage.name));
      }
    }
  }
}

void AddRead(const Settings& settings, const std::vector<std::string>& folders, std::vector<Example>& to) {
  std::size_t absent = 0;
  for (const std::string& folder : folders) {
    const std::vector<TrueDocument> truth = TakeOrExit(ReadTruth(folder, absent), "train_classes");
    std::vector<std::string> files;
    for (const TrueDocument& document : truth) files.push_back(document.file.string());
    const Status status = ReadPages(files, settings.reading, [&](std::size_t file, Result<std::vector<PageRecord>> pages) {
      if (!pages || truth[file].blank || truth[file].type.others) return;
      std::erase_if(*pages, [](const PageRecord& page) { return page.quality.blank; });
      if (!pages->empty()) to.push_back(ExampleOf(*pages, truth[file].type.codes.front(), "read"));
    });
    if (!status.ok()) std::exit((std::fprintf(stderr, "train_classes: %s\n", status.ToString().c_str()), 1));
  }
}

using LinearModel = std::unique_ptr<model, void (*)(model*)>;

LinearModel Train(const std::vector<Example>& examples, const std::vector<std::string>& classes, double cost) {
  std::vector<std::vector<feature_node>> rows;
  std::vector<feature_node*> places;
  std::vector<double> labels;
  const int bias = static_cast<int>(kClassFeaturePlaces) + 1;
  for (const Example& example : examples) {
    std::vector<feature_node> row;
    for (const ClassFeature& feature : example.features) row.push_back({static_cast<int>(feature.place) + 1, feature.value});
    row.push_back({bias, 1});
    row.push_back({-1, 0});
    rows.push_back(std::move(row));
    labels.push_back(static_cast<double>(std::find(classes.begin(), classes.end(), example.code) - classes.begin()));
  }
  for (std::vector<feature_node>& row : rows) places.push_back(row.data());
  const problem given{static_cast<int>(rows.size()), bias, labels.data(), places.data(), 1};
  parameter settings{};
  settings.solver_type = L2R_LR_DUAL;
  settings.C = cost;
  settings.eps = 0.05;
  set_print_string_function([](const char*) {});
  return LinearModel(train(&given, &settings), [](model* trained) { free_and_destroy_model(&trained); });
}

// The large weights, as bytes.
ClassModel::Parts Shrink(const model& trained, const std::vector<std::string>& classes, std::string made_by) {
  ClassModel::Parts parts;
  parts.made_by = std::move(made_by);
  parts.weights.resize(kClassFeaturePlaces);
  const auto count = static_cast<std::size_t>(trained.nr_class);
  for (std::size_t k = 0; k < count; ++k) {
    std::vector<std::pair<double, std::size_t>> sizes;
    for (std::size_t place = 0; place < kClassFeaturePlaces; ++place) {
      const double weight = trained.w[place * count + k];
      if (weight != 0) sizes.emplace_back(std::abs(weight), place);
    }
    std::sort(sizes.rbegin(), sizes.rend());
    const double scale = sizes.front().first / 127;
    for (std::size_t i = 0; i < std::min(sizes.size(), kWeightsOfAClass) && sizes[i].first > kLeastWeight * sizes.front().first; ++i) {
      const auto value = static_cast<std::int8_t>(std::lround(trained.w[sizes[i].second * count + k] / scale));
      parts.weights[sizes[i].second].push_back({static_cast<std::uint8_t>(k), value});
    }
    parts.classes.push_back(classes[static_cast<std::size_t>(trained.label[k])]);
    parts.scales.push_back(static_cast<float>(scale));
    parts.offsets.push_back(static_cast<float>(trained.w[kClassFeaturePlaces * count + k]));
  }
  return parts;
}

double LogLoss(const ClassModel& model, const std::vector<Example>& examples) {
  double sum = 0;
  for (const Example& example : examples) {
    for (const ClassProbability& one : model.Probabilities(example.features)) {
      if (one.code == example.code) sum -= std::log(std::max(one.probability, 1e-6));
    }
  }
  return sum / static_cast<double>(std::max<std::size_t>(1, examples.size()));
}

// The slope with which probabilities fit what was kept back.
void Calibrate(const std::vector<Example>& judging, ClassModel::Parts& parts) {
  double best = 1e9;
  float slope = 1;
  for (int step = 6; step <= 40; step += 2) {
    parts.slope = static_cast<float>(step) / 10.0F;
    const double loss = LogLoss(ClassModel(parts), judging);
    if (loss >= best) continue;
    best = loss;
    slope = parts.slope;
  }
  parts.slope = slope;
}

void Report(const ClassModel& model, const std::vector<Example>& examples) {
  struct Count {
    int all = 0, right = 0, sure = 0, sure_right = 0;
    double confidence = 0;
  };
  std::map<std::string, Count> counts;
  std::map<std::string, int> mistaken;
  for (const Example& example : examples) {
    const ClassProbability best = model.Probabilities(example.features).front();
    Count& count = counts[example.kind];
    const bool right = best.code == example.code;
    ++count.all;
    count.right += right ? 1 : 0;
    count.confidence += best.probability;
    count.sure += best.probability >= 0.9 ? 1 : 0;
    count.sure_right += best.probability >= 0.9 && right ? 1 : 0;
    if (!right) ++mistaken[example.code + " as " + std::string(best.code)];
  }
  for (const auto& [kind, count] : counts) {
    std::printf("%-20s %5d: right %.1f %%, probability %.1f %%; of %d over 0.9 right %.1f %%\n", kind.c_str(), count.all, 100.0 * count.right / count.all,
                100.0 * count.confidence / count.all, count.sure, 100.0 * count.sure_right / std::max(1, count.sure));
  }
  std::vector<std::pair<int, std::string>> most;
  for (const auto& [what, times] : mistaken) most.emplace_back(times, what);
  std::sort(most.rbegin(), most.rend());
  for (std::size_t i = 0; i < std::min<std::size_t>(most.size(), 12); ++i) std::printf("  %d times %s\n", most[i].first, most[i].second.c_str());
}

int Run(const Settings& settings) {
  Examples examples;
  DrawPapers(settings, examples);
  AddRead(settings, settings.read, examples.training);
  AddRead(settings, settings.held_out, examples.judging);
  std::vector<std::string> classes;
  for (const SampleClass& one : SampleClasses()) {
    if (one.code != "E04") classes.emplace_back(one.code);
  }
  std::printf("%zu papers to learn from, %zu to judge by, %zu classes\n", examples.training.size(), examples.judging.size(), classes.size());
  const LinearModel trained = Train(examples.training, classes, settings.cost);
  ClassModel::Parts parts = Shrink(*trained, classes, settings.made_by);
  Calibrate(examples.judging, parts);
  const ClassModel model(parts);
  Report(model, examples.judging);
  const std::string bytes = EncodeClassModel(parts);
  std::ofstream file(settings.out, std::ios::binary);
  file << bytes;
  std::printf("%s: %zu bytes, slope %.1f, log loss %.3f\n", settings.out.c_str(), bytes.size(), static_cast<double>(parts.slope), LogLoss(model, examples.judging));
  return file.flush() ? 0 : 1;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  sohoa::Settings settings;
  settings.reading.reader = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "sohoa-reader";
  CLI::App app("Trains the classifier of texts");
  app.add_option("--out", settings.out, "the model")->required();
  app.add_option("--made-by", settings.made_by, "name and version of the model and what it was made of")->required();
  app.add_option("--papers", settings.papers, "of each class")->check(CLI::Range(10, 100000));
  app.add_option("--seed", settings.seed, "of the first paper");
  app.add_option("--cost", settings.cost, "of an error against large weights");
  app.add_option("--text", settings.text, "a folder of open legal text");
  app.add_option("--read", settings.read, "folders of sohoa-samples to learn from as they are read");
  app.add_option("--held-out", settings.held_out, "folders of sohoa-samples to judge by");
  app.add_option("--keep", settings.reading.keep, "a folder to keep what was read in");
  app.add_option("--jobs", settings.reading.jobs, "readers at once");
  CLI11_PARSE(app, argc, argv);
  return sohoa::Run(settings);
}
