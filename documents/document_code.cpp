// SPDX-License-Identifier: Apache-2.0
#include "documents/document_code.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/document_classes.h"

namespace sohoa {
namespace {

struct Spelling {
  std::string_view key;  // folded
  std::string_view written;
};

// Organs and kinds with letters that OCR takes for others; the kinds of Decree 30 come from
// the list of classes.
constexpr std::array kSpellings = {
    Spelling{"nd", "NĐ"},         Spelling{"hdnd", "HĐND"},       Spelling{"ttg", "TTg"},
    Spelling{"bgddt", "BGDĐT"},   Spelling{"bldtbxh", "BLĐTBXH"}, Spelling{"sldtbxh", "SLĐTBXH"},
    Spelling{"ldtbxh", "LĐTBXH"}, Spelling{"sgddt", "SGDĐT"},     Spelling{"bkhdt", "BKHĐT"},
    Spelling{"skhdt", "SKHĐT"},   Spelling{"khdt", "KHĐT"},       Spelling{"gddt", "GDĐT"},
    Spelling{"bcd", "BCĐ"},       Spelling{"hddt", "HĐĐT"},       Spelling{"hdtp", "HĐTP"},
    Spelling{"ttra", "TTra"},     Spelling{"cdn", "CĐN"},         Spelling{"ubnd", "UBND"},
    Spelling{"cp", "CP"},         Spelling{"ttlt", "TTLT"},       Spelling{"vbhn", "VBHN"},
    Spelling{"hdqt", "HĐQT"},     Spelling{"ldld", "LĐLĐ"},       Spelling{"dvc", "DVC"},
    Spelling{"hdkt", "HĐKT"},     Spelling{"hdld", "HĐLĐ"},       Spelling{"hdxd", "HĐXD"}};

// Digits that a reader sees in a word of capitals.
std::string LettersForDigits(std::string_view word) {
  std::string out;
  for (const char c : word) {
    switch (c) {
      case '5':
        out += 'S';
        break;
      case '0':
        out += 'O';
        break;
      case '8':
        out += 'B';
        break;
      default:
        out += c;
    }
  }
  return out;
}

// "sYT" -> "SYT": an abbreviation begins with a capital (Decree 30/2020 App. III), and letters that
// look alike in both cases come out small; "TTra", "GDTrH" have other small letters inside.
std::string WithCapitals(const std::string& text) {
  constexpr std::u32string_view kAlikeInBothCases = U"cosuvwxzôơư";
  const FoldedText folded(text);
  if (folded.size() < 3 || folded.UpperShare() < 0.5) return text;
  std::string out;
  const std::u32string points = ToCodePoints(text);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string letter = FromCodePoints(points.substr(i, 1));
    const bool alike = kAlikeInBothCases.find(points[i]) != std::u32string_view::npos;
    out += i == 0 || alike ? ToUpper(letter) : letter;
  }
  return out;
}

std::string RepairPart(std::string_view part, bool first) {
  // "BCĐ138", "P2": digits behind letters belong there; in front of them they are misread.
  std::string text(part);
  const std::size_t lead = text.find_first_not_of("0123456789");
  if (lead != std::string::npos && lead > 0) {
    text = LettersForDigits(text.substr(0, lead)) + text.substr(lead);
  }
  // "BCĐI38": a capital I between letters and digits is a one.
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == 'I' && text[i + 1] >= '0' && text[i + 1] <= '9') text[i] = '1';
  }
  if (first) {
    if (const DocumentClass* kind = KindOfAbbreviation(text)) return std::string(kind->code);
  }
  const std::size_t tail = text.find_first_of("0123456789");
  const std::string key = WordsKey(text.substr(0, tail));
  for (const Spelling& spelling : kSpellings) {
    if (key == spelling.key) {
      return std::string(spelling.written) + (tail == std::string::npos ? "" : text.substr(tail));
    }
  }
  return WithCapitals(text);
}

// "12a": a number that was given out twice got a letter behind its digits. Letters that stand for a digit where
// a pen wrote one are none.
bool IsSuffix(std::string_view number, char letter) {
  constexpr std::string_view kSuffixes = "abcde";
  return number.size() > 1 && number.back() == letter && kSuffixes.find(letter) != std::string_view::npos &&
         std::all_of(number.begin(), number.end() - 1, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

std::string RepairNumber(std::string_view folded) {
  std::string out;
  for (const char c : folded) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0)
      out += c;
    else if (c == 'o')
      out += '0';
    else if (c == 'l' || c == 'i' || c == '|')
      out += '1';
    else if (c == ' ')
      continue;
    else if (IsSuffix(folded, c))
      out += c;
    else
      return {};
  }
  return out;
}

