// SPDX-License-Identifier: Apache-2.0
#include "core/vietnamese.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <algorithm>
#include <cstdint>

namespace sohoa {
namespace {

enum class Tone : std::uint8_t { kNone, kGrave, kHook, kTilde, kAcute, kDot };

// A letter taken apart: what it is without its tone, the tone, and its ASCII look.
struct Letter {
  char32_t base = 0;   // "ê" of "ế"; lower case only where the letter was
  char32_t ascii = 0;  // "e"; the letter itself where ASCII has nothing like it
  Tone tone = Tone::kNone;
};

const icu::Normalizer2& Nfc() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(error);
  return *normalizer;
}

const icu::Normalizer2& Nfd() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* normalizer = icu::Normalizer2::getNFDInstance(error);
  return *normalizer;
}

Tone ToneOfMark(char32_t mark) {
  switch (mark) {
    case 0x300: return Tone::kGrave;
    case 0x309: return Tone::kHook;
    case 0x303: return Tone::kTilde;
    case 0x301: return Tone::kAcute;
    case 0x323: return Tone::kDot;
    default: return Tone::kNone;
  }
}

char32_t MarkOfTone(Tone tone) {
  static constexpr char32_t kMarks[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
  return kMarks[static_cast<std::size_t>(tone)];
}

Letter TakeApart(char32_t letter) {
  if (letter < 0x80) return {letter, letter, Tone::kNone};
  if (letter == U'đ') return {letter, U'd', Tone::kNone};
  if (letter == U'Đ') return {letter, U'D', Tone::kNone};
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString parts =
      Nfd().normalize(icu::UnicodeString(static_cast<UChar32>(letter)), error);
  Letter out{letter, letter, Tone::kNone};
  icu::UnicodeString base;
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const char32_t part = static_cast<char32_t>(parts.char32At(i));
    const Tone tone = ToneOfMark(part);
    if (i > 0 && tone != Tone::kNone && out.tone == Tone::kNone) {
      out.tone = tone;
    } else {
      base.append(static_cast<UChar32>(part));
    }
  }
  const icu::UnicodeString composed = Nfc().normalize(base, error);
  out.base = static_cast<char32_t>(composed.char32At(0));
  const char32_t plain = static_cast<char32_t>(parts.char32At(0));
  out.ascii = plain < 0x80 ? plain : letter;
  return out;
}

// Latin letters are taken apart once; everything else on demand.
const Letter& LetterOf(char32_t letter) {
  constexpr char32_t kTable = 0x1F00;
  static const std::array<Letter, kTable>* table = [] {
    auto* letters = new std::array<Letter, kTable>();
    for (char32_t c = 0; c < kTable; ++c) (*letters)[c] = TakeApart(c);
    return letters;
  }();
  if (letter < kTable) return (*table)[letter];
  thread_local Letter other;
  other = {letter, letter, Tone::kNone};
  return other;
}

char32_t WithTone(char32_t base, Tone tone) {
  if (tone == Tone::kNone) return base;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString parts(static_cast<UChar32>(base));
  parts.append(static_cast<UChar32>(MarkOfTone(tone)));
  const icu::UnicodeString composed = Nfc().normalize(parts, error);
  return composed.countChar32() == 1 ? static_cast<char32_t>(composed.char32At(0)) : base;
}

// ASCII and composed Latin letters, which are what nearly all text is made of: NFC leaves them as
// they are. Ð, ð and Ɖ, which become other letters, are not among them.
bool IsPlainNfc(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<std::uint8_t>(text[at]) : std::uint8_t{0}; };
    const std::uint8_t lead = byte(i);
    const std::uint8_t next = byte(i + 1);
    if (lead < 0x80) {
      ++i;
    } else if (lead >= 0xC3 && lead <= 0xC8 && (next & 0xC0) == 0x80) {  // U+00C0 to U+023F
      if ((lead == 0xC3 && (next == 0x90 || next == 0xB0)) || (lead == 0xC6 && next == 0x89)) return false;
      i += 2;
    } else if (lead == 0xE1 && next >= 0xB8 && next <= 0xBB && (byte(i + 2) & 0xC0) == 0x80) {  // U+1E00 to U+1EFF
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

bool IsWordLetter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }

