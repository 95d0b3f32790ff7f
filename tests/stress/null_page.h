// SPDX-License-Identifier: Apache-2.0
//
// What the null reader makes of an original: pages whose text, size and layer follow from the
// SHA-256 of the original's bytes and the page's index, so that whoever knows the bytes knows
// what must come out. Words in the original's head ask for faults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/page.h"
#include "core/page_text.h"
#include "core/sha256.h"

namespace sohoa {

// The head of an original for the null reader: one line of words, "sohoa-null pages=3 crash\n".
// Bytes without it are one good page.
//
//   pages=N      so many pages
//   crash        the reader aborts         hang         it is busy for ever
//   memory       it takes memory until it gets no more
//   bad          the page is broken        unsupported  (with inspect) not a kind that is read
//   page=K       only page K (from 0) has the fault
//   inspect      the fault strikes when pages are counted, not when they are decoded
//   blank        pages without ink
//   slow=MS      reading a page takes so long
//   layer=BYTES  layers of at least so many bytes
struct NullOrders {
  enum class Fault : std::uint8_t { kNone, kCrash, kHang, kMemory, kBad, kUnsupported };
  std::uint32_t pages = 1;
  Fault fault = Fault::kNone;
  std::optional<std::uint32_t> only_page;
  bool at_inspect = false;
  bool blank = false;
  std::uint32_t slow_ms = 0;
  std::uint32_t layer_bytes = 0;

  // The fault that strikes when page `index` is decoded.
  Fault FaultOf(std::uint32_t index) const;
};

// More bytes of an original than this are never looked at for its orders.
inline constexpr std::size_t kNullHeadBytes = 256;
NullOrders ReadNullOrders(std::string_view first_bytes);

struct NullPage {
  Sha256 digest;  // of the original's SHA-256 and the index
  int width = 0;
  int height = 0;
  NullOrders orders;
};
NullPage MakeNullPage(const Sha256& original, std::uint32_t index, const NullOrders& orders);

// A word that no other page has, good to search for.
std::string NullWord(const NullPage& page);
// That word and a few common ones; one page of eight is the first of a decision, with its head.
PageText NullText(const NullPage& page);
// A white page with bars that spell the digest.
PageLayer NullLayer(const NullPage& page);

inline constexpr double kNullDpi = 120;

}  // namespace sohoa
