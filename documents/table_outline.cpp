// SPDX-License-Identifier: Apache-2.0
#include "documents/table_outline.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/folded_text.h"
#include "documents/misread_digits.h"

namespace sohoa {
namespace {

enum class Style { kRoman, kUpper, kLower, kNumber };

// "1.10" is {kNumber, {1, 10}}; "IV" is {kRoman, {4}}.
struct Ordinal {
  Style style = Style::kNumber;
  std::vector<int> parts;
  bool operator==(const Ordinal&) const = default;
};

constexpr std::array<std::string_view, 30> kRomans = {
    "I",   "II",   "III",   "IV",   "V",   "VI",  "VII",  "VIII",  "IX",  "X",  "XI",  "XII",  "XIII",  "XIV",  "XV",
    "XVI", "XVII", "XVIII", "XIX",  "XX",  "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII", "XXIX", "XXX"};
// List letters are those of the Vietnamese alphabet (Decree 30/2020, Appendix I part II).
constexpr std::array<std::string_view, 23> kLetters = {"a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m",
                                                       "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"};
constexpr std::array<std::string_view, 23> kCapitals = {"A", "B", "C", "D", "Đ", "E", "G", "H", "I", "K", "L", "M",
                                                        "N", "O", "P", "Q", "R", "S", "T", "U", "V", "X", "Y"};
// What a column of numbers is called.
constexpr std::array<std::string_view, 4> kNames = {"tt", "stt", "so tt", "so thu tu"};
// A table's rows are numbered where at least this share of them has a number in front.
constexpr double kNumberedShare = 0.6;

template <std::size_t kSize>
std::optional<int> PlaceIn(const std::array<std::string_view, kSize>& list, std::string_view text) {
  const auto found = std::find(list.begin(), list.end(), text);
  if (found == list.end()) return std::nullopt;
  return static_cast<int>(found - list.begin()) + 1;
}

// Without the mark that may follow it: "1.", "a)", "II -".
std::string_view Bare(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" .):/-");
  text = end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
  const std::size_t begin = text.find_first_not_of(" (.");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

std::optional<std::vector<int>> Numbers(std::string_view text) {
  std::vector<int> parts;
  int value = -1;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      value = (value < 0 ? 0 : value * 10) + (c - '0');
      if (value > 9999) return std::nullopt;
    } else if (c == '.' && value >= 0) {
      parts.push_back(value);
      value = -1;
    } else {
      return std::nullopt;
    }
  }
  if (value < 0) return std::nullopt;
  parts.push_back(value);
  return parts;
}

std::optional<Ordinal> Parse(std::string_view text) {
  const std::string_view bare = Bare(text);
  if (bare.empty() || bare.size() > 12) return std::nullopt;
  if (auto parts = Numbers(bare)) return Ordinal{Style::kNumber, std::move(*parts)};
  if (const auto place = PlaceIn(kRomans, bare)) return Ordinal{Style::kRoman, {*place}};
  if (const auto place = PlaceIn(kLetters, bare)) return Ordinal{Style::kLower, {*place}};
  if (const auto place = PlaceIn(kCapitals, bare)) return Ordinal{Style::kUpper, {*place}};
  return std::nullopt;
}

std::string Print(const Ordinal& ordinal) {
  const auto place = static_cast<std::size_t>(ordinal.parts.front() - 1);
  switch (ordinal.style) {
    case Style::kRoman:
      return std::string(kRomans[std::min(place, kRomans.size() - 1)]);
    case Style::kUpper:
      return std::string(kCapitals[std::min(place, kCapitals.size() - 1)]);
    case Style::kLower:
      return std::string(kLetters[std::min(place, kLetters.size() - 1)]);
    case Style::kNumber:
      break;
  }
  std::string text;
  for (const int part : ordinal.parts) text += (text.empty() ? "" : ".") + std::to_string(part);
  return text;
}

Ordinal Next(Ordinal ordinal) {
  ++ordinal.parts.back();
  return ordinal;
}

// What tells two numbers apart when dots are lost and letters stand for digits: "L6" is like "1.6".
std::string Skeleton(std::string_view text, Style style) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) continue;
    out += style == Style::kNumber ? DigitFor(c) : (c == '1' || c == 'l' || c == '|' || c == 'T' ? 'I' : c);
  }
  return out;
}

// The rows of one table, from top to bottom.
class Outline {
 public:
  explicit Outline(ExtractedTable& table) : table_(table) {}

  void Fill() {
    table_.outline.assign(table_.rows.size(), {});
    bool any = MarkHeadings();
    if (IsNumbered()) {
      any = true;
      RepairName();
      for (std::size_t row = 0; row < table_.rows.size(); ++row) Place(row);
    }
    if (!any) table_.outline.clear();
  }

 private:
  // "TT" and the like, or mostly numbers in fact.
  bool IsNumbered() const {
    if (table_.columns.empty() || table_.rows.empty()) return false;
    const std::string key = WordsKey(table_.columns.front());
    if (std::find(kNames.begin(), kNames.end(), key) != kNames.end()) return true;
    const auto numbered = std::count_if(table_.rows.begin(), table_.rows.end(), [](const auto& row) { return Parse(row.front()).has_value(); });
    return static_cast<double>(numbered) >= kNumberedShare * static_cast<double>(table_.rows.size());
  }

  // Two letters that stand alone are read badly: a column of numbers is called "TT" rather than "TI".
  void RepairName() {
    std::string& name = table_.columns.front();
    const std::string key = WordsKey(name);
    for (const std::string_view usual : {"TT", "STT"}) {
      const std::string wanted = WordsKey(usual);
      if (key == wanted || key.size() != wanted.size()) continue;
      std::size_t differ = 0;
      for (std::size_t i = 0; i < key.size(); ++i) differ += key[i] == wanted[i] ? 0 : 1;
      if (differ != 1) continue;
      for (ExtractedCell& cell : table_.cells) {
        if (!cell.header || cell.row != 0 || cell.column != 0 || cell.text == usual) continue;
        cell.raw = cell.text;
        cell.text = usual;
      }
      name = usual;
      return;
    }
  }