// Moves the tone of an open oa, oe or uy that ends a word from its first vowel to its second:
// "hòa" -> "hoà", "thủy" -> "thuỷ". Both spellings are in official use; one serves as key.
void PlaceTones(std::u32string& word) {
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const bool ends = i + 2 == word.size() || !IsWordLetter(word[i + 2]);
    if (!ends) continue;
    const Letter& first = LetterOf(word[i]);
    const Letter& second = LetterOf(word[i + 1]);
    if (first.tone == Tone::kNone || second.tone != Tone::kNone) continue;
    const bool open_rime = (first.base == U'o' && (second.base == U'a' || second.base == U'e')) ||
                           (first.base == U'u' && second.base == U'y');
    if (!open_rime) continue;
    const Tone tone = first.tone;
    const char32_t vowel = first.base;
    word[i + 1] = WithTone(second.base, tone);
    word[i] = vowel;
  }
}

std::u32string LowerCodePoints(std::string_view text) { return ToCodePoints(ToLower(ToNfc(text))); }

}  // namespace

std::u32string ToCodePoints(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, c);
    out += static_cast<char32_t>(c);
  }
  return out;
}

std::string FromCodePoints(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (char32_t c : text) {
    std::uint8_t bytes[4];
    int32_t length = 0;
    UBool error = false;
    U8_APPEND(bytes, length, 4, static_cast<UChar32>(c), error);
    if (error) continue;
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  }
  return out;
}

