// SPDX-License-Identifier: Apache-2.0
//
// "file:PATH": a file, or the files of a folder and its subfolders in natural order of name,
// as they are when Start() is called. Files are read where they lie and never moved.
#pragma once

#include <memory>
#include <string>

#include "scanners/scanner.h"

namespace sohoa {

// Start() fails with kNotFound when `path` is not there.
std::unique_ptr<Scanner> NewFileScanner(const std::string& path);

// kInvalidArgument where `options` asks for what files and folders do not have: a source,
// two sides, colours, sizes, brightness, options of a device.
Status CheckOptionsForFiles(const ScanOptions& options, const std::string& uri);

}  // namespace sohoa
