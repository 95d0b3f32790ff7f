// SPDX-License-Identifier: Apache-2.0
//
// Scanner: a pull source of originals from a device, a hot folder or files. Everything that
// can bring paper in implements it; the desk spools what Next() gives before it asks again.
//
// One thread owns a scanner; only Cancel() may come from another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "imaging/original_file.h"

namespace sohoa {

enum class ScanSource : std::uint8_t { kAutomatic = 0, kFeeder = 1, kFlatbed = 2 };

struct ScanOptions {
  ScanSource source = ScanSource::kAutomatic;  // the feeder when the device has one
  bool duplex = false;
  int dpi = 300;
  std::uint32_t sheets = 0;  // stop after so many; 0 = until the feeder is empty
  // Options of the device by its own name and value, set before the others.
  std::vector<std::pair<std::string, std::string>> device_options;
};

struct ScannerDescription {
  std::string uri;     // "sane:test:0"
  std::string vendor;
  std::string model;
  bool has_feeder = false;
  bool has_flatbed = false;
  bool has_duplex = false;
};

// One original: a file as it came, or a scanned frame as a PNG file.
struct ScannedOriginal {
  std::string name;  // shown to people: "0003.png", or the file's name
  OriginalFile file;
  // Names the original to Release(); equal after a restart where the source still has it.
  std::string token;
};

class Scanner {
 public:
  virtual ~Scanner() = default;

  virtual Result<ScannerDescription> Describe() = 0;

  // Gets ready to give originals. kInvalidArgument: an option the device does not have.
  virtual Status Start(const ScanOptions& options) = 0;

  // The next original, or none when the feeder (folder, list) is empty. Blocks until there
  // is one. Errors name what to do: jam, cover open, busy are kUnavailable and Next() may be
  // called again after a person has dealt with it; a truncated or cancelled frame is
  // kBadInput or kCancelled and is never given out as a page. kUnsupported and kBadInput of a
  // folder name a file that is left out; the next call goes on with those after it.
  virtual Result<std::optional<ScannedOriginal>> Next() = 0;

  // The receipt for `token` is there: the source may let go of it (a hot folder moves the
  // file away). Until then an original stays where it is.
  virtual Status Release(std::string_view token) = 0;

  // From any thread: makes a blocked or later Next() return kCancelled soon.
  virtual void Cancel() = 0;
};

// Opens "file:PATH", "folder:DIR" or "sane:NAME". kInvalidArgument: unknown scheme.
Result<std::unique_ptr<Scanner>> OpenScanner(const std::string& uri);

// Devices that are there now: SANE's list (the network is not searched).
Result<std::vector<ScannerDescription>> ListScanners();

}  // namespace sohoa