std::string ToNfc(std::string_view text) {
  if (IsPlainNfc(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  wide.findAndReplace(icu::UnicodeString(static_cast<UChar32>(0x340)), icu::UnicodeString(static_cast<UChar32>(0x300)));
  wide.findAndReplace(icu::UnicodeString(static_cast<UChar32>(0x341)), icu::UnicodeString(static_cast<UChar32>(0x301)));
  for (int32_t i = 0; i < wide.length(); ++i) {
    const char16_t c = wide.charAt(i);
    if (c == 0xD0 || c == 0x189) wide.setCharAt(i, 0x110);
    if (c == 0xF0) wide.setCharAt(i, 0x111);
  }
  std::string out;
  Nfc().normalize(wide, error).toUTF8String(out);
  return out;
}

std::string ToLower(std::string_view text) {
  std::u32string points = ToCodePoints(text);
  for (char32_t& c : points) c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  return FromCodePoints(points);
}

std::string ToUpper(std::string_view text) {
  std::u32string points = ToCodePoints(text);
  for (char32_t& c : points) c = static_cast<char32_t>(u_toupper(static_cast<UChar32>(c)));
  return FromCodePoints(points);
}

std::string ExactKey(std::string_view text) {
  std::u32string points = LowerCodePoints(text);
  PlaceTones(points);
  return FromCodePoints(points);
}

std::string ToneStrippedKey(std::string_view text) {
  std::u32string points = LowerCodePoints(text);
  for (char32_t& c : points) c = LetterOf(c).base;
  return FromCodePoints(points);
}

std::string FoldedKey(std::string_view text) {
  const std::u32string points = LowerCodePoints(text);
  std::u32string out;
  out.reserve(points.size());
  for (char32_t c : points) {
    // Marks that NFC could not join to a letter are no part of the key.
    if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) continue;
    out += LetterOf(c).ascii;
  }
  return FromCodePoints(out);
}

namespace {

constexpr std::u32string_view kOnsets[] = {
    U"ngh", U"ch", U"gh", U"gi", U"kh", U"ng", U"nh", U"ph", U"qu", U"th", U"tr", U"b", U"c", U"d",
    U"đ",   U"g",  U"h",  U"k",  U"l",  U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v", U"x"};

// Rimes without their tone: standards of Vietnamese spelling as the syllable dictionary
// hunspell-vi attests them.
constexpr std::u32string_view kRimes[] = {
    U"a", U"ac", U"ach", U"ai", U"am", U"an", U"ang", U"anh", U"ao", U"ap", U"at", U"au", U"ay",
    U"ăc", U"ăm", U"ăn", U"ăng", U"ăp", U"ăt", U"âc", U"âm", U"ân", U"âng", U"âp", U"ât", U"âu", U"ây",
    U"e", U"ec", U"em", U"en", U"eng", U"eo", U"ep", U"et", U"ê", U"êch", U"êm", U"ên", U"ênh", U"êp",
    U"êt", U"êu", U"i", U"ich", U"im", U"in", U"inh", U"ip", U"it", U"iu", U"ia", U"iêc", U"iêm",
    U"iên", U"iêng", U"iêp", U"iêt", U"iêu", U"o", U"oc", U"oi", U"om", U"on", U"ong", U"op", U"ot",
    U"oa", U"oac", U"oach", U"oai", U"oam", U"oan", U"oang", U"oanh", U"oao", U"oap", U"oat", U"oay",
    U"oăc", U"oăm", U"oăn", U"oăng", U"oăt", U"oe", U"oen", U"oeo", U"oet", U"oong", U"ooc", U"ô",
    U"ôc", U"ôi", U"ôm", U"ôn", U"ông", U"ôp", U"ôt", U"ơ", U"ơi", U"ơm", U"ơn", U"ơp", U"ơt", U"u",
    U"uc", U"ui", U"um", U"un", U"ung", U"up", U"ut", U"ua", U"uôc", U"uôi", U"uôm", U"uôn", U"uông",
    U"uôt", U"uân", U"uâng", U"uât", U"uây", U"uê", U"uêch", U"uên", U"uênh", U"uêt", U"uêu", U"uơ",
    U"uy", U"uya", U"uych", U"uynh", U"uyt", U"uyu", U"uyp", U"uyn", U"uyên", U"uyêt", U"ư", U"ưa",
    U"ưc", U"ưi", U"ưm", U"ưn", U"ưng", U"ưt", U"ưu", U"ươc", U"ươi", U"ươm", U"ươn", U"ương", U"ươp",
    U"ươt", U"ươu", U"y", U"yêm", U"yên", U"yêng", U"yêt", U"yêu"};

constexpr std::u32string_view kRimesAfterQu[] = {
    U"a", U"ac", U"ach", U"ai", U"am", U"an", U"ang", U"anh", U"ao", U"ap", U"at", U"au", U"ay",
    U"ăc", U"ăm", U"ăn", U"ăng", U"ăp", U"ăt", U"âc", U"ân", U"âng", U"ât", U"ây", U"e", U"en", U"eo",
    U"et", U"ê", U"ên", U"êch", U"ênh", U"êt", U"êu", U"i", U"it", U"ich", U"inh", U"y", U"ych",
    U"ynh", U"yt", U"yu", U"yên", U"yêt", U"ơ", U"ôc", U"ôi", U"oăt", U"oang"};

template <std::size_t N>
bool Contains(const std::u32string_view (&list)[N], std::u32string_view rime) {
  return std::find(std::begin(list), std::end(list), rime) != std::end(list);
}

// Syllables that end in p, t, c, ch bear sắc or nặng.
bool ToneFitsCoda(std::u32string_view rime, Tone tone) {
  const char32_t last = rime.back();
  const bool stop = last == U'p' || last == U't' || last == U'c' || rime.ends_with(U"ch");
  return !stop || tone == Tone::kAcute || tone == Tone::kDot;
}

bool OnsetFitsRime(std::u32string_view onset, std::u32string_view rime) {
  const char32_t vowel = rime.front();
  const bool front = vowel == U'e' || vowel == U'ê' || vowel == U'i' || vowel == U'y';
  if (onset == U"c" || onset == U"g" || onset == U"ng") return !front;
  if (onset == U"k") return front;
  if (onset == U"gh" || onset == U"ngh") return front && vowel != U'y';
  const bool iye = rime.starts_with(U"yê");
  if (onset.empty()) return !rime.starts_with(U"iê");
  return !iye;
}

bool IsSyllableWithOnset(std::u32string_view onset, std::u32string_view rest, Tone tone) {
  if (onset == U"qu") return !rest.empty() && Contains(kRimesAfterQu, rest) && ToneFitsCoda(rest, tone);
  if (onset == U"gi") {
    // The i of gi- swallows the i of the rime: "gì", "giết".
    std::u32string with_i(1, U'i');
    with_i += rest;
    if (Contains(kRimes, with_i) && ToneFitsCoda(with_i, tone)) return true;
  }
  return !rest.empty() && Contains(kRimes, rest) && ToneFitsCoda(rest, tone) && OnsetFitsRime(onset, rest);
}

}  // namespace

bool IsVietnameseSyllable(std::string_view syllable) {
  std::u32string base;
  Tone tone = Tone::kNone;
  for (char32_t c : LowerCodePoints(syllable)) {
    const Letter& letter = LetterOf(c);
    if (letter.tone != Tone::kNone) {
      if (tone != Tone::kNone) return false;
      tone = letter.tone;
    }
    base += letter.base;
  }
  if (base.empty() || base.size() > 8) return false;
  const std::u32string_view whole = base;
  for (std::u32string_view onset : kOnsets) {
    if (whole.starts_with(onset) && IsSyllableWithOnset(onset, whole.substr(onset.size()), tone)) {
      return true;
    }
  }
  return IsSyllableWithOnset(U"", whole, tone);
}

}  // namespace sohoa
