// SPDX-License-Identifier: Apache-2.0
#include "storage/page_rank.h"

#include <bit>
#include <limits>
#include <tuple>

#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::size_t kCursorBytes = 1 + 8 + 8 + 4;
constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

bool IsBefore(SearchOrder order, const PageMatch& a, const PageMatch& b) {
  if (order == SearchOrder::kRelevance) {
    return std::tuple(a.level, -a.score, a.ordinal) < std::tuple(b.level, -b.score, b.ordinal);
  }
  if ((a.date == 0) != (b.date == 0)) return b.date == 0;
  if (a.date != b.date) return order == SearchOrder::kNewest ? a.date > b.date : a.date < b.date;
  return a.ordinal < b.ordinal;
}

void BestPages::Add(const PageMatch& match) {
  if (limit_ == 0 || (after_ && !IsBefore(order_, *after_, match))) return;
  const auto worse_in_front = [&](const PageMatch& a, const PageMatch& b) { return IsBefore(order_, a, b); };
  if (full()) {
    if (!IsBefore(order_, match, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), worse_in_front);
    heap_.pop_back();
  }
  heap_.push_back(match);
  std::push_heap(heap_.begin(), heap_.end(), worse_in_front);
}

bool BestPages::CouldTake(MatchLevel level, double score, std::uint64_t ordinal) const {
  return !full() || IsBefore(order_, PageMatch{ordinal, level, score}, heap_.front());
}

double BestPages::LeastScore(MatchLevel level) const {
  constexpr double kAll = std::numeric_limits<double>::infinity();
  if (!full() || level < heap_.front().level) return -kAll;
  return level == heap_.front().level ? heap_.front().score : kAll;
}

std::vector<PageMatch> BestPages::Take() {
  std::sort(heap_.begin(), heap_.end(), [&](const PageMatch& a, const PageMatch& b) { return IsBefore(order_, a, b); });
  return std::move(heap_);
}

std::string EncodeCursor(const PageMatch& last) {
  const std::string bytes = std::string(1, static_cast<char>(last.level)) +
                            BigEndian64(std::bit_cast<std::uint64_t>(last.score)) + BigEndian64(last.ordinal) +
                            BigEndian32(last.date);
  std::string cursor;
  for (const char byte : bytes) {
    cursor += kDigits[static_cast<std::uint8_t>(byte) >> 4];
    cursor += kDigits[static_cast<std::uint8_t>(byte) & 15];
  }
  return cursor;
}

std::optional<PageMatch> DecodeCursor(std::string_view cursor) {
  if (cursor.size() != 2 * kCursorBytes) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    const std::size_t high = kDigits.find(cursor[i]);
    const std::size_t low = kDigits.find(cursor[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  if (static_cast<std::uint8_t>(bytes[0]) > static_cast<std::uint8_t>(MatchLevel::kFuzzy)) return std::nullopt;
  const std::string_view rest = bytes;
  PageMatch match;
  match.level = static_cast<MatchLevel>(bytes[0]);
  match.score = std::bit_cast<double>(*ReadBigEndian64(rest.substr(1, 8)));
  match.ordinal = *ReadBigEndian64(rest.substr(9, 8));
  match.date = *ReadBigEndian32(rest.substr(17, 4));
  return match;
}

}  // namespace sohoa
