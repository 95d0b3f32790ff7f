// SPDX-License-Identifier: Apache-2.0
#include "storage/page_set.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <exception>
#include <roaring/roaring.hh>
#include <utility>

namespace sohoa {

namespace {

// The format that roaring bitmaps are exchanged in (RoaringFormatSpec), which is the only way to
// their words that the library promises.
constexpr std::uint32_t kCookieWithoutRuns = 12346;
constexpr std::uint32_t kCookieWithRuns = 12347;
constexpr std::uint32_t kContainersWithOffsets = 4;  // at least so many, where there are runs
constexpr std::uint32_t kMostInArray = 4096;
constexpr std::size_t kBitmapBytes = 8192;
constexpr std::size_t kPagesOfContainer = 1u << 16;

class PortableReader {
 public:
  explicit PortableReader(const std::string& bytes) : bytes_(bytes) {}
  std::uint32_t Take16() {
    const std::uint32_t number = Byte(at_) | Byte(at_ + 1) << 8;
    at_ += 2;
    return number;
  }
  std::uint32_t Take32() {
    const std::uint32_t low = Take16();
    return low | Take16() << 16;
  }
  void Skip(std::size_t bytes) { at_ += bytes; }
  const char* here() const { return bytes_.data() + at_; }

 private:
  std::uint32_t Byte(std::size_t at) const { return static_cast<std::uint8_t>(bytes_[at]); }

