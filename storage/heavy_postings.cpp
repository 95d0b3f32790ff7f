// SPDX-License-Identifier: Apache-2.0
#include "storage/heavy_postings.h"

#include <algorithm>
#include <array>

#include "storage/bit_packing.h"
#include "storage/segment_format.h"

namespace sohoa {
namespace {

// The least weight above which there are no more than so many pages.
template <typename Weights>
std::uint32_t LeastCut(const Weights& weights, std::size_t most) {
  std::array<std::size_t, 256> of_weight{};
  for (const std::uint32_t weight : weights) ++of_weight[std::min(weight, 255u)];
  std::size_t above = 0;
  std::uint32_t cut = 255;
  while (cut > 0 && above + of_weight[cut] <= most) above += of_weight[cut--];
  return cut;
}

}  // namespace

void PutHeavyPostings(std::span<const std::uint32_t> pages, std::span<const std::uint8_t> weights, std::string& out) {
  const std::uint32_t cut = LeastCut(weights, weights.size() / kHeavyShare);
  std::vector<std::uint32_t> steps;
  std::vector<std::uint32_t> above;
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (weights[i] <= cut) continue;
    steps.push_back(pages[i] - next);
    above.push_back(weights[i] - cut - 1);
    next = pages[i] + 1;
  }
  PutVarint(cut, out);
  PutVarint(steps.size(), out);
  for (std::size_t begin = 0; begin < steps.size(); begin += kPostingsBlock) {
    const std::size_t count = std::min(kPostingsBlock, steps.size() - begin);
    PackPatched(std::span(steps).subspan(begin, count), out);
    PackPatched(std::span(above).subspan(begin, count), out);
  }
}

HeavyPostings HeaviestOf(const HeavyPostings& heavy, std::size_t most) {
  if (heavy.pages.size() <= most) return heavy;
  const std::uint32_t cut = LeastCut(heavy.weights, most);
  HeavyPostings kept{std::max(heavy.others_at_most, cut), std::vector<std::uint32_t>(most + 1), std::vector<std::uint32_t>(most + 1)};
  std::size_t count = 0;
  for (std::size_t i = 0; i < heavy.pages.size(); ++i) {
    kept.pages[count] = heavy.pages[i];
    kept.weights[count] = heavy.weights[i];
    count += heavy.weights[i] > cut ? 1 : 0;
  }
  kept.pages.resize(count);
  kept.weights.resize(count);
  return kept;
}

std::optional<HeavyPostings> ReadHeavyPostings(std::string_view bytes, std::uint32_t pages) {
  const std::optional<std::uint32_t> cut = TakeVarint32(bytes);
  const std::optional<std::uint32_t> count = TakeVarint32(bytes);
  if (!cut || !count || *cut > 255 || *count > pages) return std::nullopt;
  HeavyPostings heavy{*cut, std::vector<std::uint32_t>(*count), std::vector<std::uint32_t>(*count)};
  std::uint64_t next = 0;
  for (std::size_t begin = 0; begin < *count; begin += kPostingsBlock) {
    const std::size_t of_block = std::min(kPostingsBlock, *count - begin);
    const auto block_pages = std::span(heavy.pages).subspan(begin, of_block);
    const auto block_weights = std::span(heavy.weights).subspan(begin, of_block);
    if (!TakePatched(bytes, block_pages) || !TakePatched(bytes, block_weights)) return std::nullopt;
    for (std::uint32_t& page : block_pages) {
      next += page;
      page = static_cast<std::uint32_t>(std::min<std::uint64_t>(next++, pages));
    }
    for (std::uint32_t& weight : block_weights) weight = std::min(weight, 255u) + *cut + 1;
  }
  if (next > pages) return std::nullopt;
  return heavy;
}

}  // namespace sohoa
