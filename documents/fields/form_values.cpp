// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/form_values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include <re2/re2.h>

#include "core/dossier.h"
#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/gazetteer.h"
#include "documents/identity_numbers.h"
#include "documents/land_certificate.h"
#include "documents/set_phrases.h"
#include "documents/vietnamese_numerals.h"

namespace sohoa {
namespace {

// "/ Full name", and the edge of a photograph in front of a name: "I Võ Thanh Tuấn".
std::string WithoutLabel(const std::string& name) {
  static const RE2 label(R"(^(\W*(?:full? name\W*)?(?:[il|]\s+)?))");
  const FoldedText folded(name);
  re2::StringPiece match;
  return RE2::PartialMatch(folded.ascii(), label, &match) ? folded.Original(match.size(), folded.size()) : name;
}

// "TẠ CÔNG HUY" -> "Tạ Công Huy"; "Ông Tạ Công Huy" -> "Tạ Công Huy".
std::string NormalizedName(const std::string& value) {
  static const RE2 title(R"(^((?:ong|ba)(?:\s?[/(]\s?(?:ba|ong)\s?\)?)?\s*:?\s+))");
  const FoldedText folded(value);
  re2::StringPiece match;
  const std::size_t begin = RE2::PartialMatch(folded.ascii(), title, &match) ? match.size() : 0;
  const std::string name = WithoutLabel(folded.Original(begin, folded.size()));
  if (FoldedText(name).UpperShare() < 0.8) return name;
  const std::u32string lower = ToCodePoints(ToLower(name));
  std::string out;
  bool capital = true;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const std::string letter = FromCodePoints(std::u32string_view(lower).substr(i, 1));
    out += capital ? ToUpper(letter) : letter;
    capital = letter == " " || letter == "-";
  }
  return out;
}

constexpr std::string_view kCountry = ", Việt Nam";
constexpr std::array<std::string_view, 2> kProvinceLevels = {"tỉnh ", "thành phố "};

// Where the last of the levels of an address stands, the country left out.
std::pair<std::size_t, std::size_t> LastLevel(const std::string& address) {
  const std::size_t end = address.ends_with(kCountry) ? address.size() - kCountry.size() : address.size();
  const std::size_t comma = address.rfind(", ", end == 0 ? 0 : end - 1);
  return {comma == std::string::npos ? 0 : comma + 2, end};
}

// "..., Hà Tỉnh" -> "..., Hà Tĩnh": an address ends in its province, or in its province and the country.
std::string WithProvince(std::string address) {
  auto [begin, end] = LastLevel(address);
  if (begin == 0) return address;
  for (const std::string_view level : kProvinceLevels) {
    if (address.compare(begin, level.size(), level) == 0) begin += level.size();
  }
  const std::string name = address.substr(begin, end - begin);
  const std::string_view province = ProvinceNamed(name);
  if (WordsKey(name) == WordsKey(province)) address.replace(begin, name.size(), province);
  return address;
}

// "tính Thái Bình" -> "tỉnh Thái Bình": a level of administration in front of a name, behind a
// comma or at the beginning, that lost its mark.
std::string RepairedAddress(const std::string& value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kLevels = {
      {{"tinh", "tỉnh"},
       {"huyen", "huyện"},
       {"xa", "xã"},
       {"phuong", "phường"},
       {"quan", "quận"},
       {"thon", "thôn"},
       {"xom", "xóm"},
       {"ban", "bản"},
       {"duong", "đường"}}};
  std::string out;
  std::istringstream words(value);
  bool begins = true;
  for (std::string word; words >> word;) {
    const std::string key = WordsKey(word);
    if (begins && FoldedText(word).UpperShare() == 0) {
      for (const auto& [folded, written] : kLevels) {
        if (key == folded) word = written;
      }
    }
    begins = word.ends_with(",");
    out += (out.empty() ? "" : " ") + word;
  }
  return WithProvince(WithSetPhrases(out));
}

std::string WithoutNoughts(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? digits.substr(0, 1) : digits.substr(first);
}

// The first run of digits.
std::string FirstNumber(const std::string& text) {
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_first_not_of("0123456789", begin) - begin);
}

std::string DigitsOf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) out += c;
  }
  return out;
}

std::string NormalizedDateTime(const FoldedText& text) {
  const auto date = FindAnyDate(text);
  if (!date || !date->complete()) {
    // Of old people only the year of birth is known.
    static const RE2 year(R"(^\W*((?:19|20)\d{2})\W*$)");
    std::string only;
    return RE2::PartialMatch(text.ascii(), year, &only) ? only : std::string();
  }
  static const RE2 clock(R"((\d{1,2})\s*(?:gio|h|:)\s*(\d{1,2})?)");
  int hour = 0;
  std::string minute;
  if (RE2::PartialMatch(text.ascii(), clock, &hour, &minute) && hour < 24) {
    const std::string hours = (hour < 10 ? "0" : "") + std::to_string(hour);
    if (minute.empty()) minute = "00";
    if (minute.size() == 1) minute.insert(0, 1, '0');
    return date->Edtf() + "T" + hours + ":" + minute + ":00+07:00";
  }
  return date->Edtf();
}

// "Nam", "Nữ" of "Nam / Male", "nữ"; empty for anything else.
std::string NormalizedSex(const std::string& value) {
  const std::string key = WordsKey(value);
  const std::string first = key.substr(0, key.find(' '));
  if (first == "nam" || first == "male") return "Nam";
  return first == "nu" || first == "female" ? "Nữ" : "";
}

