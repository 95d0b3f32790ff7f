// SPDX-License-Identifier: Apache-2.0
//
// Scanner: a pull source of originals from a device, a hot folder or files. Everything that
// can bring paper in implements it; the desk spools what Next() gives before it asks again.
//
// One thread owns a scanner; only Cancel() and State() may come from another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "imaging/original_file.h"
#include "scanners/scanned_original.h"

namespace sohoa {

enum class ScanSource : std::uint8_t { kAutomatic = 0, kFeeder = 1, kFlatbed = 2 };
enum class ScanColour : std::uint8_t { kColour = 0, kGray = 1, kBlackAndWhite = 2 };

struct ScanOptions {
  ScanSource source = ScanSource::kAutomatic;  // the feeder when the device has one
  bool duplex = false;
  // Where a device has but a few resolutions, the lowest of them that is not below.
  int dpi = 300;
  std::uint32_t sheets = 0;  // stop after so many; 0 = until the feeder is empty
  ScanColour colour = ScanColour::kColour;
  // What is scanned, from the upper left; A4, or all there is where that is less. 0: all there is.
  double width_mm = 210;
  double height_mm = 297;
  // The device finds the size of each sheet itself, within width_mm and height_mm.
  bool find_size = false;
  // From -100 (dark) to 100; none: as the device has it.
  std::optional<int> brightness = std::nullopt;
  // Stop where two sheets were drawn in at once, on devices that notice it. Sheets with paper
  // glued on them look like two.
  bool stop_at_double_feed = true;
  // Options of the device by its own name and value, set before the others.
  std::vector<std::pair<std::string, std::string>> device_options = {};
};

struct ScannerDescription {
  std::string uri;     // "sane:test:0"
  std::string vendor;
  std::string model;
  bool has_feeder = false;
  bool has_flatbed = false;
  bool has_duplex = false;
  // What can be asked for; empty and false where the device does not say.
  std::vector<int> resolutions;  // dpi, ascending; of a range those that people use
  std::vector<ScanColour> colours;
  double most_width_mm = 0;
  double most_height_mm = 0;
  bool finds_size = false;
  bool has_brightness = false;
  bool notices_double_feed = false;
};

// What a device does, or what it waits for a person to do.
enum class DeviceState : std::uint8_t {
  kReady = 0,
  kScanning = 1,     // within Next(); of a hot folder: a file is on its way
  kWarmingUp = 2,    // Next() may be called again by itself in some seconds
  kBusy = 3,         // somebody else has it, as above
  kFeederEmpty = 4,  // at the end, or before the first sheet
  kPaperJam = 5,
  kDoubleFeed = 6,
  kCoverOpen = 7,
  kGone = 8,         // unplugged, switched off, or no network to it
  kBrokenFrame = 9,  // a picture broke off in its midst and was not given out
  kOutOfMemory = 10,
  kNotAllowed = 11,  // this user may not use it
  kError = 12,       // it is there and does not answer as it should
};
// "ready", "paper_jam", ...: for logs and interfaces, never changed.
std::string_view DeviceStateName(DeviceState state);
// True where Next() goes on once a person (or, warming up and busy, time) has dealt with it.
bool CanGoOn(DeviceState state);

struct ScannerState {
  DeviceState device = DeviceState::kReady;
  // The sheet (of a hot folder or files: the original) that Next() counts next, from 1. After a
  // fault: this one and what follows goes back in.
  std::uint32_t next_sheet = 1;
  // Since Start(): pictures that broke off; given out none of them.
  std::uint32_t broken_frames = 0;
};

class Scanner {
 public:
  virtual ~Scanner() = default;

  virtual Result<ScannerDescription> Describe() = 0;

  // Gets ready to give originals. kInvalidArgument: an option the device does not have.
  virtual Status Start(const ScanOptions& options) = 0;

  // The next original, or none when the feeder (folder, list) is empty. Blocks until there
  // is one. Errors name what to do, and State() has them as a value: jam, double feed, cover
  // open, busy, gone are kUnavailable and Next() may be called again after a person has dealt
  // with it, and goes on counting where it was; a truncated or cancelled frame is kBadInput or
  // kCancelled and is never given out as a page. kUnsupported and kBadInput of a folder name a
  // file that is left out; the next call goes on with those after it.
  //
  // Of a sheet that is scanned on both sides both are given out or neither: where its back
  // fails, its front is scanned again with it.
  virtual Result<std::optional<ScannedOriginal>> Next() = 0;

  // The receipt for `token` is there: the source may let go of it (a hot folder moves the
  // file away). Until then an original stays where it is.
  virtual Status Release(std::string_view token) = 0;

  // From any thread, also while Next() blocks.
  virtual ScannerState State() const = 0;

  // From any thread: makes a blocked or later Next() return kCancelled soon; of a sheet whose front was given out already
  // the back comes first.
  virtual void Cancel() = 0;
};

// Opens "file:PATH", "folder:DIR" or "sane:NAME". kInvalidArgument: unknown scheme.
Result<std::unique_ptr<Scanner>> OpenScanner(const std::string& uri);

enum class ScannerReach : std::uint8_t {
  kAttached = 0,  // plugged into this machine: within a second
  kNetwork = 1,   // and those that answer on the network: takes some seconds
};
// Devices that are there now, by SANE's lists; called again it tells what was plugged in or out
// meanwhile. Waits for a page that is being scanned in this process. Where a device is found in
// two ways (driverless and by its maker's driver) both are listed.
Result<std::vector<ScannerDescription>> ListScanners(ScannerReach reach = ScannerReach::kAttached);

}  // namespace sohoa
