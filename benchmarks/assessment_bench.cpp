// SPDX-License-Identifier: Apache-2.0
//
// How often a desk is told rightly what is the matter with a scan, on drawn pages that were
// spoilt on purpose, and how often it is told so of good ones:
//
//   assessment_bench [--seeds 6] [--dpi 300] [--floor PERCENT] [--most-false PERCENT]
//   assessment_bench FILE|FOLDER...    what is said of other pages, and of how many in a hundred
//
// Each fault is one page of each kind (decision, letter, receipt, declaration), each seed, as a
// good and as an ordinary scanner makes it. Exit code 1 where a floor is not kept.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "imaging/local_page_imaging.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "samples/spoilt_scan.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr const char* kFaultFlags[] = {"blurred", "cut_edge", "folded_corner", "low_contrast", "skewed", "too_dark", "too_light", "black_border", "punch_holes", "over_long"};

bool Flagged(const PageAssessment& page, const std::string& flag) {
  return std::find(page.quality.flags.begin(), page.quality.flags.end(), flag) != page.quality.flags.end();
}

struct Fault {
  const char* name;
  std::function<SampleImage(const SampleImage&, std::uint64_t seed)> spoil;
  std::function<bool(const PageAssessment&)> told;
  DrawOptions drawn = {};  // rotation and skew
  bool of_blank = false;
};

std::function<bool(const PageAssessment&)> Has(const char* flag) {
  return [flag](const PageAssessment& page) { return Flagged(page, flag); };
}

SampleImage Same(const SampleImage& image, std::uint64_t) { return image; }

// One below the other.
SampleImage Twice(SampleImage image) {
  image.pixels += image.pixels;
  image.height *= 2;
  return image;
}

std::vector<Fault> Faults(int dpi) {
  const auto turned = [](int rotation) {
    return [rotation](const PageAssessment& page) { return page.rotation == (360 - rotation) % 360 && page.orientation_confidence > 0; };
  };
  const auto blank = [](const PageAssessment& page) { return page.quality.blank; };
  const auto not_blank = [](const PageAssessment& page) { return !page.quality.blank; };
  const double sigma = dpi / 300.0;
  return {
      {"blurred by 2.5 pixels at 300 dpi", [sigma](const SampleImage& p, std::uint64_t) { return Blurred(p, 2.5 * sigma); }, Has("blurred")},
      {"blurred by 4 pixels", [sigma](const SampleImage& p, std::uint64_t) { return Blurred(p, 4 * sigma); }, Has("blurred")},
      {"skewed by 4 degrees", Same, Has("skewed"), {.skew = 4}},
      {"cut at the left", [](const SampleImage& p, std::uint64_t seed) { return CutOff(p, 37 + static_cast<double>(seed), 0, 0, 0); },
       [](const PageAssessment& p) { return p.cut.left; }},
      {"cut at the right", [](const SampleImage& p, std::uint64_t seed) { return CutOff(p, 0, 0, 25 + static_cast<double>(seed), 0); },
       [](const PageAssessment& p) { return p.cut.right; }},
      {"a corner folded", [](const SampleImage& p, std::uint64_t seed) { return WithFoldedCorner(p, 12 + 3 * static_cast<double>(seed)); }, Has("folded_corner")},
      {"too dark", [](const SampleImage& p, std::uint64_t) { return Darkened(p, 42); }, Has("too_dark")},
      {"too light", [](const SampleImage& p, std::uint64_t) { return Lightened(p, 25); }, Has("too_light")},
      {"turned by 90 degrees", Same, turned(90), {.rotation = 90}},
      {"upside down", Same, turned(180), {.rotation = 180}},
      {"turned by 270 degrees", Same, turned(270), {.rotation = 270}},
      {"punch holes", [](const SampleImage& p, std::uint64_t) { return WithPunchHoles(p); }, Has("punch_holes")},
      {"black border of 4 mm", [](const SampleImage& p, std::uint64_t) { return WithBlackBorder(p, 4); }, Has("black_border")},
      {"half a sheet (A5)", [](const SampleImage& p, std::uint64_t) { return CutOff(p, 0, 0, 0, 148.5); }, [](const PageAssessment& p) { return p.paper_size == "A5"; }},
      {"two sheets that hang together", [](const SampleImage& p, std::uint64_t) { return Twice(p); }, Has("over_long")},
      {"blank", Same, blank, {}, true},
      {"blank with punch holes", [](const SampleImage& p, std::uint64_t) { return WithPunchHoles(p); }, blank, {}, true},
      {"pencil alone is not blank", [](const SampleImage& p, std::uint64_t seed) { return WithPencil(p, 45, seed); }, not_blank, {}, true},
      {"a red seal alone is not blank", [](const SampleImage& p, std::uint64_t) { return WithSeal(p, true); }, not_blank, {}, true},
      {"a black seal alone is not blank", [](const SampleImage& p, std::uint64_t) { return WithSeal(p, false); }, not_blank, {}, true},
  };
}

