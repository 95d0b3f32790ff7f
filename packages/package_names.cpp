// SPDX-License-Identifier: Apache-2.0
#include "packages/package_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "core/calendar.h"

namespace sohoa {
namespace {

struct Signature {
  std::string_view bytes;
  FileKind kind;
};

using namespace std::string_view_literals;

constexpr std::array kSignatures = {
    Signature{"%PDF-"sv, {"application/pdf", ".pdf", "PDF"}},
    Signature{"\xFF\xD8\xFF"sv, {"image/jpeg", ".jpg", "JPEG"}},
    Signature{"\x89PNG\r\n\x1A\n"sv, {"image/png", ".png", "PNG"}},
    Signature{"II*\0"sv, {"image/tiff", ".tif", "TIFF"}},
    Signature{"MM\0*"sv, {"image/tiff", ".tif", "TIFF"}},
    Signature{"II+\0"sv, {"image/tiff", ".tif", "TIFF"}},
    Signature{"MM\0+"sv, {"image/tiff", ".tif", "TIFF"}},
    Signature{"\0\0\0\x0CjP  "sv, {"image/jp2", ".jp2", "JPEG 2000"}}};

}  // namespace

std::string NamedUuid(std::string_view name) {
  Sha256 hash = Sha256::Of(name);
  hash.bytes[6] = static_cast<std::uint8_t>((hash.bytes[6] & 0x0F) | 0x80);  // version 8
  hash.bytes[8] = static_cast<std::uint8_t>((hash.bytes[8] & 0x3F) | 0x80);  // the variant of RFC 9562
  const std::string hex = UpperHex(hash);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

std::string PackageFolderName(std::string_view package) {
  std::string name(package);
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

std::string PackageTime(std::int64_t unix_ms) {
  std::string time = FormatVietnamTime(unix_ms);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>(((unix_ms % 1000) + 1000) % 1000));
  return time.insert(time.size() - 6, fraction);
}

std::string UpperHex(const Sha256& sha256) {
  std::string hex = sha256.Hex();
  std::transform(hex.begin(), hex.end(), hex.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return hex;
}

std::string SafeFileName(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    name += safe ? c : '_';
  }
  if (name.empty() || name.front() == '.') name.insert(name.begin(), '_');
  return name;
}

std::string DocumentFileName(const std::string& dossier, std::size_t ordinal, std::string_view extension) {
  char number[24];
  std::snprintf(number, sizeof number, ".%07zu", ordinal);
  return dossier + number + std::string(extension);
}

FileKind KindOfBytes(std::string_view first_bytes) {
  for (const Signature& signature : kSignatures) {
    if (first_bytes.starts_with(signature.bytes)) return signature.kind;
  }
  return {"application/octet-stream", ".bin", "unknown"};
}

}  // namespace sohoa
