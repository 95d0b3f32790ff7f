// SPDX-License-Identifier: Apache-2.0
#include "scanners/scanned_page.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace sohoa {
namespace {

// A page of A3 at 600 dpi in 16-bit colour is 420 MB; a device that never ends its page (a
// hand scanner left on) must not fill the disk.
constexpr std::uint64_t kMostFrameBytes = 1ull << 30;

using Kind = SaneFrame::Kind;

bool IsPlane(Kind kind) { return kind != Kind::kGray && kind != Kind::kRgb; }

std::size_t PlaneIndex(Kind kind) {
  return kind == Kind::kGreen ? 1 : kind == Kind::kBlue ? 2 : 0;
}

// Bytes that the pixels of a row need; a device may send more of them as padding.
std::size_t NeededBytes(const SaneFrame& frame) {
  const std::size_t samples = frame.depth == 1 ? (frame.width + 7) / 8
                                               : std::size_t{frame.width} * (frame.depth / 8);
  return frame.kind == Kind::kRgb ? 3 * samples : samples;
}

std::uint8_t Expand(std::uint8_t bits, std::size_t x) {
  return (bits >> (7 - x % 8) & 1) != 0 ? 255 : 0;
}

// SANE has 16-bit samples in the order of this machine, PNG has the high byte first.
void CopySample16(const std::uint8_t* from, std::uint8_t* to) {
  const bool little = std::endian::native == std::endian::little;
  to[0] = from[little ? 1 : 0];
  to[1] = from[little ? 0 : 1];
}

void ConvertGray(const SaneFrame& frame, const std::uint8_t* from, std::vector<std::uint8_t>& to) {
  if (frame.depth == 1) {
    // 1 is black in SANE and white in PNG.
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<std::uint8_t>(~from[i]);
  } else if (frame.depth == 8) {
    std::copy_n(from, to.size(), to.begin());
  } else {
    for (std::size_t i = 0; i < to.size(); i += 2) CopySample16(from + i, to.data() + i);
  }
}

void ConvertRgb(const SaneFrame& frame, const std::uint8_t* from, std::vector<std::uint8_t>& to) {
  if (frame.depth != 1) {
    ConvertGray(frame, from, to);
    return;
  }
  // Eight pixels are a byte of red, one of green, one of blue; 1 is full intensity.
  for (std::size_t x = 0; x < frame.width; ++x) {
    for (std::size_t c = 0; c < 3; ++c) to[3 * x + c] = Expand(from[x / 8 * 3 + c], x);
  }
}

void ConvertPlane(const SaneFrame& frame, const std::uint8_t* from, std::size_t channel,
                  std::vector<std::uint8_t>& to) {
  for (std::size_t x = 0; x < frame.width; ++x) {
    if (frame.depth == 16) {
      CopySample16(from + 2 * x, to.data() + 2 * (3 * x + channel));
    } else {
      to[3 * x + channel] = frame.depth == 1 ? Expand(from[x / 8], x) : from[x];
    }
  }
}

// What libjpeg goes on with where a file ends too soon: gray of exactly the middle, from there
// to the right and down. No sensor sees so even a gray over so many pixels.
constexpr std::uint8_t kFilling = 128;
constexpr std::size_t kFilledPixels = 16;
constexpr std::uint32_t kMostFilledRows = 4;  // it decodes by blocks of 8 and 16 rows

bool EndsInFilling(std::span<const std::uint8_t> row, std::size_t bytes) {
  return row.size() >= bytes && std::all_of(row.end() - static_cast<std::ptrdiff_t>(bytes), row.end(),
                                            [](std::uint8_t sample) { return sample == kFilling; });
}

bool IsWhite(std::span<const std::uint8_t> row) {
  return std::all_of(row.begin(), row.end(), [](std::uint8_t sample) { return sample == 255; });
}

Status Bad(const std::string& reason) {
  return Status(StatusCode::kBadInput, "take in a page: " + reason +
                                           "; the page was not kept, scan its sheet again");
}

}  // namespace

PngFormat ScannedPage::FormatFor(const SaneFrame& frame, std::uint32_t height) const {
  PngFormat format;
  format.width = frame.width;
  format.height = height;
  format.channels = frame.kind == Kind::kGray ? 1 : 3;
  format.depth = frame.depth == 1 && format.channels == 3 ? 8 : frame.depth;
  format.dpi = dpi_;
  return format;
}

Status ScannedPage::BeginFrame(const SaneFrame& frame) {
  frame_ = frame;
  received_ = 0;
  row_.clear();
  if (frame.bytes_per_line < NeededBytes(frame)) {
    return Bad("the scanner sends lines that are shorter than their pixels");
  }
  if (frame.lines > 0 && frame.bytes_per_line * static_cast<std::uint64_t>(frame.lines) >
                             kMostFrameBytes) {
    return Status(StatusCode::kResourceLimit,
                  "take in a page: it is larger than 1 GiB; choose a lower resolution or area");
  }
  if (frame.lines > 0 && !IsPlane(frame.kind)) {
    return BeginWriting(FormatFor(frame, static_cast<std::uint32_t>(frame.lines)));
  }
  std::optional<Plane>& plane = planes_[PlaneIndex(frame.kind)];
  if (plane) return Bad("the scanner sent the same colour twice");
  Result<TemporaryFile> file = TemporaryFile::Create();
  if (!file) return file.status();
  plane.emplace(Plane{frame, std::move(*file)});
  return Status();
}

