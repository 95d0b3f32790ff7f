// SPDX-License-Identifier: Apache-2.0
//
// How well documents are understood, and what it costs:
//
//   understanding_bench FOLDER... [--verbose] [--keep FOLDER] [--scores FILE] [--floor FIELD PERCENT]...
//     [--model NAME] [--jobs N]
//
// Each folder has files and the truth of them (docs/ACCURACY.md has the two forms). Their pages are
// read by reader processes, as `sohoa inspect` has them read; of each file the first document that is
// found is judged. Printed are, in per cent, for each field over all classes and by class:
//
//   right    the value is exact, by the comparison of its field
//   wrong    another value was given        missing  none was
//   review   it waits for a person          silent   it is wrong and was accepted unseen
//   ECE      how far its confidence is from the share that is right, 0 to 1
//
// and the time of separation, classification and extraction alone, one thread. --keep keeps what was
// read in a folder, so that the next run only understands it anew; --scores adds a line for each value that
// was given to a file, with the evidence of its page, for training/calibrate_fields.py. It ends with
// 1 where a --floor is not kept.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "documents/page_evidence.h"
#include "pipeline/pipeline.h"
#include "take_or_exit.h"
#include "understanding_judge.h"
#include "understanding_pages.h"
#include "understanding_report.h"
#include "understanding_truth.h"

