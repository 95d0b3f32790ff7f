// SPDX-License-Identifier: Apache-2.0
//
// Finding and setting options of a SANE device by their names. On the SaneThread.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "scanners/sane_device.h"
#include "scanners/scanner.h"

namespace sohoa {

// Of ASCII letters: names and choices of backends have no others.
std::string LowerAscii(std::string_view text);
bool HasAnyPart(const std::string& text, std::initializer_list<std::string_view> parts);

std::optional<SaneOption> FindOption(const SaneDevice& device, std::string_view name);
// One that can be set as things stand.
std::optional<SaneOption> FindUsableOption(const SaneDevice& device, std::string_view name);
// Whether the desk set it by its own name, so that it is left alone.
bool IsNamed(const ScanOptions& options, std::string_view name);

// As the desk wrote it. kInvalidArgument: no such option, or not a value that it takes.
Status SetByName(SaneDevice& device, const std::string& name, const std::string& value);

// kInvalidArgument, naming the device.
Status RefuseSetup(const SaneDevice& device, const std::string& reason);

}  // namespace sohoa
