// SPDX-License-Identifier: Apache-2.0
#include "storage/word_places.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "storage/bit_packing.h"

namespace sohoa {
namespace {

void PutSigned(std::int64_t number, std::string& out) {
  PutVarint((static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63), out);
}

std::optional<std::int64_t> TakeSigned(std::string_view& bytes) {
  const std::optional<std::uint64_t> number = TakeVarint(bytes);
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(*number >> 1) ^ -static_cast<std::int64_t>(*number & 1);
}

// Where a word that begins at `begin` ends, and the space behind it: there the next one begins, as
// a rule.
std::size_t NextBegin(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size() && text[at] != ' ' && text[at] != '\n') ++at;
  return std::min(at + 1, text.size());
}

// Goes from one box to the next.
struct BoxBefore {
  std::int64_t right = 0;
  std::int64_t top = 0;
  std::int64_t height = 0;

  void Put(const PageBox& box, std::string& out) {
    const std::int64_t box_height = static_cast<std::int64_t>(box[3]) - box[1];
    PutSigned(box[0] - right, out);
    PutSigned(static_cast<std::int64_t>(box[2]) - box[0], out);
    PutSigned(box[1] - top, out);
    PutSigned(box_height - height, out);
    *this = {box[2], box[1], box_height};
  }
  bool Take(std::string_view& bytes, PageBox& box) {
    std::int64_t numbers[4];
    for (std::int64_t& number : numbers) {
      const std::optional<std::int64_t> taken = TakeSigned(bytes);
      // Sides are 65535ths; what is far from that would overflow.
      if (!taken || *taken < -(std::int64_t{1} << 33) || *taken > (std::int64_t{1} << 33)) return false;
      number = *taken;
    }
    const std::int64_t left = right + numbers[0];
    const std::int64_t box_top = top + numbers[2];
    const std::int64_t box_height = height + numbers[3];
    const std::int64_t sides[4] = {left, box_top, left + numbers[1], box_top + box_height};
    for (std::size_t i = 0; i < 4; ++i) {
      if (sides[i] < 0 || sides[i] > 0xffffffff) return false;
      box[i] = static_cast<std::uint32_t>(sides[i]);
    }
    *this = {sides[2], box_top, box_height};
    return true;
  }
};

}  // namespace

std::string EncodeWordPlaces(const PageWords& words) {
  std::string bytes;
  PutVarint(words.begins.size(), bytes);
  std::size_t expected = 0;
  BoxBefore before;
  for (std::size_t i = 0; i < words.begins.size(); ++i) {
    PutSigned(static_cast<std::int64_t>(words.begins[i]) - static_cast<std::int64_t>(expected), bytes);
    before.Put(words.boxes[i], bytes);
    expected = NextBegin(words.text, words.begins[i]);
  }
  return bytes;
}

bool DecodeWordPlaces(std::string_view bytes, PageWords& words) {
  const std::optional<std::uint64_t> count = TakeVarint(bytes);
  // A place takes five bytes at least.
  if (!count || *count > bytes.size() / 5) return false;
  words.begins.resize(*count);
  words.boxes.resize(*count);
  std::size_t expected = 0;
  BoxBefore before;
  for (std::size_t i = 0; i < words.begins.size(); ++i) {
    const std::optional<std::int64_t> step = TakeSigned(bytes);
    const std::int64_t size = static_cast<std::int64_t>(words.text.size());
    if (!step || *step < -size || *step > size) return false;
    const std::int64_t begin = static_cast<std::int64_t>(expected) + *step;
    if (begin < 0 || begin > size || !before.Take(bytes, words.boxes[i])) return false;
    words.begins[i] = static_cast<std::uint32_t>(begin);
    expected = NextBegin(words.text, words.begins[i]);
  }
  return bytes.empty();
}

}  // namespace sohoa
