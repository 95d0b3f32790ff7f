// SPDX-License-Identifier: Apache-2.0
//
// mutated_files [--files N] [--seed N] [--first N] [--readers N] [--coordinator] [--keep FOLDER]
//               [--most-kb N] [FOLDER...]
//
// Damages the files below the folders, or drawn ones where none is named, and puts them through
// readers or, with --coordinator, through all of the system. Ends with 1 where a file was left
// undecided or a reader went over its limits.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "stress/hostile_run.h"

namespace {

using namespace sohoa;

// One of each kind that the samples can be drawn as.
std::vector<BaseFile> DrawBases() {
  std::vector<BaseFile> bases;
  TiffFile tiff;
  SamplePdf pdf;
  for (const SampleKind kind : {SampleKind::kLetter, SampleKind::kReceipt}) {
    const Result<SamplePage> page = DrawSamplePage(kind, 0, {.dpi = 72});
    if (!page) continue;
    const std::string name(SampleKindName(kind));
    const Result<std::string> png = EncodePng(page->image);
    const Result<std::string> jpeg = EncodeJpeg(page->image, 60);
    if (png) bases.push_back({name + ".png", *png});
    if (jpeg) {
      bases.push_back({name + ".jpg", *jpeg});
      pdf.Add(page->image, *jpeg);
    }
    if (!tiff.Add(page->image).ok()) continue;
  }
  if (const Result<std::string> bytes = tiff.Finish()) bases.push_back({"pages.tif", *bytes});
  bases.push_back({"pages.pdf", pdf.Finish()});
  return bases;
}

void AddFolder(const std::string& folder, std::uintmax_t most_bytes, std::vector<BaseFile>& bases) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() == 0 || entry.file_size() > most_bytes) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    bases.push_back({std::filesystem::relative(entry.path(), folder).string(), std::string(std::istreambuf_iterator<char>(in), {})});
  }
}

struct Orders {
  HostileOptions options;
  std::vector<std::string> folders;
  std::uintmax_t most_bytes = 400 << 10;
  bool coordinator = false;
};

Orders ReadOrders(int count, char** words) {
  Orders orders;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&] { return i + 1 < count ? words[++i] : const_cast<char*>("0"); };
    const auto number = [&] { return std::strtoull(value(), nullptr, 10); };
    if (word == "--files") orders.options.files = number();
    else if (word == "--seed") orders.options.seed = number();
    else if (word == "--first") orders.options.first = number();
    else if (word == "--readers") orders.options.readers = static_cast<std::uint32_t>(number());
    else if (word == "--most-kb") orders.most_bytes = number() << 10;
    else if (word == "--keep") orders.options.keep = value();
    else if (word == "--coordinator") orders.coordinator = true;
    else orders.folders.push_back(word);
  }
  return orders;
}

}  // namespace

int main(int count, char** words) {
  Orders orders = ReadOrders(count, words);
  HostileOptions& options = orders.options;
  for (const std::string& folder : orders.folders) AddFolder(folder, orders.most_bytes, options.bases);
  if (orders.folders.empty()) options.bases = DrawBases();
  if (options.bases.empty()) {
    std::fprintf(stderr, "mutated_files: no file to damage\n");
    return 2;
  }
  // The order of a folder differs from machine to machine, the result must not.
  std::sort(options.bases.begin(), options.bases.end(), [](const BaseFile& a, const BaseFile& b) { return a.name < b.name; });
  if (!options.keep.empty()) std::filesystem::create_directories(options.keep);
  options.reader.ocr.engine = "null";
  if (const char* folder = std::getenv("SOHOA_BIN_DIR")) options.reader.executable = std::string(folder) + "/sohoa-reader";
  options.talks = true;
  std::printf("seed %llu, %zu files to damage, %llu to make\n", static_cast<unsigned long long>(options.seed),
              options.bases.size(), static_cast<unsigned long long>(options.files));
  std::fflush(stdout);
  const HostileTotals totals = orders.coordinator ? RunThroughCoordinator(options) : RunThroughReaders(options);
  std::printf("%s", Describe(totals).c_str());
  return totals.undecided == 0 && totals.over_limits == 0 && totals.files == options.files ? 0 : 1;
}
