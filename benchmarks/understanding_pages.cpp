// SPDX-License-Identifier: Apache-2.0
#include "understanding_pages.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "cli/local_reading.h"
#include "core/record_codec.h"
#include "core/sha256.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

std::string BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Pages of one file in one file, each behind its length in a line of its own.
std::optional<std::vector<PageRecord>> ReadKept(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  std::vector<PageRecord> pages;
  do {
    std::string bytes(std::stoul(line), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    Result<PageRecord> page = DecodePageRecord(bytes);
    if (!file || !page) return std::nullopt;
    pages.push_back(std::move(*page));
  } while (std::getline(file, line));
  return pages;
}

void Keep(const fs::path& path, const std::vector<PageRecord>& pages) {
  std::ofstream file(path, std::ios::binary);
  for (const PageRecord& page : pages) {
    const std::string bytes = EncodePageRecord(page, false);
    file << bytes.size() << '\n' << bytes;
  }
}

// The files that have to be read, and where each of them goes.
struct Unread {
  std::vector<std::string> files;
  std::vector<std::size_t> numbers;
  std::vector<fs::path> kept;
};

Status ReadAnew(const Unread& unread, const PageReading& reading, const FileSink& sink) {
  std::vector<PageRecord> pages;
  ReadingSink reports;
  reports.on_file = [&](std::size_t file, const Result<std::uint32_t>& count) {
    pages.clear();
    if (!count) sink(unread.numbers[file], count.status());
  };
  reports.on_page = [&](std::size_t file, std::uint32_t index, Result<PageRecord> page) {
    if (!page) return static_cast<void>(std::fprintf(stderr, "%s page %u: %s\n", unread.files[file].c_str(), index + 1, page.status().message().c_str()));
    page->layer.bytes.clear();
    pages.push_back(std::move(*page));
  };
  reports.on_file_end = [&](std::size_t file) {
    if (!unread.kept[file].empty()) Keep(unread.kept[file], pages);
    sink(unread.numbers[file], std::move(pages));
    pages.clear();
  };
  ReaderOptions options;
  options.executable = reading.reader;
  return ReadFiles(unread.files, reading.jobs, PageParts::kText, WithModel(options, reading.model), reports);
}

}  // namespace

Status ReadPages(const std::vector<std::string>& files, const PageReading& reading, const FileSink& sink) {
  Unread unread;
  if (!reading.keep.empty()) fs::create_directories(reading.keep);
  for (std::size_t i = 0; i < files.size(); ++i) {
    fs::path kept;
    if (!reading.keep.empty()) kept = reading.keep / (Sha256::Of(BytesOf(files[i])).Hex() + ".pages");
    if (auto pages = kept.empty() ? std::nullopt : ReadKept(kept)) {
      sink(i, std::move(*pages));
      continue;
    }
    unread.files.push_back(files[i]);
    unread.numbers.push_back(i);
    unread.kept.push_back(kept);
  }
  return unread.files.empty() ? Status() : ReadAnew(unread, reading, sink);
}

}  // namespace sohoa
