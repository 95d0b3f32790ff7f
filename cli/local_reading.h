// SPDX-License-Identifier: Apache-2.0
//
// Reads files page by page without an archive: a few reader processes at once, results in
// order, and no more pages in memory than are being read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/config.h"
#include "core/page.h"
#include "core/result.h"
#include "pipeline/stage.h"

namespace sohoa {

// What ReadFiles reports, in the order of files and pages, on the thread that called it.
struct ReadingSink {
  // A file begins: its page count, or why it is refused (then no pages follow).
  std::function<void(std::size_t file, const Result<std::uint32_t>& pages)> on_file;
  // A page was read (its layer's bytes are in it where they were asked for), or could not be.
  std::function<void(std::size_t file, std::uint32_t index, Result<PageRecord> page)> on_page;
  // A file's last page was reported.
  std::function<void(std::size_t file)> on_file_end;
};

// What of a page is asked for.
enum class PageParts { kText, kTextAndLayer };

// Reads all pages of `files` with `jobs` readers (0 = one a core). kCancelled on Ctrl-C,
// kUnavailable when no reader starts; what is wrong with one file or page goes to the sink.
Status ReadFiles(const std::vector<std::string>& files, std::uint32_t jobs, PageParts parts,
                 const ReaderOptions& reader, const ReadingSink& sink);

// `--model NAME`: an engine where there is one of that name, a model of the engine where not.
ReaderOptions WithModel(ReaderOptions reader, const std::string& model);

// Encoded page layers on disk for as long as it lives, so that a document is never in memory
// whole.
class LayerSpool {
 public:
  static Result<LayerSpool> Make();
  LayerSpool(LayerSpool&&) noexcept;
  LayerSpool& operator=(LayerSpool&&) = delete;
  ~LayerSpool();

  // Moves the layer's bytes out of `page` into a file.
  Status Take(PageRecord& page);
  LayerSource Source() const;
  // A folder for whoever needs one; goes with the spool.
  const std::filesystem::path& folder() const { return folder_; }

 private:
  explicit LayerSpool(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace sohoa
