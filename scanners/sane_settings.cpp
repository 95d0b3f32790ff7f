// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace sohoa {
namespace {

using Type = SaneOption::Type;

constexpr double kA4WidthMm = 210;
constexpr double kA4HeightMm = 297;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool HasAny(const std::string& text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string::npos;
  });
}

bool IsFeederName(const std::string& choice) {
  return HasAny(Lower(choice), {"adf", "feeder", "sheetfed", "duplex"});
}
bool IsDuplexName(const std::string& choice) { return HasAny(Lower(choice), {"duplex", "both"}); }
bool IsBackName(const std::string& choice) { return HasAny(Lower(choice), {"back", "rear"}); }

std::optional<SaneOption> Find(const SaneDevice& device, std::string_view name) {
  for (SaneOption& option : device.Options()) {
    if (option.name == name && option.type != Type::kGroup) return std::move(option);
  }
  return std::nullopt;
}

std::optional<SaneOption> FindUsable(const SaneDevice& device, std::string_view name) {
  std::optional<SaneOption> option = Find(device, name);
  return option && option->usable ? option : std::nullopt;
}

bool Named(const ScanOptions& options, std::string_view name) {
  return std::any_of(options.device_options.begin(), options.device_options.end(),
                     [&](const auto& named) { return named.first == name; });
}

Status Refuse(const SaneDevice& device, const std::string& reason) {
  return Status(StatusCode::kInvalidArgument, "set up sane:" + device.name() + ": " + reason);
}

std::string Joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const std::string& choice : choices) text += (text.empty() ? "" : ", ") + choice;
  return text;
}

Status SetBool(SaneDevice& device, const SaneOption& option, const std::string& value) {
  const std::string lower = Lower(value);
  const bool yes = lower == "yes" || lower == "true" || lower == "on" || lower == "1";
  if (!yes && lower != "no" && lower != "false" && lower != "off" && lower != "0") {
    return Refuse(device, option.name + " is yes or no");
  }
  return device.SetNumber(option, yes ? 1 : 0);
}

Status SetNumberText(SaneDevice& device, const SaneOption& option, const std::string& value) {
  double number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) {
    return Refuse(device, option.name + " takes a number");
  }
  const bool known = option.numbers.empty() ||
                     std::find(option.numbers.begin(), option.numbers.end(), number) !=
                         option.numbers.end();
  if (!known || (option.least && number < *option.least) ||
      (option.most && number > *option.most)) {
    return Refuse(device, option.name + "=" + value + " is not a value that it takes");
  }
  return device.SetNumber(option, number);
}

Status SetByName(SaneDevice& device, const std::string& name, const std::string& value) {
  const std::optional<SaneOption> option = Find(device, name);
  if (!option) return Refuse(device, "it has no option \"" + name + "\"");
  if (!option->usable || !option->single) {
    return Refuse(device, "option " + name + " cannot be set as things stand");
  }
  switch (option->type) {
    case Type::kBool: return SetBool(device, *option, value);
    case Type::kInt:
    case Type::kFixed: return SetNumberText(device, *option, value);
    case Type::kButton: return device.Press(*option);
    case Type::kText: break;
    case Type::kGroup: return Refuse(device, name + " is no option");
  }
  const auto& choices = option->choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end()) {
    return Refuse(device, name + "=" + value + " is not one of: " + Joined(choices));
  }
  return device.SetText(*option, value);
}

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
    const std::optional<SaneOption> option = FindUsable(device, name);
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
    return Refuse(device, "it has no feeder; use the flatbed");
  }
  if (options.source == ScanSource::kFlatbed && !sources.flatbed) {
    return Refuse(device, "it has no flatbed; use the feeder");
  }
  if (options.duplex && (!sources.duplex || options.source == ScanSource::kFlatbed)) {
    return Refuse(device, "it cannot scan both sides; leave duplex out");
  }
  setup.feeder = options.source != ScanSource::kFlatbed && sources.feeder;
  setup.duplex = options.duplex;
  const std::optional<SaneOption> option = FindUsable(device, "source");
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
  if (options.duplex && !*sides) return Refuse(device, "it cannot scan both sides as set");
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

