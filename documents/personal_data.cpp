// SPDX-License-Identifier: Apache-2.0
#include "documents/personal_data.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/vietnamese.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::array<std::string_view, 6> kFields = {"identity_number", "old_identity_number", "phone", "email", "address", "hometown"};
constexpr std::array<std::string_view, 3> kFieldEnds = {"_address", "_phone", "_identity_number"};

// In front of what they name, folded. Longer ones first where one begins like another.
constexpr std::array<std::string_view, 13> kAddressLabels = {
    "dia chi",         "noi thuong tru",       "noi cu tru", "noi o hien tai", "noi o hien nay", "cho o hien tai", "cho o hien nay",
    "ho khau thuong tru", "dang ky thuong tru", "thuong tru", "tam tru",        "que quan",       "nguyen quan"};
constexpr std::array<std::string_view, 8> kPhoneLabels = {"dien thoai", "sdt", "dt", "tel", "di dong", "hotline", "zalo", "fax"};
constexpr std::array<std::string_view, 6> kIdentityLabels = {"cccd", "cmnd", "cmtnd", "dinh danh", "can cuoc", "chung minh"};
// What ends an address on its line.
constexpr std::array<std::string_view, 7> kOtherLabels = {"email", "ngay sinh", "sinh ngay", "sinh nam", "gioi tinh", "quoc tich", "ngay cap"};

constexpr std::size_t kLabelReach = 5;  // words from a label to its number

bool IsPersonalField(std::string_view code) {
  return std::find(kFields.begin(), kFields.end(), code) != kFields.end() ||
         std::any_of(kFieldEnds.begin(), kFieldEnds.end(), [&](std::string_view end) { return code.ends_with(end); });
}

// What is compared: folded, letters and digits alone.
std::string KeyOf(const Word& word) {
  std::string key;
  for (const char c : FoldedKey(word.text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

// The digits of a word that is a number or a part of one, as written with dots, dashes, brackets or
// a plus; empty for any other word. What stands before a colon is a label.
std::string DigitsOf(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) text.remove_prefix(colon + 1);
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view(".-+(),;").find(c) == std::string_view::npos) {
      return "";
    }
  }
  return digits;
}

bool LooksLikeEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos;
}

// With the country's code in front or without; mobiles have ten digits, others eleven (Circular
// 22/2014/TT-BTTTT).
bool LooksLikePhone(std::string digits) {
  if (digits.starts_with("84") && digits.size() >= 11) digits = "0" + digits.substr(2);
  if (digits.size() == 10) return digits[0] == '0' && std::string_view("35789").find(digits[1]) != std::string_view::npos;
  return digits.size() == 11 && digits.starts_with("02");
}

// One line of the page.
class LineSearch {
 public:
  explicit LineSearch(const Line& line) : line_(line) {
    for (const Word& word : line.words) keys_.push_back(KeyOf(word));
    hidden_.resize(line.words.size());
  }

  // `goes_on`: the line above ended within an address. The answer says the same of this one.
  bool Run(bool goes_on);
  const std::vector<bool>& hidden() const { return hidden_; }

 private:
  // The number of words of the label that begins there; 0: none does.
  template <std::size_t Count>
  std::size_t LabelAt(std::size_t at, const std::array<std::string_view, Count>& labels) const;
  bool IsAnyLabel(std::size_t at) const;
  bool HasLabelBefore(std::size_t at, const auto& labels) const;
  void HideNumbers();
  // Of so many words from `begin` on.
  bool IsPersonalNumber(std::size_t begin, std::size_t count, const std::string& digits) const;
  bool HideAddress(std::size_t begin);

  const Line& line_;
  std::vector<std::string> keys_;
  std::vector<bool> hidden_;
};

