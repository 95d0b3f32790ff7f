// SPDX-License-Identifier: Apache-2.0
//
// Identifiers, times and file names of packages, as Circular 05/2025/TT-BNV has them. All of them
// follow from what is packed, so that packing again gives the same ones. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/sha256.h"

namespace sohoa {

// A UUID in upper case over the SHA-256 of `name` (RFC 9562, version 8).
std::string NamedUuid(std::string_view name);

// The ids inside a package: unique where the names are.
class PackageIds {
 public:
  explicit PackageIds(std::string package) : package_(std::move(package)) {}
  const std::string& package() const { return package_; }
  std::string Of(std::string_view name) const { return "uuid-" + NamedUuid(package_ + "\n" + std::string(name)); }
  std::string OfFile(std::string_view path) const { return "ID-" + NamedUuid(package_ + "\nfile\n" + std::string(path)); }

 private:
  std::string package_;
};

// The folder of a package: its id with '_' for ':'.
std::string PackageFolderName(std::string_view package);

// "2018-10-04T08:30:00.123+07:00"
std::string PackageTime(std::int64_t unix_ms);
// 64 digits in upper case, as METS and PREMIS of these packages write them.
std::string UpperHex(const Sha256& sha256);

// `text` with '_' for whatever is not a letter of ASCII, a digit, '.', '-' or '_'; never "", nor with
// a '.' in front.
std::string SafeFileName(std::string_view text);

// A document's file, its ordinal in the dossier from 1: "CODE.0000001.pdf" (Circular 02/2019/TT-BNV).
std::string DocumentFileName(const std::string& dossier, std::size_t ordinal, std::string_view extension);

// What a file is by its first bytes, for its name and for METS.
struct FileKind {
  std::string_view mime;
  std::string_view extension;  // with the point
  std::string_view format;     // its name in PREMIS
};
FileKind KindOfBytes(std::string_view first_bytes);

}  // namespace sohoa
