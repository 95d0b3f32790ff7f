// SPDX-License-Identifier: Apache-2.0
#include "imaging/original_kind.h"

namespace sohoa {
namespace {

using namespace std::string_view_literals;

bool IsPnm(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
         (bytes[2] == ' ' || bytes[2] == '\n' || bytes[2] == '\r' || bytes[2] == '\t' ||
          bytes[2] == '#');
}

bool IsTiff(std::string_view bytes) {
  return bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv) ||
         bytes.starts_with("II+\0"sv) || bytes.starts_with("MM\0+"sv);
}

// "BM", then a header size that one of the BMP versions has.
bool IsBmp(std::string_view bytes) {
  if (bytes.size() < 18 || !bytes.starts_with("BM")) return false;
  const auto header = static_cast<unsigned char>(bytes[14]);
  return (header == 12 || (header >= 40 && header <= 124)) && bytes[15] == 0 && bytes[16] == 0;
}

}  // namespace

std::optional<OriginalKind> SniffKind(std::string_view bytes) {
  bytes = bytes.substr(0, 1024);
  if (bytes.starts_with("\xFF\xD8\xFF")) return OriginalKind::kJpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return OriginalKind::kPng;
  if (IsTiff(bytes)) return OriginalKind::kTiff;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return OriginalKind::kGif;
  if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP") {
    return OriginalKind::kWebp;
  }
  if (bytes.starts_with("\0\0\0\x0CjP  \r\n\x87\n"sv) || bytes.starts_with("\xFF\x4F\xFF\x51")) {
    return OriginalKind::kJpeg2000;
  }
  if (IsPnm(bytes)) return OriginalKind::kPnm;
  if (IsBmp(bytes)) return OriginalKind::kBmp;
  if (bytes.find("%PDF-") != std::string_view::npos) return OriginalKind::kPdf;
  return std::nullopt;
}

std::string_view KindName(OriginalKind kind) {
  switch (kind) {
    case OriginalKind::kPdf: return "PDF";
    case OriginalKind::kTiff: return "TIFF";
    case OriginalKind::kJpeg: return "JPEG";
    case OriginalKind::kPng: return "PNG";
    case OriginalKind::kJpeg2000: return "JPEG 2000";
    case OriginalKind::kWebp: return "WebP";
    case OriginalKind::kGif: return "GIF";
    case OriginalKind::kPnm: return "PNM";
    case OriginalKind::kBmp: return "BMP";
  }
  return "image";
}

}  // namespace sohoa
