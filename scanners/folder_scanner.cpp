// SPDX-License-Identifier: Apache-2.0
#include "scanners/folder_scanner.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <system_error>

#include "core/vietnamese.h"
#include "scanners/file_kind.h"
#include "scanners/file_names.h"
#include "scanners/file_scanner.h"
#include "scanners/folder_watch.h"
#include "scanners/released_files.h"
#include "scanners/repetition.h"
#include "scanners/scanner_state.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A file that comes twice need not come right after itself.
constexpr std::size_t kCompared = 16;

// What a look at the folder tells about one file, and since when it is so.
struct Seen {
  FileStamp stamp;
  FileIdentity identity;
  Clock::time_point since;
  bool done = false;  // given out or reported: no more to do until it changes
};

struct Given {
  std::string name;  // as it is now
  FileStamp stamp;
  FileIdentity identity;
};

struct FolderOptions {
  milliseconds settle{1'000};
  milliseconds stalled{30'000};
  milliseconds idle{0};
};

Result<FolderOptions> ParseOptions(const ScanOptions& options, const std::string& uri) {
  FolderOptions parsed;
  for (const auto& [name, value] : options.device_options) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    milliseconds* target = name == "settle-ms"    ? &parsed.settle
                           : name == "stalled-ms" ? &parsed.stalled
                           : name == "idle-ms"    ? &parsed.idle
                                                  : nullptr;
    if (target == nullptr || error != std::errc() || end != value.data() + value.size()) {
      return Status(StatusCode::kInvalidArgument,
                    "start " + uri + ": option " + name + "=" + value +
                        " is not one of settle-ms, stalled-ms, idle-ms with a whole number");
    }
    *target = milliseconds(number);
  }
  return parsed;
}

class FolderScanner : public Scanner {
 public:
  explicit FolderScanner(const std::string& folder) : folder_(folder), watch_(folder) {}

  Result<ScannerDescription> Describe() override {
    ScannerDescription description;
    description.uri = Uri();
    description.model = "hot folder";
    return description;
  }

  Status Start(const ScanOptions& options) override {
    ScanOptions general = options;
    general.device_options.clear();
    const Status fits = CheckOptionsForFiles(general, Uri());
    if (!fits.ok()) return fits;
    Result<FolderOptions> parsed = ParseOptions(options, Uri());
    if (!parsed) return parsed.status();
    std::error_code error;
    if (!fs::is_directory(folder_, error)) {
      const bool missing = !fs::exists(folder_, error);
      return Status(missing ? StatusCode::kNotFound : StatusCode::kInvalidArgument,
                    "watch folder " + folder_.native() +
                        (missing ? ": it is not there; make it or mount it"
                                 : ": it is not a folder; name the folder that files come into"));
    }
    options_ = *parsed;
    left_ = options.sheets;
    counted_ = options.sheets != 0;
    seen_.clear();
    given_out_.clear();
    given_ = 0;
    state_.Begin();
    repetitions_ = RepetitionFinder(kCompared);
    last_activity_ = Clock::now();
    cancelled_ = false;
    return Status();
  }

  Result<std::optional<ScannedOriginal>> Next() override {
    for (;;) {
      if (cancelled_) {
        return Status(StatusCode::kCancelled, "watch folder " + folder_.native() + ": cancelled");
      }
      if (counted_ && left_ == 0) return std::optional<ScannedOriginal>();
      Result<std::vector<std::string>> names = Look();
      if (!names) {
        state_.Become(DeviceState::kGone);
        return names.status();
      }
      bool waiting = false;
      Result<std::optional<ScannedOriginal>> found = Pick(*names, waiting);
      state_.Become(waiting ? DeviceState::kScanning : DeviceState::kReady);
      if (!found || found->has_value()) {
        last_activity_ = Clock::now();
        if (found && counted_) --left_;
        return found;
      }
      if (waiting) last_activity_ = Clock::now();
      if (options_.idle.count() != 0 && Clock::now() - last_activity_ >= options_.idle) {
        return std::optional<ScannedOriginal>();
      }
      watch_.Wait(std::max(options_.settle / 2, milliseconds(1)));
    }
  }

  Status Release(std::string_view token) override {
    const auto given = given_out_.find(std::string(token));
    if (given == given_out_.end()) return ReleaseFile(folder_, token);
    const Status released = ReleaseFile(folder_, MakeFileToken(given->second.name, given->second.stamp));
    if (released.ok()) given_out_.erase(given);
    return released;
  }