namespace sohoa {
namespace {

// One run differs from the next by what else the machine does.
constexpr int kTimedRuns = 5;

struct Measured {
  std::vector<Verdict> verdicts;
  std::vector<PageEvidence> evidence;  // of the page of each verdict
  std::vector<double> milliseconds;  // a page, one number a file
  std::size_t unread = 0;
  std::size_t pages = 0;
  std::size_t one_document = 0;  // files in which just one was found
};

double Median(std::vector<double> numbers) {
  if (numbers.empty()) return 0;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

DossierWork WorkOf(std::vector<PageRecord> pages) {
  DossierWork work;
  for (PageRecord& page : pages) {
    DossierPage place;
    place.page = page.source.index + 1;
    place.source = page.source;
    place.blank = page.quality.blank;
    work.pages.push_back(place);
    work.records.push_back(std::move(page));
  }
  return work;
}

// Understands the pages several times over; the time of a run, in milliseconds.
double Understand(const std::vector<std::unique_ptr<DossierStage>>& stages, DossierWork& work, Status& status) {
  std::vector<double> runs;
  for (int i = 0; i < kTimedRuns; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    std::string failed_stage;
    status = RunDossierStages(stages, work, StageContext(), &failed_stage);
    runs.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    if (!status.ok()) break;
  }
  return Median(std::move(runs));
}

// Of the page with that number; of the first one where a value has no place.
PageEvidence EvidenceAt(const DossierWork& work, std::uint32_t number) {
  if (work.records.empty()) return {};
  return EvidenceOf(work.records[std::min<std::size_t>(number == 0 ? 0 : number - 1, work.records.size() - 1)]);
}

void PrintErrors(const TrueDocument& truth, const std::vector<Verdict>& verdicts) {
  for (const Verdict& verdict : verdicts) {
    if (verdict.outcome == Outcome::kRight) continue;
    std::printf("%s %s: %s%s, found '%s', true '%s'\n", truth.file.filename().c_str(), verdict.field.c_str(),
                verdict.silent() ? "SILENTLY " : "", verdict.outcome == Outcome::kWrong ? "wrong" : "missing",
                verdict.found.c_str(), verdict.wanted.c_str());
  }
}

class Bench {
 public:
  Bench(std::vector<TrueDocument> truth, bool verbose) : truth_(std::move(truth)), verbose_(verbose) {}

  Status Run(const PageReading& reading) {
    std::vector<std::string> files;
    for (const TrueDocument& document : truth_) files.push_back(document.file.string());
    return ReadPages(files, reading, [this](std::size_t file, Result<std::vector<PageRecord>> pages) { Take(truth_[file], std::move(pages)); });
  }

  // Of the values that were given; false where the file cannot be written.
  bool WriteScores(const std::string& path) const {
    std::ofstream file(path, std::ios::app);
    for (std::size_t i = 0; i < measured_.verdicts.size(); ++i) {
      const Verdict& verdict = measured_.verdicts[i];
      if (verdict.outcome == Outcome::kMissing) continue;
      file << verdict.field << '\t' << verdict.score << '\t' << (verdict.outcome == Outcome::kRight) << '\t' << verdict.evidence;
      const PageEvidence& page = measured_.evidence[i];
      file << '\t' << page.confidence << '\t' << page.doubtful << '\t' << page.unknown << '\t' << UnknownShare(verdict.found) << '\n';
    }
    return static_cast<bool>(file.flush());
  }

  std::vector<std::string> Missed(const Floors& floors) const { return FloorsMissed(measured_.verdicts, floors); }

  void Print(std::size_t absent) const {
    std::printf("%zu files of %zu pages, %zu of them as one document; not there: %zu, not read: %zu\n", truth_.size(), measured_.pages,
                measured_.one_document, absent, measured_.unread);
    PrintScores(measured_.verdicts);
    if (measured_.milliseconds.empty()) return;
    std::printf("understanding: %.2f ms a page in the middle, %.2f at most\n", Median(measured_.milliseconds),
                *std::max_element(measured_.milliseconds.begin(), measured_.milliseconds.end()));
  }

 private:
  // A file that cannot be read or understood counts as one in which nothing was found.
  void Take(const TrueDocument& truth, Result<std::vector<PageRecord>> pages) {
    DossierWork work;
    Status status = pages.status();
    if (pages) {
      work = WorkOf(std::move(*pages));
      const double milliseconds = Understand(stages_, work, status);
      measured_.pages += work.pages.size();
      if (!work.pages.empty()) measured_.milliseconds.push_back(milliseconds / static_cast<double>(work.pages.size()));
    }
    if (!status.ok()) {
      std::fprintf(stderr, "%s: %s\n", truth.file.c_str(), status.message().c_str());
      ++measured_.unread;
    }
    measured_.one_document += work.documents.size() == (truth.blank ? 0 : 1) ? 1 : 0;
    std::vector<Verdict> verdicts = Judge(truth, work.documents.empty() ? nullptr : &work.documents.front());
    if (verbose_) PrintErrors(truth, verdicts);
    for (const Verdict& verdict : verdicts) measured_.evidence.push_back(EvidenceAt(work, verdict.page));
    std::move(verdicts.begin(), verdicts.end(), std::back_inserter(measured_.verdicts));
  }

  std::vector<TrueDocument> truth_;
  bool verbose_;
  std::vector<std::unique_ptr<DossierStage>> stages_ = MakeUnderstandingStages();
  Measured measured_;
};

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  std::vector<std::string> folders;
  std::string scores;
  std::vector<std::pair<std::string, double>> floors;
  bool verbose = false;
  sohoa::PageReading reading;
  reading.reader = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "sohoa-reader";
  CLI::App app("How well documents are understood, and what it costs");
  app.add_option("folders", folders, "folders with files and the truth of them")->required();
  app.add_flag("--verbose", verbose, "each value that is not right");
  app.add_option("--keep", reading.keep, "a folder to keep what was read in, for the next run");
  app.add_option("--scores", scores, "a file to add the scores of values to");
  app.add_option("--floor", floors, "FIELD PERCENT: least share that must be right; type, fields, silent (at most) or a field");
  app.add_option("--model", reading.model, "of the reader");
  app.add_option("--jobs", reading.jobs, "readers at once")->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);

  std::vector<sohoa::TrueDocument> truth;
  std::size_t absent = 0;
  for (const std::string& folder : folders) {
    auto documents = sohoa::TakeOrExit(sohoa::ReadTruth(folder, absent), "understanding_bench");
    std::move(documents.begin(), documents.end(), std::back_inserter(truth));
  }
  sohoa::Bench bench(std::move(truth), verbose);
  if (const sohoa::Status status = bench.Run(reading); !status.ok()) {
    std::fprintf(stderr, "understanding_bench: %s\n", status.ToString().c_str());
    return 1;
  }
  if (!scores.empty() && !bench.WriteScores(scores)) {
    std::fprintf(stderr, "understanding_bench: cannot write %s\n", scores.c_str());
    return 1;
  }
  bench.Print(absent);
  const std::vector<std::string> missed = bench.Missed(sohoa::Floors(floors.begin(), floors.end()));
  for (const std::string& line : missed) std::fprintf(stderr, "understanding_bench: below its floor: %s\n", line.c_str());
  return missed.empty() ? 0 : 1;
}
