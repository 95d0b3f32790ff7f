// SPDX-License-Identifier: Apache-2.0
#include "storage/page_set.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <roaring/roaring.hh>
#include <utility>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// Numbers of RoaringFormatSpec.
constexpr std::uint32_t kCookieWithoutRuns = 12346;
constexpr std::uint32_t kCookieWithRuns = 12347;
constexpr std::uint32_t kContainersWithOffsets = 4;  // at least so many, where there are runs
constexpr std::uint32_t kMostInArray = 4096;
constexpr std::size_t kWordsOfBitmap = 1024;
constexpr std::size_t kPagesOfContainer = 1u << 16;

// A set of bits that has become as small as that beside a list turns into one.
constexpr std::size_t kFewShare = 4;

SOHOA_VECTOR_CLONES std::uint64_t CountBits(const std::uint64_t* words, std::size_t count) {
  std::uint64_t pages = 0;
  for (std::size_t i = 0; i < count; ++i) pages += static_cast<std::uint64_t>(std::popcount(words[i]));
  return pages;
}

SOHOA_VECTOR_CLONES std::uint64_t AndBits(std::uint64_t* words, const std::uint64_t* others, std::size_t count) {
  std::uint64_t pages = 0;
  for (std::size_t i = 0; i < count; ++i) pages += static_cast<std::uint64_t>(std::popcount(words[i] &= others[i]));
  return pages;
}

SOHOA_VECTOR_CLONES std::uint64_t CountCommonBits(const std::uint64_t* words, const std::uint64_t* others, std::size_t count) {
  std::uint64_t pages = 0;
  for (std::size_t i = 0; i < count; ++i) pages += static_cast<std::uint64_t>(std::popcount(words[i] & others[i]));
  return pages;
}

SOHOA_VECTOR_CLONES void OrBits(std::uint64_t* words, const std::uint64_t* others, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) words[i] |= others[i];
}

SOHOA_VECTOR_CLONES void OrStored(std::uint64_t* words, const char* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i * sizeof(word), sizeof(word));
    words[i] |= word;
  }
}

SOHOA_VECTOR_CLONES void RemoveBits(std::uint64_t* words, const std::uint64_t* others, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) words[i] &= ~others[i];
}

std::uint64_t CountAll(const PageBits& bits) { return CountBits(bits.all_words().data(), bits.words()); }

// Pages begin .. end - 1.
void AddRange(PageBits& bits, std::size_t begin, std::size_t end) {
  for (std::size_t page = begin; page < end;) {
    const std::size_t count = std::min(end - page, 64 - page % 64);
    const std::uint64_t ones = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    bits.word(page / 64) |= ones << page % 64;
    page += count;
  }
}

// Goes through a stored set. Every function answers whether what it read is well formed.
class StoredSet {
 public:
  StoredSet(const PageSet::NextPart& next, PageBits& bits, std::uint32_t pages) : next_(next), bits_(bits), pages_(pages) {}

