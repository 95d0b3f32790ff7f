// SPDX-License-Identifier: Apache-2.0
#include "storage/page_set.h"

#include <exception>
#include <roaring/roaring.hh>
#include <utility>

namespace sohoa {

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