// True where the abbreviation is made of the beginnings of the words in order, one letter or
// more of each: "syt" of "so y te", "ttra" of "thanh tra", "bcd138" of "ban chi dao 138". "và" may
// be left out: "stnmt" of "so tai nguyen va moi truong".
bool SpellsWords(std::string_view abbreviation, std::string_view words) {
  if (abbreviation.empty()) return true;
  std::size_t end = words.find(' ');
  if (end == std::string_view::npos) end = words.size();
  const std::string_view rest = end < words.size() ? words.substr(end + 1) : std::string_view();
  const std::size_t most = std::min(end, abbreviation.size());
  for (std::size_t n = 1; n <= most && abbreviation[n - 1] == words[n - 1]; ++n) {
    if (SpellsWords(abbreviation.substr(n), rest)) return true;
  }
  return words.substr(0, end) == "va" && SpellsWords(abbreviation, rest);
}

void Trim(std::string_view ascii, std::size_t& begin, std::size_t& end, std::string_view marks) {
  while (begin < end && marks.find(ascii[begin]) != std::string_view::npos) ++begin;
  while (end > begin && marks.find(ascii[end - 1]) != std::string_view::npos) --end;
}

std::size_t Offset(std::string_view whole, const re2::StringPiece& part) {
  return static_cast<std::size_t>(part.data() - whole.data());
}

std::string WithoutSpaces(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

bool HasLetters(std::string_view ascii, std::size_t at_least) {
  return static_cast<std::size_t>(std::count_if(ascii.begin(), ascii.end(), [](char c) {
           return std::isalpha(static_cast<unsigned char>(c)) != 0;
         })) >= at_least;
}

// Fills number and year from what stands in front of the notation.
void ReadNumber(const FoldedText& line, std::size_t begin, std::size_t end, DocumentCode& code) {
  static const RE2 with_year(R"((?:^|[^0-9])((?:19|20)\d\d)\s*/?\s*$)");
  const std::string& ascii = line.ascii();
  const std::string_view front(ascii.data() + begin, end - begin);
  const std::size_t slash = front.find('/');
  re2::StringPiece year;
  if (slash != std::string_view::npos &&
      RE2::PartialMatch(re2::StringPiece(front.data(), front.size()), with_year, &year) &&
      Offset(ascii, year) > begin + slash) {
    code.year = std::string(year);
    end = begin + slash;
  }
  Trim(ascii, begin, end, " /.:;,-*_");
  code.number_begin = begin;
  code.number_end = end;
  code.number = RepairNumber(std::string_view(ascii).substr(begin, end - begin));
}

}  // namespace