// "Số tiền: 20.000 đồng (bằng chữ: hai mươi nghìn đồng)": a bracket round the second label
// leaves one half with each entry.
std::string WithoutHalfBracket(std::string text) {
  const auto last = [&](char c) { return !text.empty() && text.back() == c; };
  while (last(' ') || last('(') || (last(')') && text.find('(') == std::string::npos)) {
    text.pop_back();
  }
  return text;
}

// "3x 4" -> "3 x 4": the narrow spaces about the sign come and go.
std::string WithMeasures(std::string text) {
  static const RE2 measure(R"((\d) ?x ?(\d))");
  RE2::GlobalReplace(&text, measure, R"(\1 x \2)");
  return text;
}

std::string NumberText(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : std::string();
}

}  // namespace

std::string EntryText(const FoldedText& line, std::size_t begin, std::size_t end) {
  // Rows of dots are the form's; an ellipsis is one letter.
  std::string text = line.Original(begin, end);
  static const RE2 dots(R"((?:\.|…|_){2,})");
  RE2::GlobalReplace(&text, dots, " ");
  text = CleanText(text);
  // Nor does an entry end in a mark: what looks like one is the form's, or a speck.
  static const RE2 end_marks(R"([\s.,;·•'’‘`´]+$)");
  RE2::Replace(&text, end_marks, "");
  return WordsKey(text).empty() ? std::string() : text;
}

std::size_t WithoutEnumerator(const FoldedText& line, std::size_t begin, std::size_t end) {
  static const RE2 enumerator(R"(\S([\s,;]+(?:\d{1,2}(?:\.\d{1,2})?[.)]?|[a-z][.)]|[-*+])\s*)$)");
  re2::StringPiece match;
  const std::string before = line.ascii().substr(begin, end - begin);
  if (!RE2::PartialMatch(before, enumerator, &match)) return end;
  return end - match.size();
}

bool EndsInProvince(const std::string& address) {
  // Cities of the rank of a province; those of a district's rank bear the names of provinces too.
  constexpr std::array<std::string_view, 6> kCities = {"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"};
  const auto [begin, end] = LastLevel(address);
  std::string name = address.substr(begin, end - begin);
  if (!ProvinceNamed(name).empty()) return true;
  for (const std::string_view level : kProvinceLevels) {
    if (!name.starts_with(level)) continue;
    name.erase(0, level.size());
    if (level != kProvinceLevels.front()) return std::find(kCities.begin(), kCities.end(), WordsKey(name)) != kCities.end();
    return !ProvinceNamed(name).empty() || name.find(' ') != std::string::npos;
  }
  return false;
}

bool EndsInLevel(const std::string& office) {
  static const RE2 level(R"((?:^|\s)(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)$)");
  return RE2::PartialMatch(WordsKey(office), level);
}

void NormalizeEntry(const FormRule& rule, FieldValue& field) {
  switch (rule.kind) {
    case EntryKind::kDate:
      field.normalized = NormalizedDateTime(FoldedText(field.value));
      // Cards of people over sixty have no end.
      if (field.code == "expiry_date" && WordsKey(field.value) == "khong thoi han") break;
      Check(field, "calendar_date", !field.normalized.empty());
      break;
    case EntryKind::kNumber:
      field.normalized = DigitsOf(field.value);
      break;
    case EntryKind::kCount:
      field.normalized = WithoutNoughts(FirstNumber(field.value));
      Check(field, "number_in_figures", !field.normalized.empty());
      break;
    case EntryKind::kAddress:
    case EntryKind::kOffice:
      field.normalized = RepairedAddress(field.value);
      break;
    case EntryKind::kName:
      field.normalized = WithSetPhrases(NormalizedName(field.value));
      if (field.normalized.empty()) Check(field, "known_name", false);
      break;
    case EntryKind::kDossierCode:
      field.normalized = RepairDossierCode(field.value);
      Check(field, "dossier_code_pattern", IsStandardDossierCode(field.normalized));
      break;
    case EntryKind::kIdentity:
      field.normalized = FindIdentityNumber(field.value);
      if (field.normalized.empty()) field.normalized = DigitsOf(field.value).substr(0, 12);
      Check(field, "identity_number", IsIdentityNumber(field.normalized));
      break;
    case EntryKind::kTaxCode:
      field.normalized = DigitsOf(field.value);
      Check(field, "tax_code", IsTaxCode(field.normalized));
      break;
    case EntryKind::kProcedureCode:
      field.normalized = RepairProcedureCode(field.value);
      Check(field, "procedure_code_pattern", IsProcedureCode(field.normalized));
      break;
    case EntryKind::kSex:
      field.normalized = NormalizedSex(field.value);
      Check(field, "sex", !field.normalized.empty());
      break;
    case EntryKind::kMoney:
      field.value = WithoutHalfBracket(std::move(field.value));
      field.normalized = NumberText(ParseAmountInFigures(field.value));
      Check(field, "number_in_figures", !field.normalized.empty());
      break;
    case EntryKind::kMoneyInWords:
      field.value = WithoutHalfBracket(std::move(field.value));
      field.normalized = NumberText(ParseNumberInWords(field.value));
      Check(field, "number_in_words", !field.normalized.empty());
      break;
    case EntryKind::kLandRegisterEntry:
      field.normalized = field.value;
      Check(field, "register_entry_pattern", IsLandRegisterEntry(field.value));
      break;
    case EntryKind::kText:
    case EntryKind::kList:
      field.normalized = WithMeasures(WithSetPhrases(field.value));
      break;
  }
}

}  // namespace sohoa
