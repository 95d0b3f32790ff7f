// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_settings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "scanners/sane_options.h"
#include "scanners/sane_picture.h"

namespace sohoa {
namespace {

using Type = SaneOption::Type;

// kvs20xx and kvs40xx; fujitsu and canon_dr.
constexpr std::array<std::string_view, 2> kDoubleFeedSwitches = {"double-feed", "df-thickness"};
// fujitsu and avision.
constexpr std::string_view kDoubleFeedSensor = "double-feed";

bool IsFeederName(const std::string& choice) {
  return HasAnyPart(LowerAscii(choice), {"adf", "feeder", "sheetfed", "duplex"});
}
bool IsDuplexName(const std::string& choice) { return HasAnyPart(LowerAscii(choice), {"duplex", "both"}); }
bool IsBackName(const std::string& choice) { return HasAnyPart(LowerAscii(choice), {"back", "rear"}); }

// The best of the choices of "source", or none.
std::optional<std::string> ChooseSource(const std::vector<std::string>& choices, bool feeder,
                                        bool duplex) {
  const std::string* best = nullptr;
  for (const std::string& choice : choices) {
    if (IsFeederName(choice) != feeder || (feeder && IsBackName(choice))) continue;
    if (IsDuplexName(choice) == duplex) return choice;
    // "ADF" may scan both sides by an option of its own; "ADF Duplex" never scans just one.
    if (duplex && best == nullptr) best = &choice;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

// Where both sides are an option beside the source: "duplex" (yes, no) or "adf-mode".
Result<bool> SetSides(SaneDevice& device, bool duplex) {
  for (const std::string_view name : {"duplex", "adf-mode"}) {
    const std::optional<SaneOption> option = FindUsableOption(device, name);
    if (!option) continue;
    if (option->type == Type::kBool) {
      const Status set = device.SetNumber(*option, duplex ? 1 : 0);
      if (!set.ok()) return set;
      return true;
    }
    for (const std::string& choice : option->choices) {
      if (IsDuplexName(choice) != duplex) continue;
      const Status set = device.SetText(*option, choice);
      if (!set.ok()) return set;
      return true;
    }
  }
  return false;
}

Status SetSource(SaneDevice& device, const ScanOptions& options, SaneSetup& setup) {
  const SaneSources sources = FindSources(device);
  if (options.source == ScanSource::kFeeder && !sources.feeder) {
    return RefuseSetup(device, "it has no feeder; use the flatbed");
  }
  if (options.source == ScanSource::kFlatbed && !sources.flatbed) {
    return RefuseSetup(device, "it has no flatbed; use the feeder");
  }
  if (options.duplex && (!sources.duplex || options.source == ScanSource::kFlatbed)) {
    return RefuseSetup(device, "it cannot scan both sides; leave duplex out");
  }
  setup.feeder = options.source != ScanSource::kFlatbed && sources.feeder;
  setup.duplex = options.duplex;
  const std::optional<SaneOption> option = FindUsableOption(device, "source");
  bool duplex_source = false;
  if (option && !option->choices.empty()) {
    const std::optional<std::string> choice =
        ChooseSource(option->choices, setup.feeder, options.duplex);
    if (choice) {
      const Status set = device.SetText(*option, *choice);
      if (!set.ok()) return set;
      duplex_source = IsDuplexName(*choice);
    }
  }
  if (!setup.feeder || duplex_source) return Status();
  const Result<bool> sides = SetSides(device, options.duplex);
  if (!sides) return sides.status();
  if (options.duplex && !*sides) return RefuseSetup(device, "it cannot scan both sides as set");
  return Status();
}

// A source that was set by name: what kind it is decides how pages are fetched.
void ReadSource(const ScanOptions& options, SaneSetup& setup) {
  for (const auto& [name, value] : options.device_options) {
    if (name == "source") {
      setup.feeder = IsFeederName(value);
      setup.duplex = setup.duplex || (setup.feeder && IsDuplexName(value));
    }
  }
  setup.duplex = setup.duplex || (setup.feeder && options.duplex);
}


// On or off where the device has a switch for it.
Status SetDoubleFeed(SaneDevice& device, const ScanOptions& options) {
  // What fujitsu does about it; its switches are usable only once this is not "Default".
  const std::optional<SaneOption> action = FindUsableOption(device, "df-action");
  if (action && !IsNamed(options, action->name)) {
    for (const std::string& choice : action->choices) {
      if (LowerAscii(choice) != (options.stop_at_double_feed ? "stop" : "continue")) continue;
      const Status set = device.SetText(*action, choice);
      if (!set.ok()) return set;
    }
  }
  for (const std::string_view name : kDoubleFeedSwitches) {
    const std::optional<SaneOption> option = FindUsableOption(device, name);
    if (!option || option->type != Type::kBool || IsNamed(options, name)) continue;
    const Status set = device.SetNumber(*option, options.stop_at_double_feed ? 1 : 0);
    if (!set.ok()) return set;
  }
  return Status();
}

}  // namespace

SaneSources FindSources(const SaneDevice& device) {
  SaneSources sources;
  const std::optional<SaneOption> source = FindOption(device, "source");
  if (!source || source->choices.empty()) {
    // No choice: taken for a flatbed, for a feeder that is none would give one sheet for ever.
    sources.flatbed = true;
    return sources;
  }
  for (const std::string& choice : source->choices) {
    sources.feeder = sources.feeder || IsFeederName(choice);
    sources.flatbed = sources.flatbed || !IsFeederName(choice);
    sources.duplex = sources.duplex || IsDuplexName(choice);
  }
  const bool sides = FindOption(device, "duplex").has_value() || FindOption(device, "adf-mode").has_value();
  sources.duplex = sources.duplex || (sources.feeder && sides);
  return sources;
}

bool NoticesDoubleFeed(const SaneDevice& device) {
  return std::any_of(kDoubleFeedSwitches.begin(), kDoubleFeedSwitches.end(),
                     [&](std::string_view name) { return FindOption(device, name).has_value(); });
}

bool SawDoubleFeed(const SaneDevice& device) {
  const std::optional<SaneOption> sensor = FindOption(device, kDoubleFeedSensor);
  // Where it can be set it is the switch that turns noticing on.
  return sensor && !sensor->usable && device.Number(*sensor).value_or(0) != 0;
}

Result<SaneSetup> ApplyOptions(SaneDevice& device, const ScanOptions& options) {
  if (options.dpi <= 0) return RefuseSetup(device, "a resolution is above 0 dpi");
  for (const auto& [name, value] : options.device_options) {
    const Status set = SetByName(device, name, value);
    if (!set.ok()) return set;
  }
  SaneSetup setup;
  if (IsNamed(options, "source")) {
    ReadSource(options, setup);
  } else {
    const Status set = SetSource(device, options, setup);
    if (!set.ok()) return set;
  }
  const Status feeding = SetDoubleFeed(device, options);
  if (!feeding.ok()) return feeding;
  const Result<double> dpi = SetPicture(device, options);
  if (!dpi) return dpi.status();
  setup.dpi = *dpi;
  return setup;
}

}  // namespace sohoa