  // A row of one text across half of the columns or more, with or without a number before it.
  bool MarkHeadings() {
    std::vector<int> texts(table_.rows.size(), 0);
    std::vector<bool> spanning(table_.rows.size(), false);
    const std::uint32_t wide = std::max<std::uint32_t>(2, static_cast<std::uint32_t>(table_.columns.size() + 1) / 2);
    for (const ExtractedCell& cell : table_.cells) {
      if (cell.header || cell.row >= table_.rows.size() || cell.text.empty()) continue;
      if (cell.column > 0 || !Parse(cell.text)) ++texts[cell.row];
      if (cell.column_span >= wide) spanning[cell.row] = true;
    }
    bool any = false;
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      table_.outline[row].heading = spanning[row] && texts[row] == 1;
      any = any || table_.outline[row].heading;
    }
    return any;
  }

  // Numbers that may stand in the row after those that came so far: one more than each that is open, and
  // the first under the last.
  std::vector<Ordinal> Followers() const {
    std::vector<Ordinal> followers;
    if (open_.empty()) return {{Style::kNumber, {1}}, {Style::kRoman, {1}}, {Style::kUpper, {1}}};
    for (auto it = open_.rbegin(); it != open_.rend(); ++it) followers.push_back(Next(*it));
    Ordinal child = open_.back();
    if (child.style == Style::kNumber) {
      child.parts.push_back(1);
      followers.push_back(child);
      followers.push_back({Style::kLower, {1}});
    } else if (child.style != Style::kLower) {
      followers.push_back({Style::kNumber, {1}});
      followers.push_back({Style::kNumber, {1, 1}});
    }
    return followers;
  }

  std::optional<Ordinal> Repaired(std::string_view text, const std::vector<Ordinal>& followers) const {
    for (const Ordinal& follower : followers) {
      const std::string read = Skeleton(Bare(text), follower.style);
      if (!read.empty() && read == Skeleton(Print(follower), follower.style)) return follower;
    }
    return std::nullopt;
  }

  // Of a row without a number: the one that is missing between the row before and the one behind.
  std::optional<Ordinal> Missing(std::size_t row) const {
    if (open_.empty() || table_.outline[row].heading) return std::nullopt;
    const Ordinal expected = Next(open_.back());
    if (row + 1 < table_.rows.size()) {
      const auto behind = Parse(table_.rows[row + 1].front());
      if (behind && *behind == Next(expected)) return expected;
    }
    // The first of its heading, where the row behind has the second.
    for (const Ordinal& first : {Ordinal{Style::kNumber, {1}}, Ordinal{Style::kLower, {1}}}) {
      if (row == 0 || !table_.outline[row - 1].heading || row + 1 >= table_.rows.size()) break;
      const auto behind = Parse(table_.rows[row + 1].front());
      if (behind && *behind == Next(first)) return first;
    }
    return std::nullopt;
  }

  void Place(std::size_t row) {
    std::string& text = table_.rows[row].front();
    TableRowPlace& place = table_.outline[row];
    // A heading may have its number and its words in one cell.
    const std::string number = place.heading ? text.substr(0, text.find(' ')) : text;
    std::optional<Ordinal> ordinal = Parse(number);
    const std::vector<Ordinal> followers = Followers();
    const bool follows = ordinal && std::find(followers.begin(), followers.end(), *ordinal) != followers.end();
    if (!follows && !number.empty()) {
      if (auto repaired = Repaired(number, followers)) {
        ordinal = std::move(repaired);
        Amend(row, number, Print(*ordinal));
      }
    }
    if (!ordinal && number.empty()) {
      ordinal = Missing(row);
      place.inferred = ordinal.has_value();
    }
    if (!ordinal) return;
    Open(*ordinal);
    place.path = Path();
  }

  // The number of the row with its sign kept ("1,7." becomes "1.7."), in the row and in its cell.
  void Amend(std::size_t row, const std::string& read, const std::string& number) {
    const std::string_view bare = Bare(read);
    const auto at = static_cast<std::size_t>(bare.data() - read.data());
    std::string mended = read;
    mended.replace(at, bare.size(), number);
    std::string& text = table_.rows[row].front();
    for (ExtractedCell& cell : table_.cells) {
      if (cell.header || cell.row != row || cell.column != 0) continue;
      if (cell.raw.empty()) cell.raw = cell.text;
      cell.text.replace(0, read.size(), mended);
    }
    text.replace(0, read.size(), mended);
  }

  // Closes what the ordinal ends and opens it.
  void Open(const Ordinal& ordinal) {
    const auto same = std::find_if(open_.begin(), open_.end(), [&](const Ordinal& each) {
      return each.style == ordinal.style && each.parts.size() >= ordinal.parts.size();
    });
    open_.erase(same, open_.end());
    open_.push_back(ordinal);
  }

  // Of numbers with dots the last one says all.
  std::string Path() const {
    std::string path;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const bool said = i + 1 < open_.size() && open_[i].style == Style::kNumber && open_[i + 1].style == Style::kNumber &&
                        open_[i + 1].parts.size() > open_[i].parts.size();
      if (said) continue;
      path += (path.empty() ? "" : ".") + Print(open_[i]);
    }
    return path;
  }

  ExtractedTable& table_;
  std::vector<Ordinal> open_;  // from the outermost
};

}  // namespace

void OutlineTable(ExtractedTable& table) { Outline(table).Fill(); }

}  // namespace sohoa
