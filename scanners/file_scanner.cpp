// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_scanner.h"

#include <atomic>
#include <filesystem>
#include <system_error>

#include "core/vietnamese.h"
#include "scanners/file_names.h"
#include "scanners/repetition.h"
#include "scanners/scanner_state.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class FileScanner : public Scanner {
 public:
  explicit FileScanner(const std::string& path) : path_(path) {}

  Result<ScannerDescription> Describe() override {
    ScannerDescription description;
    description.uri = "file:" + path_.native();
    description.model = "files";
    return description;
  }

  Status Start(const ScanOptions& options) override {
    const Status fits = CheckOptionsForFiles(options, "file:" + path_.native());
    if (!fits.ok()) return fits;
    cancelled_ = false;
    state_.Begin();
    repetitions_ = RepetitionFinder(1);
    next_ = 0;
    files_.clear();
    std::error_code error;
    const fs::file_status status = fs::status(path_, error);
    if (!fs::exists(status)) {
      return Status(StatusCode::kNotFound,
                    "open " + path_.native() + ": there is no such file or folder");
    }
    if (fs::is_directory(status)) {
      Result<std::vector<fs::path>> files = ListFiles(path_, true);
      if (!files) return files.status();
      files_ = std::move(*files);
    } else {
      // Named by a person: its name and kind are not ours to doubt.
      files_.push_back(path_);
    }
    if (options.sheets != 0 && files_.size() > options.sheets) files_.resize(options.sheets);
    return Status();
  }

  Result<std::optional<ScannedOriginal>> Next() override {
    if (cancelled_) {
      return Status(StatusCode::kCancelled, "read " + path_.native() + ": cancelled");
    }
    if (next_ == files_.size()) return std::optional<ScannedOriginal>();
    // Passed before it is opened, so that a file which cannot be read does not block the rest.
    const fs::path& file = files_[next_++];
    state_.CountSheet();
    Result<OriginalFile> bytes = OriginalFile::Open(file.native());
    if (!bytes) return bytes.status();
    ScannedOriginal original{ShownName(file), std::move(*bytes), file.native()};
    original.sheet = static_cast<std::uint32_t>(next_);
    repetitions_.Look(original, std::nullopt);
    return std::optional<ScannedOriginal>(std::move(original));
  }

  Status Release(std::string_view token) override {
    for (std::size_t i = 0; i < next_; ++i) {
      if (files_[i].native() == token) return Status();
    }
    return Status(StatusCode::kNotFound,
                  "release a file of " + path_.native() + ": this token was not given out");
  }

  ScannerState State() const override { return state_.Get(); }

  void Cancel() override { cancelled_ = true; }

 private:
  // Below the folder that was named, so that "a/1.png" and "b/1.png" are told apart.
  std::string ShownName(const fs::path& file) const {
    const fs::path name = file == path_ ? file.filename() : file.lexically_relative(path_);
    return ToNfc(name.native());
  }

  const fs::path path_;
  std::vector<fs::path> files_;
  std::size_t next_ = 0;
  SharedState state_;
  RepetitionFinder repetitions_{1};
  std::atomic<bool> cancelled_{false};
};

}  // namespace

Status CheckOptionsForFiles(const ScanOptions& options, const std::string& uri) {
  std::string what;
  if (options.source != ScanSource::kAutomatic) what = "a choice of feeder or flatbed";
  if (options.duplex) what = "a duplex unit";
  if (options.colour != ScanColour::kColour) what = "a choice of colours";
  if (options.find_size) what = "an eye for sizes";
  if (options.brightness) what = "a brightness";
  if (!options.device_options.empty()) what = "an option " + options.device_options[0].first;
  if (what.empty()) return Status();
  return Status(StatusCode::kInvalidArgument,
                "start " + uri + ": it does not have " + what + "; leave that option out");
}

std::unique_ptr<Scanner> NewFileScanner(const std::string& path) {
  return std::make_unique<FileScanner>(path);
}

}  // namespace sohoa
