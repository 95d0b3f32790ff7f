// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "scanners/sane_options.h"

namespace sohoa {
namespace {

using Type = SaneOption::Type;

// Switches by which a device ends a picture where its sheet ends: by the length alone (fujitsu),
// by software (canon_dr, fujitsu, genesys), by the device (epsonds, brother).
constexpr std::array<std::string_view, 4> kSizeSwitches = {"ald", "swcrop", "adf-crp", "AutoDocumentSize"};
// Choices of a size of paper, one of which may be to find it out (epkowa, kvs).
constexpr std::array<std::string_view, 3> kSizeChoices = {"scan-area", "paper-size", "page-size"};
// What people ask for out of a range.
constexpr std::array<int, 7> kUsualResolutions = {75, 100, 150, 200, 300, 400, 600};

bool IsColourMode(const std::string& mode) { return HasAnyPart(LowerAscii(mode), {"color", "colour"}); }
bool IsGrayMode(const std::string& mode) { return HasAnyPart(LowerAscii(mode), {"gray", "grey"}); }
bool IsBlackMode(const std::string& mode) { return HasAnyPart(LowerAscii(mode), {"lineart", "black", "binary", "monochrome"}); }

const std::string* ChooseMode(const std::vector<std::string>& modes, ScanColour colour) {
  const auto fits = colour == ScanColour::kColour ? IsColourMode : colour == ScanColour::kGray ? IsGrayMode : IsBlackMode;
  const auto found = std::find_if(modes.begin(), modes.end(), fits);
  return found == modes.end() ? nullptr : &*found;
}

bool Takes(const SaneOption& option, double number) {
  return std::find(option.numbers.begin(), option.numbers.end(), number) != option.numbers.end();
}

// Gray of one bit is black and white, where the device calls it by that name only.
bool HasOneBitGray(const SaneDevice& device) {
  const std::optional<SaneOption> depth = FindOption(device, "depth");
  return depth && Takes(*depth, 1);
}

Status SetColour(SaneDevice& device, const ScanOptions& options) {
  const std::optional<SaneOption> mode = FindUsableOption(device, "mode");
  bool one_bit = false;
  if (!IsNamed(options, "mode")) {
    const std::string* choice = mode ? ChooseMode(mode->choices, options.colour) : nullptr;
    if (choice == nullptr && mode && options.colour == ScanColour::kBlackAndWhite && HasOneBitGray(device)) {
      choice = ChooseMode(mode->choices, ScanColour::kGray);
      one_bit = choice != nullptr;
    }
    // Colour is what is asked for where nobody asked: a device that has none of it does.
    if (choice == nullptr && options.colour != ScanColour::kColour) {
      return RefuseSetup(device, "it does not scan in the colours that were asked for; leave that out");
    }
    if (choice != nullptr) {
      const Status set = device.SetText(*mode, *choice);
      if (!set.ok()) return set;
    }
  }
  const std::optional<SaneOption> depth = FindUsableOption(device, "depth");
  const double bits = one_bit ? 1 : 8;
  if (depth && !IsNamed(options, "depth") && Takes(*depth, bits)) return device.SetNumber(*depth, bits);
  return Status();
}

// What is set for `dpi`; none where the device has nothing as high.
std::optional<double> ChooseResolution(const SaneOption& option, int dpi) {
  if ((option.least && dpi < *option.least) || (option.most && dpi > *option.most)) return std::nullopt;
  if (option.numbers.empty()) return dpi;
  std::optional<double> best;
  for (const double number : option.numbers) {
    if (number >= dpi && (!best || number < *best)) best = number;
  }
  return best;
}

Result<double> SetResolution(SaneDevice& device, const ScanOptions& options) {
  double used = 0;
  for (const std::string_view name : {"resolution", "x-resolution", "y-resolution"}) {
    const std::optional<SaneOption> option = FindOption(device, name);
    if (!option) continue;
    if (option->usable && !IsNamed(options, name)) {
      const std::optional<double> dpi = ChooseResolution(*option, options.dpi);
      if (!dpi) return RefuseSetup(device, "it does not scan at " + std::to_string(options.dpi) + " dpi");
      const Status set = device.SetNumber(*option, *dpi);
      if (!set.ok()) return set;
    }
    used = device.Number(*option).value_or(used);
    if (name == "resolution") break;
  }
  return used;
}

Status SetBrightness(SaneDevice& device, const ScanOptions& options) {
  if (!options.brightness || IsNamed(options, "brightness")) return Status();
  const std::optional<SaneOption> option = FindUsableOption(device, "brightness");
  if (!option || !option->least || !option->most) {
    return RefuseSetup(device, "its brightness cannot be set; leave it out");
  }
  if (std::abs(*options.brightness) > 100) return RefuseSetup(device, "brightness goes from -100 to 100");
  const double share = (*options.brightness + 100) / 200.0;
  return device.SetNumber(*option, *option->least + share * (*option->most - *option->least));
}

std::optional<std::string> AutomaticChoice(const SaneOption& option) {
  for (const std::string& choice : option.choices) {
    if (LowerAscii(choice).find("auto") != std::string::npos) return choice;
  }
  return std::nullopt;
}

bool FindsSize(const SaneDevice& device) {
  const bool by_switch = std::any_of(kSizeSwitches.begin(), kSizeSwitches.end(), [&](std::string_view name) {
    return FindOption(device, name).has_value();
  });
  return by_switch || std::any_of(kSizeChoices.begin(), kSizeChoices.end(), [&](std::string_view name) {
           const std::optional<SaneOption> option = FindOption(device, name);
           return option && AutomaticChoice(*option);
         });
}

// The first way that the device has, as things stand.
Status FindSize(SaneDevice& device) {
  for (const std::string_view name : kSizeSwitches) {
    const std::optional<SaneOption> option = FindUsableOption(device, name);
    if (option && option->type == Type::kBool) return device.SetNumber(*option, 1);
  }
  for (const std::string_view name : kSizeChoices) {
    const std::optional<SaneOption> option = FindUsableOption(device, name);
    const std::optional<std::string> choice = option ? AutomaticChoice(*option) : std::nullopt;
    if (choice) return device.SetText(*option, *choice);
  }
  return RefuseSetup(device, "it does not find the size of a sheet; say how large it is");
}

Status SetLength(SaneDevice& device, std::string_view name, double value) {
  const std::optional<SaneOption> option = FindUsableOption(device, name);
  if (!option || !option->least || !option->most) return Status();
  return device.SetNumber(*option, std::clamp(value, *option->least, *option->most));
}

Status SetArea(SaneDevice& device, const ScanOptions& options) {
  // Clamped to what the device has.
  constexpr double kAll = 10'000;
  const double width = options.width_mm > 0 ? options.width_mm : kAll;
  const double height = options.height_mm > 0 ? options.height_mm : kAll;
  struct Edge {
    std::string_view name;
    double value;
  };
  const std::array<Edge, 6> edges = {{{"page-width", width},
                                      {"page-height", height},
                                      {"tl-x", 0},
                                      {"tl-y", 0},
                                      {"br-x", width},
                                      {"br-y", height}}};
  const bool by_name = std::any_of(edges.begin(), edges.end(),
                                   [&](const Edge& edge) { return IsNamed(options, edge.name); });
  if (by_name) return Status();
  for (const Edge& edge : edges) {
    const Status set = SetLength(device, edge.name, edge.value);
    if (!set.ok()) return set;
  }
  return Status();
}

}  // namespace

Result<double> SetPicture(SaneDevice& device, const ScanOptions& options) {
  if (const Status colour = SetColour(device, options); !colour.ok()) return colour;
  Result<double> dpi = SetResolution(device, options);
  if (!dpi) return dpi;
  if (const Status brightness = SetBrightness(device, options); !brightness.ok()) return brightness;
  if (const Status area = SetArea(device, options); !area.ok()) return area;
  if (options.find_size) {
    if (const Status size = FindSize(device); !size.ok()) return size;
  }
  return dpi;
}

void DescribePicture(const SaneDevice& device, ScannerDescription& description) {
  if (const std::optional<SaneOption> resolution = FindOption(device, "resolution")) {
    for (const double number : resolution->numbers) description.resolutions.push_back(static_cast<int>(std::lround(number)));
    for (const int dpi : kUsualResolutions) {
      if (resolution->least && resolution->most && dpi >= *resolution->least && dpi <= *resolution->most) {
        description.resolutions.push_back(dpi);
      }
    }
    std::sort(description.resolutions.begin(), description.resolutions.end());
  }
  if (const std::optional<SaneOption> mode = FindOption(device, "mode")) {
    for (const ScanColour colour : {ScanColour::kColour, ScanColour::kGray, ScanColour::kBlackAndWhite}) {
      const bool one_bit = colour == ScanColour::kBlackAndWhite && HasOneBitGray(device) && ChooseMode(mode->choices, ScanColour::kGray);
      if (one_bit || ChooseMode(mode->choices, colour) != nullptr) description.colours.push_back(colour);
    }
  }
  const auto most = [&](std::string_view name) {
    const std::optional<SaneOption> edge = FindOption(device, name);
    return edge ? edge->most.value_or(0) : 0;
  };
  description.most_width_mm = most("br-x");
  description.most_height_mm = most("br-y");
  description.finds_size = FindsSize(device);
  const std::optional<SaneOption> brightness = FindOption(device, "brightness");
  description.has_brightness = brightness && brightness->least && brightness->most;
}

}  // namespace sohoa
