// SPDX-License-Identifier: Apache-2.0
#include "stress/null_page.h"

#include <array>
#include <charconv>
#include <sstream>

namespace sohoa {
namespace {

constexpr std::string_view kHead = "sohoa-null";
constexpr int kLeft = 90;
constexpr int kLineHeight = 28;
constexpr int kCharacterWidth = 9;

// None of them begins what a document is searched for.
constexpr std::array<const char*, 16> kSyllables = {"lúa",  "sông", "núi",  "mây",  "gió",  "trăng", "hoa",  "lá",
                                                    "cành", "chim", "biển", "rừng", "suối", "đồi",   "vườn", "thuyền"};

// Bits, most significant first, as T.6 has them.
class BitString {
 public:
  void Add(std::string_view bits) {
    for (const char bit : bits) Add(bit == '1');
  }
  void Add(bool bit) {
    if (used_ == 0) bytes_.push_back('\0');
    if (bit) bytes_.back() = static_cast<char>(bytes_.back() | (0x80 >> used_));
    used_ = (used_ + 1) % 8;
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  int used_ = 0;
};

constexpr int kPairsOfRow = 32;

// A row of bars that stands below a white one: each pair of runs is two bits, a run of two pixels
// or of three.
void AddBars(const std::uint8_t* bytes, BitString& out) {
  for (int pair = 0; pair < kPairsOfRow; ++pair) {
    const int bits = bytes[pair / 4] >> (2 * (pair % 4));
    out.Add("001");  // horizontal mode, white run and black run
    out.Add((bits & 1) != 0 ? "1000" : "0111");
    out.Add((bits & 2) != 0 ? "10" : "11");
  }
  out.Add(true);  // white to the end, as above
}

// A white row below one of bars.
void AddWhiteBelowBars(BitString& out) {
  for (int pair = 0; pair < kPairsOfRow; ++pair) out.Add("0001");  // pass mode
  out.Add(true);
}

std::uint32_t NumberAfter(std::string_view word, std::string_view key) {
  std::uint32_t number = 0;
  std::from_chars(word.data() + key.size(), word.data() + word.size(), number);
  return number;
}

class TextWriter {
 public:
  void Add(const std::string& line, int left, int top) {
    Line made;
    std::istringstream in(line);
    int at = left;
    for (std::string text; in >> text;) {
      Word word;
      const int width = kCharacterWidth * static_cast<int>(text.size());
      word.text = std::move(text);
      word.box = {at, top, at + width, top + kLineHeight - 8};
      word.confidence = 0.95;
      at = word.box.right + kCharacterWidth;
      made.box = Union(made.box, word.box);
      made.words.push_back(std::move(word));
    }
    made.x_height = kLineHeight / 3;
    block_.box = Union(block_.box, made.box);
    block_.lines.push_back(std::move(made));
  }
  Block Take() { return std::move(block_); }

 private:
  Block block_;
};

}  // namespace

NullOrders::Fault NullOrders::FaultOf(std::uint32_t index) const {
  return at_inspect || only_page.value_or(index) != index ? Fault::kNone : fault;
}

NullOrders ReadNullOrders(std::string_view first_bytes) {
  NullOrders orders;
  first_bytes = first_bytes.substr(0, kNullHeadBytes);
  const std::size_t end = first_bytes.find('\n');
  if (!first_bytes.starts_with(kHead) || end == std::string_view::npos) return orders;
  std::istringstream in{std::string(first_bytes.substr(kHead.size(), end - kHead.size()))};
  using Fault = NullOrders::Fault;
  for (std::string word; in >> word;) {
    if (word == "crash") orders.fault = Fault::kCrash;
    if (word == "hang") orders.fault = Fault::kHang;
    if (word == "memory") orders.fault = Fault::kMemory;
    if (word == "bad") orders.fault = Fault::kBad;
    if (word == "unsupported") orders.fault = Fault::kUnsupported;
    if (word == "inspect") orders.at_inspect = true;
    if (word == "blank") orders.blank = true;
    if (word.starts_with("pages=")) orders.pages = NumberAfter(word, "pages=");
    if (word.starts_with("page=")) orders.only_page = NumberAfter(word, "page=");
    if (word.starts_with("slow=")) orders.slow_ms = NumberAfter(word, "slow=");
    if (word.starts_with("layer=")) orders.layer_bytes = NumberAfter(word, "layer=");
  }
  return orders;
}

NullPage MakeNullPage(const Sha256& original, std::uint32_t index, const NullOrders& orders) {
  NullPage page;
  std::string name(original.bytes.begin(), original.bytes.end());
  page.digest = Sha256::Of(name + std::to_string(index));
  page.width = 992 + page.digest.bytes[1] % 32;
  page.height = 1'403 + page.digest.bytes[2] % 32;
  page.orders = orders;
  return page;
}

std::string NullWord(const NullPage& page) {
  std::string word;
  for (int i = 8; i < 18; ++i) {
    const std::uint8_t byte = page.digest.bytes[static_cast<std::size_t>(i)];
    word += static_cast<char>('a' + byte / 16);
    word += static_cast<char>('a' + byte % 16);
  }
  return word;
}

PageText NullText(const NullPage& page) {
  PageText text;
  text.engine = "null by digest";
  if (page.orders.blank) return text;
  TextWriter writer;
  int top = 80;
  if (page.digest.bytes[0] % 8 == 0) {
    const int number = page.digest.bytes[3] + 1;
    writer.Add("ỦY BAN NHÂN DÂN", kLeft, top);
    writer.Add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", page.width / 2 - 60, top);
    writer.Add("Độc lập - Tự do - Hạnh phúc", page.width / 2, top + kLineHeight);
    writer.Add("Số: " + std::to_string(number) + "/QĐ-UBND", kLeft, top + 2 * kLineHeight);
    writer.Add("QUYẾT ĐỊNH", page.width / 2 - 60, top + 5 * kLineHeight);
    top += 7 * kLineHeight;
  }
  for (const std::size_t first : {std::size_t{18}, std::size_t{24}}) {
    std::string line;
    for (std::size_t i = first; i < first + 6; ++i) line += std::string(kSyllables[page.digest.bytes[i] % kSyllables.size()]) + " ";
    writer.Add(line, kLeft, top);
    top += kLineHeight;
  }
  writer.Add(NullWord(page), kLeft, top);
  text.blocks.push_back(writer.Take());
  text.mean_confidence = 0.95;
  return text;
}

PageLayer NullLayer(const NullPage& page) {
  PageLayer layer;
  layer.coding = PageLayer::Coding::kCcittG4;
  layer.width = page.width;
  layer.height = page.height;
  layer.components = 1;
  BitString bits;
  int rows = 0;
  for (const std::size_t first : {std::size_t{0}, std::size_t{8}, std::size_t{16}, std::size_t{24}}) {
    AddBars(&page.digest.bytes[first], bits);
    AddWhiteBelowBars(bits);
    rows += 2;
  }
  for (; rows < page.height; ++rows) bits.Add(true);
  bits.Add("000000000001000000000001");  // end of facsimile block
  layer.bytes = bits.Take();
  // Decoders stop at the end of the block.
  if (layer.bytes.size() < page.orders.layer_bytes) layer.bytes.resize(page.orders.layer_bytes, '\0');
  return layer;
}

}  // namespace sohoa
