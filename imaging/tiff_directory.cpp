// SPDX-License-Identifier: Apache-2.0
#include "imaging/tiff_directory.h"

#include <cmath>
#include <set>

namespace sohoa {
namespace {

// Tags of TIFF 6.0, section 8.
enum Tag : std::uint64_t {
  kNewSubfileType = 254,
  kImageWidth = 256,
  kImageLength = 257,
  kBitsPerSample = 258,
  kCompression = 259,
  kPhotometric = 262,
  kStripOffsets = 273,
  kSamplesPerPixel = 277,
  kRowsPerStrip = 278,
  kStripByteCounts = 279,
  kXResolution = 282,
  kYResolution = 283,
  kResolutionUnit = 296,
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {
    little_ = bytes.starts_with("II");
    big_tiff_ = bytes.size() > 4 && Number(2, 2) == 43;
  }

  bool big_tiff() const { return big_tiff_; }
  bool Has(std::uint64_t offset, std::uint64_t length) const {
    return offset <= bytes_.size() && length <= bytes_.size() - offset;
  }
  // Only where Has(offset, size).
  std::uint64_t Number(std::uint64_t offset, int size) const {
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i) {
      const int at = little_ ? size - 1 - i : i;
      const auto byte = static_cast<unsigned char>(bytes_[static_cast<std::size_t>(offset) + at]);
      value = value << 8 | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_ = true;
  bool big_tiff_ = false;
};

int TypeSize(std::uint64_t type) {
  switch (type) {
    case 3: case 8: return 2;
    case 4: case 9: case 13: return 4;
    case 16: case 17: case 18: return 8;
    default: return 1;
  }
}

struct Entry {
  std::uint64_t count = 0;
  std::uint64_t value = 0;  // the first of them; 0 where it lies outside the file
};

Entry ReadEntry(const Reader& reader, std::uint64_t at) {
  const bool big = reader.big_tiff();
  const int size = TypeSize(reader.Number(at + 2, 2));
  Entry entry;
  entry.count = reader.Number(at + 4, big ? 8 : 4);
  std::uint64_t where = at + (big ? 12 : 8);
  const std::uint64_t room = big ? 8 : 4;
  if (entry.count > room / static_cast<std::uint64_t>(size)) where = reader.Number(where, big ? 8 : 4);
  if (reader.Has(where, static_cast<std::uint64_t>(size))) entry.value = reader.Number(where, size);
  return entry;
}

void Apply(std::uint64_t tag, const Entry& entry, TiffPage& page) {
  switch (tag) {
    case kImageWidth: page.width = entry.value; break;
    case kImageLength: page.height = entry.value; break;
    case kBitsPerSample: page.bits_per_sample = entry.value; break;
    case kSamplesPerPixel: page.samples = entry.value; break;
    case kCompression: page.compression = entry.value; break;
    case kStripOffsets:
      page.strips = entry.count;
      page.strip_offset = entry.value;
      break;
    case kStripByteCounts: page.strip_bytes = entry.value; break;
    default: break;
  }
}

Status CutOff(std::uint64_t offset) {
  return Status(StatusCode::kBadInput,
                "TIFF directory at byte " + std::to_string(offset) + " lies outside the file");
}

}  // namespace

Result<std::vector<TiffPage>> ReadTiffPages(std::string_view bytes, std::uint32_t max_pages) {
  const Reader reader(bytes);
  const std::uint64_t count_size = reader.big_tiff() ? 8 : 2;
  const std::uint64_t entry_size = reader.big_tiff() ? 20 : 12;
  const std::uint64_t next_size = reader.big_tiff() ? 8 : 4;
  const std::uint64_t first = reader.big_tiff() ? 8 : 4;
  if (!reader.Has(first, next_size)) return CutOff(first);

  std::vector<TiffPage> pages;
  std::set<std::uint64_t> seen;
  std::uint64_t offset = reader.Number(first, static_cast<int>(next_size));
  for (std::uint32_t directory = 0; offset != 0 && seen.insert(offset).second; ++directory) {
    // Thumbnails count too: a chain of a million of them is as costly to walk.
    if (directory >= 2ull * max_pages) {
      return Status(StatusCode::kResourceLimit, "TIFF has more than " + std::to_string(max_pages) +
                                                    " pages; split the file");
    }
    if (!reader.Has(offset, count_size)) return CutOff(offset);
    const std::uint64_t entries = reader.Number(offset, static_cast<int>(count_size));
    if (entries > 4096 || !reader.Has(offset + count_size, entries * entry_size)) {
      return CutOff(offset);
    }
    TiffPage page;
    page.directory = directory;
    std::uint64_t subfile = 0;
    for (std::uint64_t i = 0; i < entries; ++i) {
      const std::uint64_t at = offset + count_size + i * entry_size;
      const std::uint64_t tag = reader.Number(at, 2);
      const Entry entry = ReadEntry(reader, at);
      if (tag == kNewSubfileType) subfile = entry.value;
      Apply(tag, entry, page);
    }
    if ((subfile & 5) == 0) pages.push_back(page);
    if (pages.size() > max_pages) {
      return Status(StatusCode::kResourceLimit, "TIFF has more than " + std::to_string(max_pages) +
                                                    " pages; split the file");
    }
    const std::uint64_t next = offset + count_size + entries * entry_size;
    // Some writers leave the last link out.
    offset = reader.Has(next, next_size) ? reader.Number(next, static_cast<int>(next_size)) : 0;
  }
  if (pages.empty()) return Status(StatusCode::kBadInput, "TIFF has no page");
  return pages;
}

std::string WrapG4InTiff(std::string_view g4, int width, int height, double dpi) {
  std::string out;
  const auto put = [&out](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  };
  constexpr std::uint64_t kEntries = 11;
  constexpr std::uint64_t kRationals = 8 + 2 + kEntries * 12 + 4;
  constexpr std::uint64_t kData = kRationals + 16;
  const auto entry = [&](std::uint64_t tag, std::uint64_t type, std::uint64_t value) {
    put(tag, 2);
    put(type, 2);
    put(1, 4);
    put(value, 4);  // a SHORT stands left in its four bytes, which little endian gives
  };
  constexpr std::uint64_t kShort = 3, kLong = 4, kRational = 5;

  out.reserve(kData + g4.size());
  out.append("II*");
  put(0, 1);
  put(8, 4);
  put(kEntries, 2);
  entry(kImageWidth, kLong, static_cast<std::uint64_t>(width));
  entry(kImageLength, kLong, static_cast<std::uint64_t>(height));
  entry(kBitsPerSample, kShort, 1);
  entry(kCompression, kShort, 4);  // T.6
  entry(kPhotometric, kShort, 0);  // 0 is white
  entry(kStripOffsets, kLong, kData);
  entry(kRowsPerStrip, kLong, static_cast<std::uint64_t>(height));
  entry(kStripByteCounts, kLong, g4.size());
  entry(kXResolution, kRational, kRationals);
  entry(kYResolution, kRational, kRationals + 8);
  entry(kResolutionUnit, kShort, 2);  // inch
  put(0, 4);
  for (int i = 0; i < 2; ++i) {
    put(static_cast<std::uint64_t>(std::llround(dpi * 1000)), 4);
    put(1000, 4);
  }
  out.append(g4);
  return out;
}

}  // namespace sohoa