Status SetColourAndDepth(SaneDevice& device, const ScanOptions& options) {
  const std::optional<SaneOption> mode = FindUsable(device, "mode");
  if (mode && !Named(options, "mode")) {
    // Seals and signatures are told from print by their colour.
    for (const std::string& choice : mode->choices) {
      if (!HasAny(Lower(choice), {"color", "colour"})) continue;
      const Status set = device.SetText(*mode, choice);
      if (!set.ok()) return set;
      break;
    }
  }
  const std::optional<SaneOption> depth = FindUsable(device, "depth");
  if (depth && !Named(options, "depth") &&
      std::find(depth->numbers.begin(), depth->numbers.end(), 8) != depth->numbers.end()) {
    return device.SetNumber(*depth, 8);
  }
  return Status();
}

Result<double> SetResolution(SaneDevice& device, const ScanOptions& options) {
  double used = 0;
  for (const std::string_view name : {"resolution", "x-resolution", "y-resolution"}) {
    const std::optional<SaneOption> option = Find(device, name);
    if (!option) continue;
    if (option->usable && !Named(options, name)) {
      if ((option->least && options.dpi < *option->least) ||
          (option->most && options.dpi > *option->most)) {
        return Refuse(device, "it does not scan at " + std::to_string(options.dpi) + " dpi");
      }
      const Status set = device.SetNumber(*option, options.dpi);
      if (!set.ok()) return set;
    }
    used = device.Number(*option).value_or(used);
    if (name == "resolution") break;
  }
  return used;
}

Status SetLength(SaneDevice& device, std::string_view name, double value) {
  const std::optional<SaneOption> option = FindUsable(device, name);
  if (!option || !option->least || !option->most) return Status();
  return device.SetNumber(*option, std::clamp(value, *option->least, *option->most));
}

Status SetArea(SaneDevice& device, const ScanOptions& options) {
  struct Edge {
    std::string_view name;
    double value;
  };
  constexpr std::array<Edge, 6> kEdges = {{{"page-width", kA4WidthMm},
                                           {"page-height", kA4HeightMm},
                                           {"tl-x", 0},
                                           {"tl-y", 0},
                                           {"br-x", kA4WidthMm},
                                           {"br-y", kA4HeightMm}}};
  const bool by_name = std::any_of(kEdges.begin(), kEdges.end(),
                                   [&](const Edge& edge) { return Named(options, edge.name); });
  if (by_name) return Status();
  for (const Edge& edge : kEdges) {
    const Status set = SetLength(device, edge.name, edge.value);
    if (!set.ok()) return set;
  }
  return Status();
}

}  // namespace

SaneSources FindSources(const SaneDevice& device) {
  SaneSources sources;
  const std::optional<SaneOption> source = Find(device, "source");
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
  const bool sides = Find(device, "duplex").has_value() || Find(device, "adf-mode").has_value();
  sources.duplex = sources.duplex || (sources.feeder && sides);
  return sources;
}

Result<SaneSetup> ApplyOptions(SaneDevice& device, const ScanOptions& options) {
  if (options.dpi <= 0) return Refuse(device, "a resolution is above 0 dpi");
  for (const auto& [name, value] : options.device_options) {
    const Status set = SetByName(device, name, value);
    if (!set.ok()) return set;
  }
  SaneSetup setup;
  if (Named(options, "source")) {
    ReadSource(options, setup);
  } else {
    const Status set = SetSource(device, options, setup);
    if (!set.ok()) return set;
  }
  const Status colour = SetColourAndDepth(device, options);
  if (!colour.ok()) return colour;
  const Result<double> dpi = SetResolution(device, options);
  if (!dpi) return dpi.status();
  setup.dpi = *dpi;
  const Status area = SetArea(device, options);
  if (!area.ok()) return area;
  return setup;
}

}  // namespace sohoa