struct Count {
  int right = 0;
  int all = 0;
  double Percent() const { return all == 0 ? 0 : 100.0 * right / all; }
};

class Bench {
 public:
  PageAssessment Assess(const OriginalFile& file, std::uint32_t index) {
    const auto begin = std::chrono::steady_clock::now();
    PageAssessment page = TakeOrExit(imaging_->Assess(file, index, AssessOptions()), file.name());
    milliseconds_.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    return page;
  }
  PageAssessment Assess(const SampleImage& image) {
    const std::string jpeg = TakeOrExit(EncodeJpeg(image, 88), "page");
    return Assess(TakeOrExit(OriginalFile::FromBytes(jpeg, "page"), "page"), 0);
  }
  PageImaging& imaging() { return *imaging_; }

  void PrintTimes() {
    std::sort(milliseconds_.begin(), milliseconds_.end());
    if (milliseconds_.empty()) return;
    std::printf("\n%zu pages, median %.0f ms, slowest of a hundred %.0f ms\n", milliseconds_.size(), milliseconds_[milliseconds_.size() / 2],
                milliseconds_[milliseconds_.size() * 99 / 100]);
  }

 private:
  std::unique_ptr<PageImaging> imaging_ = NewLocalPageImaging(ImagingLimits());
  std::vector<double> milliseconds_;
};

constexpr SampleKind kKinds[] = {SampleKind::kDecision, SampleKind::kLetter, SampleKind::kReceipt, SampleKind::kDeclaration};
constexpr Degradation kScanners[] = {Degradation::kLight, Degradation::kScan};

Count Judge(Bench& bench, const Fault& fault, int seeds, int dpi) {
  Count count;
  for (const SampleKind kind : kKinds) {
    for (const Degradation scanner : kScanners) {
      for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(seeds); ++seed) {
        DrawOptions options = fault.drawn;
        options.dpi = dpi;
        options.seed = seed;
        options.degradation = scanner;
        const SamplePage page = TakeOrExit(DrawSamplePage(fault.of_blank ? SampleKind::kBlank : kind, 0, options), fault.name);
        count.right += fault.told(bench.Assess(fault.spoil(page.image, seed)));
        ++count.all;
      }
    }
    if (fault.of_blank) break;
  }
  return count;
}

// Of pages with nothing the matter.
std::map<std::string, Count> FalseAlarms(Bench& bench, int seeds, int dpi) {
  std::map<std::string, Count> alarms;
  for (const SampleKind kind : kKinds) {
    for (const Degradation scanner : kScanners) {
      for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(seeds); ++seed) {
        const SamplePage drawn = TakeOrExit(DrawSamplePage(kind, 0, {.dpi = dpi, .seed = seed, .degradation = scanner}), "page");
        const PageAssessment page = bench.Assess(drawn.image);
        for (const char* flag : kFaultFlags) {
          alarms[flag].right += Flagged(page, flag);
          ++alarms[flag].all;
        }
        alarms["blank"].right += page.quality.blank;
        ++alarms["blank"].all;
        alarms["not A4"].right += page.paper_size != "A4";
        ++alarms["not A4"].all;
        alarms["a code"].right += !page.codes.empty();
        ++alarms["a code"].all;
        alarms["turned"].right += page.rotation != 0;
        ++alarms["turned"].all;
      }
    }
  }
  return alarms;
}