  ScannerState State() const override { return state_.Get(); }

  void Cancel() override {
    cancelled_ = true;
    watch_.Wake();
  }

 private:
  std::string Uri() const { return "folder:" + folder_.native(); }

  // Brings `seen_` up to date; gives the names in natural order.
  Result<std::vector<std::string>> Look() {
    Result<std::vector<fs::path>> files = ListFiles(folder_, false);
    if (!files) return files.status();
    const Clock::time_point now = Clock::now();
    std::map<std::string, Seen> current;
    std::vector<std::string> names;
    for (const fs::path& file : *files) {
      const std::optional<FileStamp> stamp = StampOf(file);
      if (!stamp) continue;  // went away meanwhile
      const std::optional<FileIdentity> identity = IdentityOf(file);
      if (!identity) continue;
      const std::string name = file.filename().native();
      const auto before = seen_.find(name);
      const bool same = before != seen_.end() && before->second.stamp == *stamp;
      current.emplace(name, same ? before->second : Seen{*stamp, *identity, now, WasGiven(name, *stamp, *identity)});
      names.push_back(name);
    }
    seen_ = std::move(current);
    return names;
  }

  // Whether it was given out in this run, under this name or another. Where a share is gone for a
  // while its folder is there and empty, so what is not seen is not forgotten.
  bool WasGiven(const std::string& name, const FileStamp& stamp, const FileIdentity& identity) {
    if (given_out_.contains(MakeFileToken(name, stamp))) return true;
    for (auto& [token, given] : given_out_) {
      if (given.identity != identity || given.stamp != stamp || StampOf(folder_ / given.name)) continue;
      given.name = name;
      return true;
    }
    return false;
  }

  // The first file that is ready. `waiting`: one is on its way, and those after it wait.
  Result<std::optional<ScannedOriginal>> Pick(const std::vector<std::string>& names,
                                              bool& waiting) {
    for (const std::string& name : names) {
      Seen& seen = seen_.at(name);
      if (seen.done) continue;
      const Clock::duration unchanged = Clock::now() - seen.since;
      waiting = true;
      if (unchanged < options_.settle) break;
      Result<OriginalFile> file = OriginalFile::Open((folder_ / name).native());
      if (!file && file.status().code() == StatusCode::kNotFound) break;
      Result<FileState> state = file ? LookAtFile(*file) : Result<FileState>(file.status());
      if (!state) {
        // Whoever writes it may have it to itself until it is whole.
        if (unchanged < options_.stalled) break;
        seen.done = true;
        return Annotate(state.status(), "take " + name + " from folder " + folder_.native());
      }
      if (*state == FileState::kUnfinished && unchanged < options_.stalled) break;
      if (StampOf(folder_ / name) != seen.stamp) break;  // still growing after all
      seen.done = true;
      if (*state != FileState::kComplete) return LeftAlone(name, *state);
      ScannedOriginal original{ToNfc(name), std::move(*file), MakeFileToken(name, seen.stamp)};
      given_out_[original.token] = {name, seen.stamp, seen.identity};
      original.sheet = ++given_;
      state_.CountSheet();
      repetitions_.Look(original, std::nullopt);
      return std::optional<ScannedOriginal>(std::move(original));
    }
    return std::optional<ScannedOriginal>();
  }

  Status LeftAlone(const std::string& name, FileState state) const {
    const std::string subject = "take " + name + " from folder " + folder_.native();
    if (state == FileState::kUnknown) {
      return Status(StatusCode::kUnsupported,
                    subject + ": not a kind of file that is read (PDF, TIFF, JPEG, PNG, JPEG 2000, "
                              "WebP, GIF, PNM, BMP); it is left there, take it out");
    }
    return Status(StatusCode::kBadInput,
                  subject + ": its end is missing and no more of it came; it is left there, "
                            "scan or copy it again");
  }

  const fs::path folder_;
  FolderWatch watch_;
  FolderOptions options_;
  std::map<std::string, Seen> seen_;
  std::map<std::string, Given> given_out_;  // by token, until they are released
  Clock::time_point last_activity_;
  SharedState state_;
  RepetitionFinder repetitions_{kCompared};
  std::uint32_t given_ = 0;
  bool counted_ = false;
  std::uint32_t left_ = 0;
  std::atomic<bool> cancelled_{false};
};

}  // namespace

std::unique_ptr<Scanner> NewFolderScanner(const std::string& folder) {
  return std::make_unique<FolderScanner>(folder);
}

}  // namespace sohoa
