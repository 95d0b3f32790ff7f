// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese text: one form for storing, several keys for comparing. All functions are pure
// and take and give UTF-8; bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// NFC (TCVN 6909:2001 allows precomposed and composed letters; we store one), with the
// look-alikes Ð U+00D0 and Ɖ U+0189 folded to Đ, ð to đ, and U+0340/0341 to 0300/0301.
std::string ToNfc(std::string_view text);
std::string ToLower(std::string_view text);  // Unicode, of NFC text
std::string ToUpper(std::string_view text);

// Search key 1: NFC, lower case, canonical (new style) tone placement: "hòa" -> "hoà".
std::string ExactKey(std::string_view text);
// Search key 2: key 1 without tones, keeping ă â ê ô ơ ư đ: "quyết định" -> "quyêt đinh".
std::string ToneStrippedKey(std::string_view text);
// Search key 3: lower-case ASCII where there is one: "quyết định" -> "quyet dinh".
std::string FoldedKey(std::string_view text);

// Decodes to code points, and back.
std::u32string ToCodePoints(std::string_view text);
std::string FromCodePoints(std::u32string_view text);

// True for a syllable that Vietnamese spelling allows (onset, rime and tone fit together).
bool IsVietnameseSyllable(std::string_view syllable);

// One token of running text or of a query, with its place in bytes.
struct Token {
  std::string_view text;  // as written (NFC), in the text that was given
  std::size_t begin = 0;  // byte offsets into the NFC text that was given
  std::size_t end = 0;
};
// Cuts at everything that is not a letter or digit, except inside codes such as
// "61/2018/NĐ-CP", "85/KH-UBND" or "000.00.18.H42-181004-0001", which stay whole.
std::vector<Token> Tokenize(std::string_view nfc_text);
// The parts of a code: "61/2018/NĐ-CP" -> "61" "2018" "NĐ" "CP"; empty for a plain word.
std::vector<std::string_view> CodeParts(std::string_view token);

// Natural order of file names: "2.png" before "10.png".
bool NaturalLess(std::string_view a, std::string_view b);

}  // namespace sohoa
