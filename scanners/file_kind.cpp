// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_kind.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace sohoa {
namespace {

constexpr std::size_t kHeadBytes = 1024;
constexpr std::size_t kPiece = 64 << 10;

std::uint64_t BigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::uint64_t LittleEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

FileState StateOf(bool complete) {
  return complete ? FileState::kComplete : FileState::kUnfinished;
}

// A window over a file, so that a walk byte by byte does not read byte by byte.
class Window {
 public:
  explicit Window(const OriginalFile& file) : file_(file) {}

  // The byte at `offset`, or -1 behind the end or where it cannot be read.
  int At(std::uint64_t offset) {
    if (offset < begin_ || offset >= begin_ + bytes_.size()) {
      Result<std::string> piece = file_.ReadAt(offset, kPiece);
      if (!piece) error_ = piece.status();
      bytes_ = piece ? std::move(*piece) : std::string();
      begin_ = offset;
      if (bytes_.empty()) return -1;
    }
    return static_cast<unsigned char>(bytes_[offset - begin_]);
  }
  const Status& error() const { return error_; }

 private:
  const OriginalFile& file_;
  std::string bytes_;
  std::uint64_t begin_ = 0;
  Status error_;
};

// From marker to marker until EOI. Bytes behind EOI (a telephone's film, padding) are fine,
// and the EOI of a thumbnail inside a segment is jumped over.
Result<FileState> LookAtJpeg(const OriginalFile& file) {
  Window window(file);
  std::uint64_t at = 2;
  int marker = -1;
  for (;;) {
    while (window.At(at) == 0xFF && window.At(at + 1) == 0xFF) ++at;  // fill bytes
    if (window.At(at) != 0xFF) break;
    marker = window.At(at + 1);
    if (marker < 0 || marker == 0xD9) break;
    at += 2;
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;
    const int high = window.At(at);
    const int low = window.At(at + 1);
    if (high < 0 || low < 0 || (high << 8 | low) < 2) break;
    at += static_cast<std::uint64_t>(high << 8 | low);
    if (marker != 0xDA) continue;
    // Coded data up to the next marker that is neither a stuffed zero nor a restart.
    for (int byte = window.At(at); byte >= 0; byte = window.At(++at)) {
      if (byte != 0xFF) continue;
      const int next = window.At(at + 1);
      if (next < 0 || (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7))) break;
    }
  }
  if (!window.error().ok()) return window.error();
  return StateOf(marker == 0xD9);
}

Result<FileState> LookAtPng(const OriginalFile& file) {
  for (std::uint64_t at = 8; at + 12 <= file.size();) {
    Result<std::string> chunk = file.ReadAt(at, 8);
    if (!chunk) return chunk.status();
    if (chunk->size() < 8) break;
    const std::string_view type = std::string_view(*chunk).substr(4);
    if (type == "IEND") return FileState::kComplete;
    // A copy over a network may have its full length, and zeros where nothing came yet.
    if (!std::all_of(type.begin(), type.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); })) break;
    at += 12 + BigEndian(std::string_view(*chunk).substr(0, 4));
  }
  return FileState::kUnfinished;
}

// Every directory of the chain lies within the file. Bits that a directory points at come
// before it in nearly every writer, so this sees a file that still grows.
Result<FileState> LookAtTiff(const OriginalFile& file, std::string_view head) {
  const auto number = head[0] == 'I' ? LittleEndian : BigEndian;
  if (number(head.substr(2, 2)) != 42 || head.size() < 8) {
    return StateOf(head.size() >= 16);  // BigTIFF: its chain is left to the reader
  }
  std::uint64_t at = number(head.substr(4, 4));
  if (at == 0) return FileState::kUnfinished;
  constexpr int kMostDirectories = 4096;  // a chain that loops is the reader's to refuse
  for (int i = 0; at != 0 && i < kMostDirectories; ++i) {
    Result<std::string> count = file.ReadAt(at, 2);
    if (!count) return count.status();
    if (count->size() < 2) return FileState::kUnfinished;
    if (number(*count) == 0) return FileState::kUnfinished;  // no directory is empty: zeros, as above
    const std::uint64_t next = at + 2 + 12 * number(*count);
    Result<std::string> link = file.ReadAt(next, 4);
    if (!link) return link.status();
    if (link->size() < 4) return FileState::kUnfinished;
    at = number(*link);
  }
  return FileState::kComplete;
}

