// SPDX-License-Identifier: Apache-2.0
//
// How well a stack of papers is cut into documents:
//
//   separation_bench FOLDER... [--files N] [--stacks N] [--seed N] [--verbose] [--keep FOLDER]
//     [--floor PERCENT] [--model NAME] [--jobs N]
//
// Each folder has files and the truth of them, as understanding_bench takes them. Pages of --files of
// them, drawn at random, are laid on one another as if they had been scanned in one go, --stacks times
// over, and cut. Printed are, of the places where one file ends and the next begins, how many were cut
// there, and of the places inside files how many were cut: a file may hold several documents, so that
// the second number is to be read with --verbose, which prints each place that is not as the files are.
// Files that are the continuation of a paper by their truth (class E06) begin no document: places in front of
// them are counted apart, for behind another paper than their own they may be cut or not. Sheets that are blank by
// their truth have no places about them, and are wrong where they are not taken for blank.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "documents/understanding.h"
#include "take_or_exit.h"
#include "understanding_pages.h"
#include "understanding_truth.h"

namespace sohoa {
namespace {

struct ReadFile {
  std::string name;
  std::vector<PageRecord> pages;
  bool goes_on = false;  // by its truth: the page of a paper that began before it
  bool blank = false;    // likewise: empty sheets
};

// Places are named by what stands before and after them, so that one that recurs is told once.
struct Places {
  std::size_t cut = 0;
  std::size_t all = 0;
  std::map<std::string, std::size_t> odd;  // not as the files are
};

struct Score {
  Places between;
  Places inside;
  Places before_continuations;
  std::map<std::string, std::size_t> blank_read;  // sheets that were taken for pages
};

struct PlacedPage {
  const ReadFile* file = nullptr;
  std::size_t index = 0;
};

std::string NameOf(const PlacedPage& page) { return page.file->name + " page " + std::to_string(page.index + 1); }

// The stack as one original.
std::vector<PageRecord> Pile(const std::vector<const ReadFile*>& files, std::vector<PlacedPage>& places) {
  std::vector<PageRecord> stack;
  for (const ReadFile* file : files) {
    for (std::size_t i = 0; i < file->pages.size(); ++i) {
      PageRecord page = file->pages[i];
      page.source = PageSource();
      page.source.index = static_cast<std::uint32_t>(stack.size());
      stack.push_back(std::move(page));
      places.push_back({file, i});
    }
  }
  return stack;
}

void Judge(const std::vector<PageRecord>& stack, const std::vector<PlacedPage>& places, Score& score) {
  std::set<std::size_t> starts;
  for (const DocumentPages& document : SeparateDocuments(stack)) starts.insert(document.pages.front());
  std::size_t before = stack.size();  // the page with ink before this one
  for (std::size_t at = 0; at < stack.size(); ++at) {
    if (stack[at].quality.blank) continue;
    if (places[at].file->blank) {
      ++score.blank_read[NameOf(places[at])];
      continue;
    }
    if (before != stack.size()) {
      const bool cut = starts.contains(at);
      const bool between = places[before].file != places[at].file;
      const bool goes_on = between && places[at].file->goes_on;
      Places& kind = goes_on ? score.before_continuations : (between ? score.between : score.inside);
      ++kind.all;
      kind.cut += cut ? 1 : 0;
      if (cut != between && !goes_on) ++kind.odd[NameOf(places[before]) + " | " + NameOf(places[at])];
    }
    before = at;
  }
}

void Print(const char* what, const Places& places, bool verbose) {
  std::printf("%s: %zu of %zu cut (%.1f %%)\n", what, places.cut, places.all,
              places.all == 0 ? 0.0 : 100.0 * static_cast<double>(places.cut) / static_cast<double>(places.all));
  if (!verbose) return;
  for (const auto& [place, times] : places.odd) std::printf("  %zu times %s\n", times, place.c_str());
}

Result<std::vector<ReadFile>> ReadAll(const std::vector<TrueDocument>& truth, const PageReading& reading) {
  std::vector<std::string> names;
  for (const TrueDocument& document : truth) names.push_back(document.file.string());
  std::vector<ReadFile> files;
  const Status status = ReadPages(names, reading, [&](std::size_t file, Result<std::vector<PageRecord>> pages) {
    if (!pages || pages->empty()) return;
    const std::vector<std::string>& codes = truth[file].type.codes;
    const bool goes_on = !truth[file].type.others && codes == std::vector<std::string>{"E06"};
    files.push_back({truth[file].file.filename().string(), std::move(*pages), goes_on, truth[file].blank});
  });
  if (!status.ok()) return status;
  return files;
}

Score Run(const std::vector<ReadFile>& files, std::size_t in_stack, std::size_t stacks, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<const ReadFile*> order;
  for (const ReadFile& file : files) order.push_back(&file);
  Score score;
  for (std::size_t i = 0; i < stacks; ++i) {
    std::shuffle(order.begin(), order.end(), random);
    const std::vector<const ReadFile*> chosen(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(in_stack, order.size())));
    std::vector<PlacedPage> places;
    const std::vector<PageRecord> stack = Pile(chosen, places);
    Judge(stack, places, score);
  }
  return score;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::vector<std::string> folders;
  std::size_t in_stack = 10;
  std::size_t stacks = 100;
  std::uint64_t seed = 1;
  bool verbose = false;
  double floor = 0;
  sohoa::PageReading reading;
  reading.reader = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "sohoa-reader";
  CLI::App app("How well a stack of papers is cut into documents");
  app.add_option("folders", folders, "folders with files and the truth of them")->required();
  app.add_option("--files", in_stack, "in a stack")->check(CLI::Range(2, 1000));
  app.add_option("--stacks", stacks, "how many are tried")->check(CLI::Range(1, 100000));
  app.add_option("--seed", seed, "of the order of the files");
  app.add_flag("--verbose", verbose, "each place that is not cut as the files are");
  app.add_option("--keep", reading.keep, "a folder to keep what was read in, for the next run");
  app.add_option("--floor", floor, "least per cent of the places between files that must be cut");
  app.add_option("--model", reading.model, "of the reader");
  app.add_option("--jobs", reading.jobs, "readers at once")->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);

  std::vector<sohoa::TrueDocument> truth;
  std::size_t absent = 0;
  for (const std::string& folder : folders) {
    auto documents = sohoa::TakeOrExit(sohoa::ReadTruth(folder, absent), "separation_bench");
    std::move(documents.begin(), documents.end(), std::back_inserter(truth));
  }
  const auto files = sohoa::TakeOrExit(sohoa::ReadAll(truth, reading), "separation_bench");
  const sohoa::Score score = sohoa::Run(files, in_stack, stacks, seed);
  std::printf("%zu files, %zu stacks of %zu\n", files.size(), stacks, std::min(in_stack, files.size()));
  sohoa::Print("between files", score.between, verbose);
  sohoa::Print("inside files", score.inside, verbose);
  sohoa::Print("before continuations without their paper", score.before_continuations, false);
  std::printf("blank sheets taken for pages: %zu\n", score.blank_read.size());
  const bool kept = 100.0 * static_cast<double>(score.between.cut) >= floor * static_cast<double>(score.between.all);
  if (!kept) std::fprintf(stderr, "separation_bench: fewer than %g %% of the places between files were cut\n", floor);
  return kept ? 0 : 1;
}