Status ScannedPage::Append(std::span<const std::uint8_t> bytes) {
  received_ += bytes.size();
  if (received_ > kMostFrameBytes) {
    return Status(StatusCode::kResourceLimit,
                  "take in a page: the scanner does not end it; switch it off and on");
  }
  if (frame_.lines > 0 &&
      received_ > frame_.bytes_per_line * static_cast<std::uint64_t>(frame_.lines)) {
    return Bad("the scanner sent more than it announced");
  }
  if (writer_) return AppendRows(bytes);
  return planes_[PlaneIndex(frame_.kind)]->bytes.Append(bytes);
}

Status ScannedPage::AppendRows(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const std::size_t take = std::min(bytes.size(), frame_.bytes_per_line - row_.size());
    row_.insert(row_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(take));
    bytes = bytes.subspan(take);
    if (row_.size() < frame_.bytes_per_line) break;
    if (frame_.kind == Kind::kGray) {
      ConvertGray(frame_, row_.data(), converted_);
    } else {
      ConvertRgb(frame_, row_.data(), converted_);
    }
    row_.clear();
    const Status written = WriteConverted();
    if (!written.ok()) return written;
  }
  return Status();
}

Status ScannedPage::BeginWriting(const PngFormat& format) {
  Result<std::unique_ptr<PngWriter>> writer = PngWriter::Create(format);
  if (!writer) return writer.status();
  writer_ = std::move(*writer);
  converted_.resize(format.RowBytes());
  sketch_maker_.emplace(format);
  width_ = format.width;
  height_ = format.height;
  channels_ = format.channels;
  eight_bits_ = format.depth == 8;
  return Status();
}

Status ScannedPage::WriteConverted() {
  sketch_maker_->AddRow(converted_);
  if (eight_bits_ && EndsInFilling(converted_, kFilledPixels * static_cast<std::size_t>(channels_))) {
    ++filled_rows_;
  } else if (filled_rows_ > 0 && !IsWhite(converted_)) {
    // A driver may make up for the rest of what was asked for with white.
    filled_rows_ = 0;
  }
  return writer_->WriteRow(converted_);
}

Status ScannedPage::EndFrame() {
  // A cancelled scan ends like a whole one in SANE; only the count of bytes tells.
  if (frame_.lines > 0) {
    const std::uint64_t expected =
        frame_.bytes_per_line * static_cast<std::uint64_t>(frame_.lines);
    if (received_ == expected) return Status();
    return Bad("it ends after " + std::to_string(received_) + " of " + std::to_string(expected) +
               " bytes");
  }
  if (received_ == 0) return Bad("it is empty");
  if (received_ % frame_.bytes_per_line != 0) return Bad("it ends in the middle of a line");
  planes_[PlaneIndex(frame_.kind)]->frame.lines =
      static_cast<std::int64_t>(received_ / frame_.bytes_per_line);
  return Status();
}

Result<OriginalFile> ScannedPage::Finish(std::string name) {
  if (!writer_) {
    const Status written = WriteHeldBack();
    if (!written.ok()) return written;
  }
  if (filled_rows_ > kMostFilledRows) return Bad("its lower part was never received");
  sketch_ = sketch_maker_->Finish();
  return writer_->Finish(std::move(name));
}

Status ScannedPage::WriteHeldBack() {
  if (!planes_[0]) return Bad("the scanner sent no red or gray");
  const SaneFrame first = planes_[0]->frame;
  const std::size_t count = IsPlane(first.kind) ? 3 : 1;
  for (std::size_t i = 0; i < 3; ++i) {
    if (planes_[i].has_value() != (i < count)) return Bad("the scanner left a colour out");
    if (i >= count) continue;
    const SaneFrame& frame = planes_[i]->frame;
    if (frame.width != first.width || frame.lines != first.lines || frame.depth != first.depth) {
      return Bad("its colours differ in size");
    }
  }
  const Status begun = BeginWriting(FormatFor(first, static_cast<std::uint32_t>(first.lines)));
  if (!begun.ok()) return begun;
  for (std::uint64_t y = 0; y < static_cast<std::uint64_t>(first.lines); ++y) {
    for (std::size_t i = 0; i < count; ++i) {
      const Plane& plane = *planes_[i];
      row_.resize(plane.frame.bytes_per_line);
      const Status read = plane.bytes.ReadAt(y * plane.frame.bytes_per_line, row_);
      if (!read.ok()) return read;
      if (count == 3) {
        ConvertPlane(plane.frame, row_.data(), i, converted_);
      } else if (first.kind == Kind::kGray) {
        ConvertGray(first, row_.data(), converted_);
      } else {
        ConvertRgb(first, row_.data(), converted_);
      }
    }
    const Status written = WriteConverted();
    if (!written.ok()) return written;
  }
  return Status();
}

}  // namespace sohoa