Result<FileState> LookAtPdf(const OriginalFile& file) {
  const std::uint64_t from = file.size() > kHeadBytes ? file.size() - kHeadBytes : 0;
  Result<std::string> tail = file.ReadAt(from, kHeadBytes);
  if (!tail) return tail.status();
  return StateOf(tail->find("%%EOF") != std::string::npos);
}

// The last box reaches the end, and the code in it its own.
Result<FileState> LookAtJpeg2000(const OriginalFile& file, std::string_view head) {
  std::uint64_t at = 0;
  for (bool boxes = head[0] == '\0'; boxes;) {
    const Result<std::string> box = file.ReadAt(at, 16);
    if (!box) return box.status();
    if (box->size() < 8) return FileState::kUnfinished;
    const bool code = std::string_view(*box).substr(4, 4) == "jp2c";
    std::uint64_t length = BigEndian(std::string_view(*box).substr(0, 4));
    if (length == 1 && box->size() == 16) length = BigEndian(std::string_view(*box).substr(8, 8));
    if (code && length == 0) break;  // to the end
    if (length < 8 || length > file.size() - at) return FileState::kUnfinished;
    if (code) return FileState::kComplete;
    at += length;
    if (at >= file.size()) return FileState::kUnfinished;
  }
  const Result<std::string> end = file.ReadAt(file.size() - 2, 2);
  if (!end) return end.status();
  return StateOf(*end == "\xFF\xD9");
}

Result<FileState> LookAtGif(const OriginalFile& file) {
  Result<std::string> tail = file.ReadAt(file.size() - 1, 1);
  if (!tail) return tail.status();
  return StateOf(*tail == ";");
}

bool IsPnm(std::string_view head) {
  constexpr std::string_view kWhite = " \t\r\n#";
  return head.size() > 2 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' &&
         kWhite.find(head[2]) != std::string_view::npos;
}

bool IsBmp(std::string_view head) {
  // The info header's length tells a bitmap from a text that begins with "BM".
  return head.size() >= 18 && head.starts_with("BM") &&
         LittleEndian(head.substr(14, 4)) >= 12 && LittleEndian(head.substr(14, 4)) <= 124;
}

}  // namespace

Result<FileState> LookAtFile(const OriginalFile& file) {
  if (file.size() == 0) return FileState::kUnfinished;
  Result<std::string> bytes = file.ReadAt(0, kHeadBytes);
  if (!bytes) return bytes.status();
  const std::string_view head = *bytes;
  using namespace std::string_view_literals;
  if (head.starts_with("\xFF\xD8\xFF"sv)) return LookAtJpeg(file);
  if (head.starts_with("\x89PNG\r\n\x1A\n"sv)) return LookAtPng(file);
  if (head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv) ||
      head.starts_with("II+\0"sv) || head.starts_with("MM\0+"sv)) {
    return LookAtTiff(file, head);
  }
  if (head.starts_with("GIF87a") || head.starts_with("GIF89a")) return LookAtGif(file);
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") {
    return StateOf(LittleEndian(head.substr(4, 4)) + 8 <= file.size());
  }
  if (head.starts_with("\0\0\0\x0CjP  "sv) || head.starts_with("\xFF\x4F\xFF\x51"sv)) {
    return LookAtJpeg2000(file, head);
  }
  if (IsBmp(head)) return StateOf(LittleEndian(head.substr(2, 4)) <= file.size());
  if (IsPnm(head)) return FileState::kComplete;
  if (head.find("%PDF-") != std::string_view::npos) return LookAtPdf(file);
  return FileState::kUnknown;
}

}  // namespace sohoa