int RunDrawn(int seeds, int dpi, double floor, double most_false) {
  Bench bench;
  bool kept = true;
  std::printf("| spoilt page | told, of |\n|---|---|\n");
  for (const Fault& fault : Faults(dpi)) {
    const Count count = Judge(bench, fault, seeds, dpi);
    std::printf("| %s | %d of %d |\n", fault.name, count.right, count.all);
    std::fflush(stdout);
    kept = kept && count.Percent() >= floor;
  }
  std::printf("\n| said of good pages | of |\n|---|---|\n");
  for (const auto& [name, count] : FalseAlarms(bench, seeds, dpi)) {
    std::printf("| %s | %d of %d |\n", name.c_str(), count.right, count.all);
    kept = kept && count.Percent() <= most_false;
  }
  bench.PrintTimes();
  if (!kept) std::fprintf(stderr, "assessment_bench: a floor was not kept\n");
  return kept ? 0 : 1;
}

std::vector<std::string> FilesOf(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path().native());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int RunFiles(const std::vector<std::string>& paths, std::uint32_t most_pages) {
  Bench bench;
  std::map<std::string, int> said;
  int pages = 0;
  for (const std::string& path : FilesOf(paths)) {
    const Result<OriginalFile> file = OriginalFile::Open(path);
    const Result<OriginalSummary> summary = file ? bench.imaging().Inspect(*file) : Result<OriginalSummary>(file.status());
    if (!summary) continue;
    for (std::uint32_t index = 0; index < std::min(summary->pages, most_pages); ++index, ++pages) {
      const PageAssessment page = bench.Assess(*file, index);
      std::string line;
      for (const char* flag : kFaultFlags) {
        if (!Flagged(page, flag)) continue;
        ++said[flag];
        line += std::string(" ") + flag;
      }
      if (page.quality.blank) ++said["blank"], line += " blank";
      ++said["size " + (page.paper_size.empty() ? std::string(page.dpi_known ? "other" : "not known") : page.paper_size)];
      line += " " + (page.paper_size.empty() ? std::string("-") : page.paper_size);
      if (!page.codes.empty()) ++said["codes"], line += " codes:" + std::to_string(page.codes.size());
      if (page.rotation != 0) ++said["turned"], line += " turned:" + std::to_string(page.rotation);
      std::printf("%s %u:%s (%.0f x %.0f mm, %.0f dpi, edge %.1f, contrast %d, confidence %.2f)\n", path.c_str(), index + 1, line.c_str(),
                  page.width_mm(), page.height_mm(), page.dpi, page.edge_width, page.contrast, page.orientation_confidence);
    }
  }
  std::printf("\n| said | of %d pages | of a hundred |\n|---|---|---|\n", pages);
  for (const auto& [flag, count] : said) std::printf("| %s | %d | %.1f |\n", flag.c_str(), count, 100.0 * count / std::max(pages, 1));
  bench.PrintTimes();
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  CLI::App app("How well scans are judged");
  int seeds = 6;
  int dpi = 300;
  double floor = 0;
  double most_false = 100;
  std::uint32_t pages = 20;
  std::vector<std::string> paths;
  app.add_option("paths", paths, "pages to judge instead of drawn ones");
  app.add_option("--seeds", seeds, "pages of each kind");
  app.add_option("--dpi", dpi, "resolution of drawn pages");
  app.add_option("--pages", pages, "of a file at most");
  app.add_option("--floor", floor, "least per cent of each fault that must be told");
  app.add_option("--most-false", most_false, "most per cent of good pages of which a fault may be said");
  CLI11_PARSE(app, argc, argv);
  if (const sohoa::Status started = sohoa::InitImaging(); !started.ok()) {
    std::fprintf(stderr, "assessment_bench: %s\n", started.ToString().c_str());
    return 1;
  }
  return paths.empty() ? sohoa::RunDrawn(seeds, dpi, floor, most_false) : sohoa::RunFiles(paths, pages);
}
