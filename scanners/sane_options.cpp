// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_options.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sohoa {
namespace {

using Type = SaneOption::Type;

std::string Joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const std::string& choice : choices) text += (text.empty() ? "" : ", ") + choice;
  return text;
}

Status SetBool(SaneDevice& device, const SaneOption& option, const std::string& value) {
  const std::string lower = LowerAscii(value);
  const bool yes = lower == "yes" || lower == "true" || lower == "on" || lower == "1";
  if (!yes && lower != "no" && lower != "false" && lower != "off" && lower != "0") {
    return RefuseSetup(device, option.name + " is yes or no");
  }
  return device.SetNumber(option, yes ? 1 : 0);
}

Status SetNumberText(SaneDevice& device, const SaneOption& option, const std::string& value) {
  double number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) {
    return RefuseSetup(device, option.name + " takes a number");
  }
  const bool known = option.numbers.empty() ||
                     std::find(option.numbers.begin(), option.numbers.end(), number) !=
                         option.numbers.end();
  if (!known || (option.least && number < *option.least) ||
      (option.most && number > *option.most)) {
    return RefuseSetup(device, option.name + "=" + value + " is not a value that it takes");
  }
  return device.SetNumber(option, number);
}

}  // namespace

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool HasAnyPart(const std::string& text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string::npos;
  });
}

std::optional<SaneOption> FindOption(const SaneDevice& device, std::string_view name) {
  for (SaneOption& option : device.Options()) {
    if (option.name == name && option.type != Type::kGroup) return std::move(option);
  }
  return std::nullopt;
}

std::optional<SaneOption> FindUsableOption(const SaneDevice& device, std::string_view name) {
  std::optional<SaneOption> option = FindOption(device, name);
  return option && option->usable ? option : std::nullopt;
}

bool IsNamed(const ScanOptions& options, std::string_view name) {
  return std::any_of(options.device_options.begin(), options.device_options.end(),
                     [&](const auto& named) { return named.first == name; });
}

Status RefuseSetup(const SaneDevice& device, const std::string& reason) {
  return Status(StatusCode::kInvalidArgument, "set up sane:" + device.name() + ": " + reason);
}

Status SetByName(SaneDevice& device, const std::string& name, const std::string& value) {
  const std::optional<SaneOption> option = FindOption(device, name);
  if (!option) return RefuseSetup(device, "it has no option \"" + name + "\"");
  if (!option->usable || !option->single) {
    return RefuseSetup(device, "option " + name + " cannot be set as things stand");
  }
  switch (option->type) {
    case Type::kBool: return SetBool(device, *option, value);
    case Type::kInt:
    case Type::kFixed: return SetNumberText(device, *option, value);
    case Type::kButton: return device.Press(*option);
    case Type::kText: break;
    case Type::kGroup: return RefuseSetup(device, name + " is no option");
  }
  const auto& choices = option->choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end()) {
    return RefuseSetup(device, name + "=" + value + " is not one of: " + Joined(choices));
  }
  return device.SetText(*option, value);
}

}  // namespace sohoa
