// SPDX-License-Identifier: Apache-2.0
#include "documents/land_certificate.h"

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/misread_digits.h"

namespace sohoa {
namespace {

bool IsSerialLetter(char32_t c) { return (c >= U'A' && c <= U'Z') || c == U'Đ'; }

// The letters of a serial: one, or two.
std::optional<std::string> WithLetters(const std::u32string& text, std::size_t letters) {
  if (text.size() <= letters) return std::nullopt;
  for (std::size_t i = 0; i < letters; ++i) {
    if (!IsSerialLetter(text[i])) return std::nullopt;
  }
  std::string serial = FromCodePoints(std::u32string_view(text).substr(0, letters)) + " ";
  std::size_t printed_digits = 0;
  for (std::size_t i = letters; i < text.size(); ++i) {
    if (text[i] >= 0x80) return std::nullopt;
    const char c = static_cast<char>(text[i]);
    printed_digits += c >= '0' && c <= '9' ? 1 : 0;
    serial += DigitFor(c);
  }
  // A word of capitals that could be read as digits ("OLIGOBIS") is none.
  if (printed_digits * 2 <= text.size() - letters) return std::nullopt;
  return IsLandCertificateSerial(serial) ? std::optional(serial) : std::nullopt;
}

}  // namespace

bool IsLandCertificateSerial(std::string_view serial) {
  static const RE2 pattern(R"((?:[A-ZĐ]{2} \d{6}|[A-ZĐ]{2} \d{8}|D \d{7}))");
  return RE2::FullMatch(re2::StringPiece(serial.data(), serial.size()), pattern);
}

std::optional<std::string> ReadLandCertificateSerial(std::string_view line) {
  // "Số", "Số phát hành:" may stand in front.
  static const RE2 label(
      R"(^\W*(?:so\s(?:phat hanh\s?)?[:.]?|so\s?(?:phat hanh)?\s?[:.]|no\s?[:.])\s*)");
  const FoldedText folded(line);
  re2::StringPiece rest(folded.ascii());
  RE2::Consume(&rest, label);
  const std::size_t begin = folded.size() - rest.size();
  std::u32string text;
  for (const char32_t c : ToCodePoints(folded.Original(begin, folded.size()))) {
    if (c != U' ' && c != U'.' && c != U'-' && c != U':' && c != U'*') text += c;
  }
  if (text.size() < 8 || text.size() > 10) return std::nullopt;
  if (auto serial = WithLetters(text, 2)) return serial;
  return WithLetters(text, 1);
}

bool IsLandRegisterEntry(std::string_view entry) {
  static const RE2 current(R"(^(?:ch|cs|ct|vp|cn)[ .-]?\d{3,6}$)");
  static const RE2 older(R"(^\d{1,6}\s?/?\s?(?:qsdd|qshnd).*)");
  const FoldedText folded(entry);
  return RE2::FullMatch(folded.ascii(), current) || RE2::FullMatch(folded.ascii(), older);
}

}  // namespace sohoa