  const std::string& bytes_;
  std::size_t at_ = 0;
};

void Put16(std::uint32_t number, std::string& out) {
  out += static_cast<char>(number);
  out += static_cast<char>(number >> 8);
}

void Put32(std::uint32_t number, std::string& out) {
  Put16(number, out);
  Put16(number >> 16, out);
}

void SetBit(PageBits& bits, std::size_t page) {
  if (page / 64 < bits.words()) bits.word(page / 64) |= std::uint64_t{1} << page % 64;
}

void SetRange(PageBits& bits, std::size_t begin, std::size_t end) {
  for (std::size_t page = begin; page < end;) {
    const std::size_t count = std::min(end - page, 64 - page % 64);
    const std::uint64_t ones = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    if (page / 64 < bits.words()) bits.word(page / 64) |= ones << page % 64;
    page += count;
  }
}

void SetBitmap(PageBits& bits, std::size_t first, const char* bitmap) {
  for (std::size_t i = 0; i < kBitmapBytes / 8 && first / 64 + i < bits.words(); ++i) {
    std::memcpy(&bits.word(first / 64 + i), bitmap + 8 * i, 8);
  }
}

}  // namespace

struct PageSet::Impl {
  Roaring bits;
};

PageSet::PageSet() : impl_(std::make_unique<Impl>()) {}
PageSet::PageSet(const PageSet& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
PageSet::PageSet(PageSet&& other) noexcept = default;
PageSet& PageSet::operator=(const PageSet& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
  return *this;
}
PageSet& PageSet::operator=(PageSet&& other) noexcept = default;
PageSet::~PageSet() = default;

PageSet PageSet::Of(std::span<const std::uint32_t> pages) {
  PageSet set;
  set.impl_->bits.addMany(pages.size(), pages.data());
  return set;
}

PageSet PageSet::Of(const PageBits& bits) {
  constexpr std::size_t kWords = kBitmapBytes / 8;
  std::string heads;
  std::string containers;
  std::uint32_t count = 0;
  for (std::size_t begin = 0; begin < bits.words(); begin += kWords) {
    const std::size_t end = std::min(bits.words(), begin + kWords);
    std::uint32_t pages = 0;
    for (std::size_t i = begin; i < end; ++i) pages += static_cast<std::uint32_t>(std::popcount(bits.word(i)));
    if (pages == 0) continue;
    ++count;
    Put16(static_cast<std::uint32_t>(begin / kWords), heads);
    Put16(pages - 1, heads);
    if (pages > kMostInArray) {
      for (std::size_t i = begin; i < begin + kWords; ++i) {
        const std::uint64_t word = i < end ? bits.word(i) : 0;
        containers.append(reinterpret_cast<const char*>(&word), sizeof(word));
      }
      continue;
    }
    for (std::size_t i = begin; i < end; ++i) {
      for (std::uint64_t word = bits.word(i); word != 0; word &= word - 1) {
        Put16(static_cast<std::uint32_t>((i - begin) * 64 + static_cast<std::size_t>(std::countr_zero(word))), containers);
      }
    }
  }
  std::string bytes;
  Put32(kCookieWithoutRuns, bytes);
  Put32(count, bytes);
  bytes += heads;
  // Where each container begins, which this reader does not need; what is read with it does.
  std::uint32_t at = static_cast<std::uint32_t>(bytes.size()) + 4 * count;
  for (std::uint32_t i = 0; i < count; ++i) {
    Put32(at, bytes);
    const std::uint32_t pages = (static_cast<std::uint8_t>(heads[4 * i + 2]) | static_cast<std::uint8_t>(heads[4 * i + 3]) << 8) + 1;
    at += pages > kMostInArray ? static_cast<std::uint32_t>(kBitmapBytes) : 2 * pages;
  }
  bytes += containers;
  return *Decode(bytes);
}

PageSet PageSet::All(std::uint32_t count) {
  PageSet set;
  set.impl_->bits.addRange(0, count);
  return set;
}

std::optional<PageSet> PageSet::Decode(std::string_view bytes) {
  try {
    PageSet set;
    set.impl_->bits = Roaring::readSafe(bytes.data(), bytes.size());
    return set;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string PageSet::Encode() const {
  Roaring packed = impl_->bits;
  packed.runOptimize();
  std::string bytes(packed.getSizeInBytes(), '\0');
  packed.write(bytes.data());
  return bytes;
}

bool PageSet::Contains(std::uint32_t page) const { return impl_->bits.contains(page); }
bool PageSet::empty() const { return impl_->bits.isEmpty(); }
std::uint64_t PageSet::size() const { return impl_->bits.cardinality(); }
std::uint64_t PageSet::CountCommon(const PageSet& other) const { return impl_->bits.and_cardinality(other.impl_->bits); }

std::vector<std::uint32_t> PageSet::ToVector() const {
  std::vector<std::uint32_t> pages(impl_->bits.cardinality());
  impl_->bits.toUint32Array(pages.data());
  return pages;
}

PageBits PageSet::ToBits(std::uint32_t pages) const {
  std::string bytes(impl_->bits.getSizeInBytes(), '\0');
  impl_->bits.write(bytes.data());
  PortableReader reader(bytes);
  const std::uint32_t cookie = reader.Take32();
  const bool has_runs = (cookie & 0xffff) == kCookieWithRuns;
  const std::uint32_t containers = has_runs ? (cookie >> 16) + 1 : reader.Take32();
  const std::string is_run(reader.here(), has_runs ? (containers + 7) / 8 : 0);
  reader.Skip(is_run.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> heads(containers);
  for (auto& [key, pages_of_it] : heads) {
    key = reader.Take16();
    pages_of_it = reader.Take16() + 1;
  }
  if (!has_runs || containers >= kContainersWithOffsets) reader.Skip(4 * containers);
  PageBits bits(pages);
  for (std::uint32_t i = 0; i < containers; ++i) {
    const std::size_t first = heads[i].first * kPagesOfContainer;
    if (has_runs && (static_cast<std::uint8_t>(is_run[i / 8]) >> i % 8 & 1) != 0) {
      for (std::uint32_t runs = reader.Take16(); runs > 0; --runs) {
        const std::size_t begin = first + reader.Take16();
        SetRange(bits, begin, begin + reader.Take16() + 1);
      }
    } else if (heads[i].second <= kMostInArray) {
      for (std::uint32_t k = 0; k < heads[i].second; ++k) SetBit(bits, first + reader.Take16());
    } else {
      SetBitmap(bits, first, reader.here());
      reader.Skip(kBitmapBytes);
    }
  }
  return bits;
}

PageSet& PageSet::operator&=(const PageSet& other) {
  impl_->bits &= other.impl_->bits;
  return *this;
}
PageSet& PageSet::operator|=(const PageSet& other) {
  impl_->bits |= other.impl_->bits;
  return *this;
}
PageSet& PageSet::operator-=(const PageSet& other) {
  impl_->bits -= other.impl_->bits;
  return *this;
}

}  // namespace sohoa