std::vector<std::string> NotationParts(std::string_view notation) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : notation) {
    if (c == '-') {
      if (!part.empty()) parts.push_back(std::move(part));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

// "CTUBND" is "CT-UBND": a kind, and an issuer that is no part of another's letters. The part as it is where it is
// not made of the two.
std::string WithLostHyphen(const std::string& part) {
  const FoldedText folded(part);
  for (const Spelling& issuer : {Spelling{"ubnd", "UBND"}, Spelling{"hdnd", "HĐND"}, Spelling{"ttg", "TTg"}}) {
    if (!folded.ascii().ends_with(issuer.key) || folded.size() <= issuer.key.size() + 1) continue;
    const std::string kind = folded.Original(0, folded.size() - issuer.key.size());
    if (KindOfAbbreviation(kind) != nullptr) return kind + "-" + std::string(issuer.written);
  }
  return part;
}

std::string RepairNotation(std::string_view printed) {
  const FoldedText folded(printed);
  std::string plain;  // every dash one hyphen, no spaces
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded.ascii()[i];
    if (c == '-' || c == '~')
      plain += '-';
    else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '&' || c == '.') {
      plain += folded.Original(i, i + 1);
    }
  }
  std::string out;
  bool first = true;
  for (const std::string& part : NotationParts(WithLostHyphen(plain))) {
    if (!out.empty()) out += '-';
    out += RepairPart(part, first);
    first = false;
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

DocumentCode ParseNumberLine(const FoldedText& line) {
  // "số" in front is often glued to the digits, or read as "s6", "$ó", "5o".
  static const RE2 label(R"(^\W*(?:(?:bo luat|luat|nghi quyet|phap lenh|lenh)\s+)?(?:[s5$]\s?[o06ó]\s?[:.;,]?|[s5]\s?[:;]))");
  static const RE2 after_slash(
      R"(/\s*((?:[a-z0-9][a-z0-9&.]*)(?:\s?[-~]\s?[a-z0-9][a-z0-9&.]*)*)[\W_]*$)");
  static const RE2 without_slash(R"(((?:[a-z]{2,5})(?:\s?[-~]\s?[a-z][a-z0-9&.]*)+)[\W_]*$)");
  DocumentCode code;
  const std::string& ascii = line.ascii();
  re2::StringPiece found;
  std::size_t begin = 0;
  if (RE2::PartialMatch(ascii, label, &found)) begin = 0;
  re2::StringPiece rest(ascii);
  RE2::Consume(&rest, label);
  begin = Offset(ascii, rest);

  re2::StringPiece notation;
  // The last slash begins the notation; an organ's own slash is rare and stays in front.
  const std::size_t slash = ascii.rfind('/');
  if (slash != std::string::npos && slash >= begin) {
    re2::StringPiece tail(ascii.data() + slash, ascii.size() - slash);
    if (!RE2::PartialMatch(tail, after_slash, &notation)) notation = {};
  }
  std::size_t number_end = slash == std::string::npos ? begin : slash;
  if (notation.empty()) {
    if (!RE2::PartialMatch(rest, without_slash, &notation)) return code;
    number_end = Offset(ascii, notation);
    // A slash that was read as a letter stands right before the first capital: "44 zGM-TB".
    const std::size_t at = number_end;
    if (line.Slice(at, at + 1).UpperShare() == 0 && line.Slice(at + 1, at + 2).UpperShare() == 1) {
      notation.remove_prefix(1);
    }
  }
  if (!HasLetters(std::string_view(notation.data(), notation.size()), 2)) return code;
  code.notation_begin = Offset(ascii, notation);
  code.notation_end = code.notation_begin + notation.size();
  const std::string printed = line.Original(code.notation_begin, code.notation_end);
  code.notation = RepairNotation(printed);
  code.clean = code.notation == WithoutSpaces(printed);
  ReadNumber(line, begin, std::max(begin, number_end), code);
  return code;
}

std::vector<DocumentCode> FindCitedCodes(const FoldedText& text) {
  static const RE2 cited(R"((?:^|[^a-z0-9/])(\d{1,6}[a-z]?)\s*/\s*(?:((?:19|20)\d\d)\s*/\s*)?)"
                         R"(([a-z][a-z0-9&]*(?:\s?[-~]\s?[a-z][a-z0-9&]*)*))");
  std::vector<DocumentCode> codes;
  const std::string& ascii = text.ascii();
  re2::StringPiece rest(ascii);
  re2::StringPiece number;
  re2::StringPiece year;
  re2::StringPiece notation;
  while (RE2::FindAndConsume(&rest, cited, &number, &year, &notation)) {
    DocumentCode code;
    code.number_begin = Offset(ascii, number);
    code.number_end = code.number_begin + number.size();
    code.notation_begin = Offset(ascii, notation);
    code.notation_end = code.notation_begin + notation.size();
    // "km/h", "và/hoặc": a notation begins with capitals.
    const FoldedText head = text.Slice(code.notation_begin, code.notation_begin + 2);
    if (head.size() < 2 || head.UpperShare() < 1) continue;
    code.number = std::string(number);
    code.year = std::string(year);
    code.notation = RepairNotation(text.Original(code.notation_begin, code.notation_end));
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string ClassOfCode(const DocumentCode& code) {
  if (code.notation.empty()) return {};
  const std::vector<std::string> parts = NotationParts(code.notation);
  const std::string& kind = parts.front();
  if (kind == "VBHN") return "B10";
  const std::string organ = parts.size() > 1 ? parts[1] : "";
  if (organ == "CTN" && (kind == "L" || kind == "QĐ")) return "B03";
  if (!code.year.empty()) {
    if (kind.starts_with("UBTVQH")) return "B02";
    if (kind.starts_with("QH")) return "B01";
    if (kind == "NĐ") return "B04";
    if (kind == "TTLT") return "B07";
    if (kind == "TT") return "B06";
    if (kind == "QĐ" && organ == "TTg") return "B05";
    if (kind == "NQ" && organ == "HĐND") return "B08";
    if (kind == "QĐ" && organ == "UBND") return "B09";
  }
  const DocumentClass* known = KindOfAbbreviation(kind);
  return known == nullptr ? "CV" : std::string(known->code);
}

bool IsWellFormedNotation(std::string_view notation) {
  const std::vector<std::string> parts = NotationParts(notation);
  if (parts.size() < 2) return false;
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    const FoldedText folded(part);
    const bool kind = KindOfAbbreviation(part) != nullptr || part == "TTg" || part == "TTra";
    return folded.size() <= 12 &&
           std::isalpha(static_cast<unsigned char>(folded.ascii()[0])) != 0 &&
           (kind || folded.UpperShare() >= 0.6);
  });
}

bool AbbreviatesName(std::string_view abbreviation, std::string_view name) {
  const std::string short_key = WordsKey(abbreviation);
  std::string key = " " + WordsKey(name) + " ";
  const std::size_t committee = key.find(" uy ban nhan dan ");
  if (committee != std::string::npos) key.replace(committee, 17, " ubnd ");
  const std::size_t council = key.find(" hoi dong nhan dan ");
  if (council != std::string::npos) key.replace(council, 19, " hdnd ");
  if (short_key.size() < 2) return false;
  if (key.find(" " + short_key + " ") != std::string::npos) return true;
  for (std::size_t at = 0; at + 1 < key.size(); ++at) {
    if (key[at] == ' ' && SpellsWords(short_key, std::string_view(key).substr(at + 1))) return true;
  }
  return false;
}

}  // namespace sohoa