  bool Read() {
    if (!ReadHeads()) return false;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::string_view head = std::string_view(heads_).substr(4 * i, 4);
      const std::size_t first = Number16(head) * kPagesOfContainer;
      const std::uint32_t in_it = Number16(head.substr(2)) + 1;
      const bool runs = !is_run_.empty() && (static_cast<std::uint8_t>(is_run_[i / 8]) >> i % 8 & 1) != 0;
      if (!(runs ? ReadRuns(first) : in_it <= kMostInArray ? ReadArray(first, in_it) : ReadBitmap(first))) return false;
    }
    return rest_.empty() && next_().empty();
  }

 private:
  static std::uint32_t Number16(std::string_view bytes) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[0]) | static_cast<std::uint8_t>(bytes[1]) << 8);
  }
  // `taken` is there until more is taken.
  bool Take(std::size_t bytes, std::string_view& taken) {
    if (rest_.size() < bytes) return TakeAcross(bytes, taken);
    taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return true;
  }
  // Of this part and those behind it.
  bool TakeAcross(std::size_t bytes, std::string_view& taken) {
    across_.assign(rest_);
    while (across_.size() < bytes) {
      rest_ = next_();
      if (rest_.empty()) return false;
      const std::size_t more = std::min(bytes - across_.size(), rest_.size());
      across_.append(rest_.substr(0, more));
      rest_.remove_prefix(more);
    }
    taken = across_;
    return true;
  }
  bool ReadHeads() {
    std::string_view taken;
    if (!Take(4, taken)) return false;
    const std::uint32_t cookie = Number16(taken);
    const std::uint32_t beside = Number16(taken.substr(2));
    const bool has_runs = cookie == kCookieWithRuns;
    count_ = std::size_t{beside} + 1;
    if (has_runs) {
      if (!Take((count_ + 7) / 8, taken)) return false;
      is_run_ = taken;
    } else {
      if (cookie != kCookieWithoutRuns || beside != 0 || !Take(4, taken)) return false;
      count_ = Number16(taken) | std::size_t{Number16(taken.substr(2))} << 16;
      if (count_ > kPagesOfContainer) return false;
    }
    if (!Take(4 * count_, taken)) return false;
    heads_ = taken;
    // Where each container begins, which this reader does not need.
    return (has_runs && count_ < kContainersWithOffsets) || Take(4 * count_, taken);
  }
  bool ReadRuns(std::size_t first) {
    std::string_view bytes;
    if (!Take(2, bytes)) return false;
    for (std::uint32_t runs = Number16(bytes); runs > 0; --runs) {
      if (!Take(4, bytes)) return false;
      const std::size_t begin = first + Number16(bytes);
      const std::size_t end = begin + Number16(bytes.substr(2)) + 1;
      if (end > pages_ || end > first + kPagesOfContainer) return false;
      AddRange(bits_, begin, end);
    }
    return true;
  }
  bool ReadArray(std::size_t first, std::uint32_t count) {
    std::string_view bytes;
    if (!Take(2 * std::size_t{count}, bytes)) return false;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t page = first + Number16(bytes.substr(2 * std::size_t{i}));
      if (page >= pages_) return false;
      bits_.Add(static_cast<std::uint32_t>(page));
    }
    return true;
  }
  // Word for word where the bytes lie, across the ends of parts too: copying them takes as long as reading.
  bool ReadBitmap(std::size_t first) {
    if (first >= pages_) return false;
    const std::size_t begin = first / PageBits::kPagesOfWord;
    const std::size_t known = std::min(kWordsOfBitmap, bits_.words() - begin);
    for (std::size_t word = 0; word < kWordsOfBitmap;) {
      const std::size_t limit = word < known ? known : kWordsOfBitmap;
      const std::size_t count = std::clamp<std::size_t>(rest_.size() / sizeof(std::uint64_t), 1, limit - word);
      std::string_view bytes;
      if (!Take(count * sizeof(std::uint64_t), bytes)) return false;
      if (word < known) {
        OrStored(bits_.all_words().data() + begin + word, bytes.data(), count);
      } else if (!std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; })) {
        return false;
      }
      word += count;
    }
    const std::uint32_t in_last = pages_ % PageBits::kPagesOfWord;
    return in_last == 0 || bits_.word(bits_.words() - 1) >> in_last == 0;
  }

  const PageSet::NextPart& next_;
  PageBits& bits_;
  const std::uint32_t pages_;
  std::string_view rest_;  // of the part
  std::string across_;     // what was taken last, of several parts
  std::size_t count_ = 0;  // of containers
  std::string is_run_;
  std::string heads_;
};

}  // namespace

PageSet PageSet::Of(std::vector<std::uint32_t> pages) {
  PageSet set;
  set.size_ = pages.size();
  set.few_ = std::move(pages);
  set.Settle();
  return set;
}

PageSet PageSet::Of(PageBits bits) {
  PageSet set;
  set.size_ = CountAll(bits);
  set.bits_ = std::move(bits);
  set.Settle();
  return set;
}

PageSet PageSet::All(std::uint32_t count) {
  PageBits bits(count);
  AddRange(bits, 0, count);
  return Of(std::move(bits));
}

std::string PageSet::Encode(std::span<const std::uint32_t> pages) {
  Roaring packed(pages.size(), pages.data());
  packed.runOptimize();
  std::string bytes(packed.getSizeInBytes(), '\0');
  packed.write(bytes.data());
  return bytes;
}

bool PageSet::AddStored(const NextPart& next, std::uint32_t pages, PageBits& bits) { return StoredSet(next, bits, pages).Read(); }

void PageSet::Settle() {
  if (!is_dense() && few_.size() > (few_.empty() ? 0 : few_.back() / PageBits::kPagesOfWord + 1)) {
    ToDense(0);
  } else if (is_dense() && size_ < bits_.words() / kFewShare + 1) {
    few_ = ToVector();
    bits_ = PageBits();
  }
}