template <std::size_t Count>
std::size_t LineSearch::LabelAt(std::size_t at, const std::array<std::string_view, Count>& labels) const {
  for (const std::string_view label : labels) {
    std::size_t words = 0;
    std::string_view rest = label;
    while (!rest.empty() && at + words < keys_.size()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      // The last one may have its value right behind it: "CMND:034567891".
      const bool is_last = word.size() == rest.size();
      const std::string& text = line_.words[at + words].text;
      const bool labels_value = is_last && text.find(':') != std::string::npos && keys_[at + words].starts_with(word);
      if (keys_[at + words] != word && !labels_value) break;
      ++words;
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    if (rest.empty()) return words;
  }
  return 0;
}

bool LineSearch::IsAnyLabel(std::size_t at) const {
  return LabelAt(at, kAddressLabels) + LabelAt(at, kPhoneLabels) + LabelAt(at, kIdentityLabels) + LabelAt(at, kOtherLabels) > 0;
}

bool LineSearch::HasLabelBefore(std::size_t at, const auto& labels) const {
  for (std::size_t back = 0; back <= kLabelReach && back <= at; ++back) {
    if (LabelAt(at - back, labels) > 0) return true;
  }
  return false;
}

bool LineSearch::IsPersonalNumber(std::size_t begin, std::size_t count, const std::string& digits) const {
  const std::size_t behind = begin + count;
  if (behind < keys_.size() && (keys_[behind] == "dong" || keys_[behind] == "d" || keys_[behind] == "vnd")) return false;
  if (IsIdentityNumber(digits) && (count == 1 || digits.size() == 12)) return true;
  if (LooksLikePhone(digits)) return true;
  // Misread by a digit it is not what it should be.
  if (digits.size() >= 8 && digits.size() <= 13 && HasLabelBefore(begin, kIdentityLabels)) return true;
  return digits.size() >= 8 && digits.size() <= 12 && HasLabelBefore(begin, kPhoneLabels);
}

void LineSearch::HideNumbers() {
  for (std::size_t begin = 0; begin < line_.words.size();) {
    std::string digits = DigitsOf(line_.words[begin].text);
    if (digits.empty()) {
      hidden_[begin] = hidden_[begin] || LooksLikeEmail(line_.words[begin].text);
      ++begin;
      continue;
    }
    std::vector<std::string> parts = {digits};
    while (begin + parts.size() < line_.words.size()) {
      // A colon begins a value of its own.
      const std::string& text = line_.words[begin + parts.size()].text;
      std::string more = text.find(':') == std::string::npos ? DigitsOf(text) : "";
      if (more.empty()) break;
      parts.push_back(std::move(more));
    }
    // The longest group of parts that is a number of a person; two of these may stand side by side.
    std::size_t found = 0;
    for (std::size_t count = parts.size(); count > 0 && found == 0; --count) {
      std::string joined;
      for (std::size_t i = 0; i < count; ++i) joined += parts[i];
      if (IsPersonalNumber(begin, count, joined)) found = count;
    }
    for (std::size_t i = 0; i < found; ++i) hidden_[begin + i] = true;
    begin += std::max<std::size_t>(found, 1);
  }
}

// To the next label. True where it goes on in the next line.
bool LineSearch::HideAddress(std::size_t begin) {
  std::size_t at = begin;
  for (; at < line_.words.size() && !IsAnyLabel(at); ++at) hidden_[at] = true;
  return at == line_.words.size() && (begin == at || line_.words[at - 1].text.ends_with(',') || line_.words[at - 1].text.ends_with('-'));
}

bool LineSearch::Run(bool goes_on) {
  HideNumbers();
  const bool has_label = std::any_of(line_.words.begin(), line_.words.end(), [](const Word& word) { return word.text.find(':') != std::string::npos; });
  bool more = goes_on && !has_label && HideAddress(0);
  for (std::size_t at = 0; at < line_.words.size(); ++at) {
    const std::size_t label = LabelAt(at, kAddressLabels);
    if (label == 0) continue;
    more = HideAddress(at + label);
  }
  return more;
}

Box PixelBox(const Polygon& polygon, const PageGeometry& geometry) {
  if (polygon.empty()) return {};
  const auto [left, right] = std::minmax_element(polygon.begin(), polygon.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(polygon.begin(), polygon.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
  return {static_cast<int>(left->x * geometry.width), static_cast<int>(top->y * geometry.height),
          static_cast<int>(right->x * geometry.width) + 1, static_cast<int>(bottom->y * geometry.height) + 1};
}

std::vector<Box> FieldBoxes(const std::vector<FieldValue>& fields, std::uint32_t number, const PageGeometry& geometry) {
  std::vector<Box> boxes;
  for (const FieldValue& field : fields) {
    if (!IsPersonalField(field.code)) continue;
    for (const FieldLocation& location : field.locations) {
      if (location.page == number) boxes.push_back(PixelBox(location.polygon, geometry));
    }
  }
  return boxes;
}

// The chip cards' codes have the number in front, and name and address behind it.
bool IdentifiesAPerson(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      digits += text[i];
      continue;
    }
    if (IsIdentityNumber(digits) || LooksLikePhone(digits)) return true;
    digits.clear();
  }
  return false;
}

void Hide(Word& word) {
  std::string hidden;
  for (std::size_t i = ToCodePoints(word.text).size(); i > 0; --i) hidden += '*';
  word.text = std::move(hidden);
  word.alternatives.clear();
  word.raw.clear();
}

// Ink of a word may stand out of its box.
Box Grown(const Box& box) {
  const int more = std::max(2, box.height() / 6);
  return {box.left - more, box.top - more, box.right + more, box.bottom + more};
}

}  // namespace

PersonalData FindPersonalData(const PageRecord& page, const std::vector<FieldValue>& fields, std::uint32_t number) {
  const std::vector<Box> boxes = FieldBoxes(fields, number, page.geometry);
  PersonalData data;
  for (std::size_t block = 0; block < page.text.blocks.size(); ++block) {
    bool goes_on = false;
    for (std::size_t line = 0; line < page.text.blocks[block].lines.size(); ++line) {
      const Line& words = page.text.blocks[block].lines[line];
      LineSearch search(words);
      goes_on = search.Run(goes_on);
      for (std::size_t word = 0; word < words.words.size(); ++word) {
        const bool of_field = std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) { return MostlyIn(words.words[word].box, box); });
        if (search.hidden()[word] || of_field) data.words.push_back({block, line, word});
      }
    }
  }
  for (std::size_t i = 0; i < page.barcodes.size(); ++i) {
    if (IdentifiesAPerson(page.barcodes[i].text)) data.barcodes.push_back(i);
  }
  return data;
}

std::vector<Box> HidePersonalData(const PersonalData& data, PageRecord& page) {
  std::vector<Box> boxes;
  std::optional<WordPlace> before;
  for (const WordPlace& place : data.words) {
    Word& word = page.text.blocks[place.block].lines[place.line].words[place.word];
    Hide(word);
    const bool in_a_row = before && before->block == place.block && before->line == place.line && before->word + 1 == place.word;
    if (in_a_row) {
      boxes.back() = Union(boxes.back(), Grown(word.box));
    } else {
      boxes.push_back(Grown(word.box));
    }
    before = place;
  }
  for (const std::size_t barcode : data.barcodes) {
    page.barcodes[barcode].text.clear();
    boxes.push_back(Grown(page.barcodes[barcode].box));
  }
  return boxes;
}

}  // namespace sohoa
