// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/unichar_set.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/lines/damaged_model.h"

namespace sohoa {
namespace {

constexpr int kMostUnichars = 100'000;
constexpr std::size_t kMostBytesOfOne = 30;  // as Tesseract has it
constexpr unsigned kDigitProperty = 8;

Status DamagedUnicharSet(const char* what) { return DamagedModel("read unicharset of the line model", what); }

std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string_view TakeField(std::string_view& line) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) {
    line = {};
    return {};
  }
  line.remove_prefix(begin);
  const std::string_view field = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(field.size());
  return field;
}

std::optional<unsigned> Number(std::string_view field, int base) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value, base);
  if (error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return value;
}

// Ligatures that Unicode lacks stand in the private area; these are their letters.
std::string LettersOf(std::string_view unichar) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kLigatures{
      {{"\uE003", "ct"}, {"\uE006", "ſh"}, {"\uE007", "ſi"}, {"\uE008", "ſl"}, {"\uE009", "ſſ"}}};
  for (const auto& [ligature, letters] : kLigatures) {
    if (unichar == ligature) return std::string(letters);
  }
  return ToNfc(unichar);
}

// Marks and other code points that NFC may join to the one before; the plain ranges are told
// apart by their numbers, for everything else the word is composed again, which costs time only.
bool MayCombineWithPrevious(std::string_view nfc) {
  const std::u32string points = ToCodePoints(nfc);
  if (points.empty()) return false;
  const char32_t first = points.front();
  const bool latin = first < 0x300 || (first >= 0x1E00 && first < 0x1F00);
  const bool symbol = first >= 0x2000 && first < 0x20D0;
  return !latin && !symbol;
}

}  // namespace

Result<UnicharSet> UnicharSet::Parse(std::string_view text) {
  const std::optional<unsigned> count = Number(TakeLine(text), 10);
  if (!count || *count == 0 || *count > kMostUnichars)
    return DamagedUnicharSet("it does not begin with a count");
  UnicharSet set;
  for (unsigned id = 0; id < *count; ++id) {
    if (text.empty()) return DamagedUnicharSet("it ends early");
    std::string_view line = TakeLine(text);
    const std::string_view unichar = TakeField(line);
    const std::optional<unsigned> properties = Number(TakeField(line), 16);
    std::string_view script = TakeField(line);
    if (script.find(',') != std::string_view::npos)
      script = TakeField(line);  // measures come first
    if (unichar.empty() || unichar.size() > kMostBytesOfOne || !properties || script.empty()) {
      return DamagedUnicharSet("a character's line does not parse");
    }
    Unichar& added = set.unichars_.emplace_back();
    added.text = unichar == "NULL" ? " " : LettersOf(unichar);
    added.digit = (*properties & kDigitProperty) != 0;
    added.combines = MayCombineWithPrevious(added.text);
    added.unspaced = script == "Han" || script == "Thai" || script == "Hangul" ||
                     script == "Hiragana" || script == "Katakana";
    if (script == "Han" || script == "Katakana" || script == "Thai") set.words_are_spaced_ = false;
  }
  if (set.Text(kSpace) != " ") return DamagedUnicharSet("the space is not its first character");
  return set;
}

UnicharSet UnicharSet::OfAlphabet(std::u32string_view alphabet) {
  UnicharSet set;
  set.unichars_.push_back({" "});
  for (const char32_t point : alphabet) {
    if (point == U' ') continue;
    Unichar& added = set.unichars_.emplace_back();
    added.text = FromCodePoints({&point, 1});
    added.digit = point >= U'0' && point <= U'9';
    added.combines = MayCombineWithPrevious(added.text);
  }
  return set;
}

}  // namespace sohoa