void PageSet::ToDense(std::size_t words) {
  bits_.Resize(std::max(words, few_.empty() ? 0 : few_.back() / PageBits::kPagesOfWord + 1));
  for (const std::uint32_t page : few_) bits_.Add(page);
  few_ = {};
}

std::uint64_t PageSet::CountCommon(const PageBits& bits) const {
  if (is_dense()) return CountCommonBits(bits_.all_words().data(), bits.all_words().data(), std::min(bits_.words(), bits.words()));
  const std::size_t end = bits.words() * PageBits::kPagesOfWord;
  return static_cast<std::uint64_t>(std::ranges::count_if(few_, [&](std::uint32_t page) { return page < end && bits.Contains(page); }));
}

std::uint64_t PageSet::CountCommon(const PageSet& other) const {
  if (other.is_dense()) return CountCommon(other.bits_);
  if (is_dense()) return other.CountCommon(bits_);
  PageSet common = *this;
  common.Keep(other, /*in_it=*/true);
  return common.size();
}

std::vector<std::uint32_t> PageSet::ToVector() const {
  if (!is_dense()) return few_;
  std::vector<std::uint32_t> pages;
  pages.reserve(size_);
  bits_.ForEach([&](std::uint32_t page) { pages.push_back(page); });
  return pages;
}

PageBits PageSet::ToBits(std::uint32_t pages) const {
  PageBits bits = bits_;
  bits.Resize((std::size_t{pages} + 63) / 64);
  for (const std::uint32_t page : few_) {
    if (page < pages) bits.Add(page);
  }
  if (is_dense() && pages % 64 != 0) bits.word(bits.words() - 1) &= (std::uint64_t{1} << pages % 64) - 1;
  return bits;
}

void PageSet::Keep(const PageSet& other, bool in_it) {
  if (other.is_dense()) {
    std::erase_if(few_, [&](std::uint32_t page) { return other.Contains(page) != in_it; });
  } else {
    // Both rise.
    auto next = other.few_.begin();
    std::erase_if(few_, [&](std::uint32_t page) {
      // In steps that grow, for the other list may be much the longer one.
      std::ptrdiff_t step = 1;
      for (; other.few_.end() - next > step && next[step] < page; step *= 2) next += step;
      next = std::lower_bound(next, other.few_.end() - next > step ? next + step : other.few_.end(), page);
      return (next != other.few_.end() && *next == page) != in_it;
    });
  }
  size_ = few_.size();
}

PageSet& PageSet::operator&=(const PageSet& other) {
  if (!is_dense()) {
    Keep(other, /*in_it=*/true);
  } else if (!other.is_dense()) {
    PageSet common = other;
    common.Keep(*this, /*in_it=*/true);
    *this = std::move(common);
  } else {
    bits_.Resize(std::min(bits_.words(), other.bits_.words()));
    size_ = AndBits(bits_.all_words().data(), other.bits_.all_words().data(), bits_.words());
    Settle();
  }
  return *this;
}

PageSet& PageSet::operator|=(const PageSet& other) {
  if (!is_dense() && !other.is_dense()) {
    std::vector<std::uint32_t> all;
    all.reserve(few_.size() + other.few_.size());
    std::set_union(few_.begin(), few_.end(), other.few_.begin(), other.few_.end(), std::back_inserter(all));
    return *this = Of(std::move(all));
  }
  if (!is_dense()) ToDense(other.bits_.words());
  if (other.is_dense()) {
    bits_.Resize(std::max(bits_.words(), other.bits_.words()));
    OrBits(bits_.all_words().data(), other.bits_.all_words().data(), other.bits_.words());
    size_ = CountAll(bits_);
  } else if (!other.few_.empty()) {
    bits_.Resize(std::max(bits_.words(), std::size_t{other.few_.back()} / PageBits::kPagesOfWord + 1));
    for (const std::uint32_t page : other.few_) {
      size_ += bits_.Contains(page) ? 0 : 1;
      bits_.Add(page);
    }
  }
  return *this;
}

PageSet& PageSet::operator-=(const PageSet& other) {
  if (!is_dense()) {
    Keep(other, /*in_it=*/false);
    return *this;
  }
  if (other.is_dense()) {
    RemoveBits(bits_.all_words().data(), other.bits_.all_words().data(), std::min(bits_.words(), other.bits_.words()));
    size_ = CountAll(bits_);
  } else {
    for (const std::uint32_t page : other.few_) {
      if (!Contains(page)) continue;
      bits_.Remove(page);
      --size_;
    }
  }
  Settle();
  return *this;
}

}  // namespace sohoa
