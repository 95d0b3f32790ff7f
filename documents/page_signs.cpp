// SPDX-License-Identifier: Apache-2.0
#include "documents/page_signs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <re2/re2.h>

#include "core/dossier.h"
#include "documents/closing_block.h"
#include "documents/text_lines.h"

namespace sohoa {
namespace {

constexpr double kTopMargin = 0.09;
constexpr double kBottomMargin = 0.93;
// The head of an appendix ends above this.
constexpr double kAppendixHead = 0.3;
// What a patch sheet says of itself, in two languages.
constexpr std::size_t kMostWordsOfAPatchSheet = 40;

constexpr std::array<std::string_view, 4> kGuides = {"kem theo", "dinh kem", "ban hanh kem theo", "thuc hien kem theo"};
constexpr std::array<std::string_view, 4> kLists = {"danh sach", "bang tong hop", "bang ke", "bieu tong hop"};

// What is printed in a margin and is nothing but a number of pages; 0 of other lines.
PrintedPageNumber PageNumberOf(const TextLine& line) {
  static const RE2 pattern(R"(^\W*(trang|page)?\W{0,3}(\d{1,3})(?:\s*(?:/|tren|of)\s*(\d{1,3}))?\W*$)");
  const bool margin = line.top < kTopMargin || line.bottom > kBottomMargin;
  if (!margin || line.right - line.left > 0.14) return {};
  PrintedPageNumber printed;
  std::string word;
  std::string total;
  if (!RE2::FullMatch(line.text.ascii(), pattern, &word, &printed.number, &total)) return {};
  if (word.empty() && line.right - line.left > 0.08) return {};
  if (!total.empty()) printed.total = std::stoi(total);
  // "8/3" is no page of eight.
  if (printed.total > 0 && printed.number > printed.total) return {};
  return printed;
}

// "(Kèm theo Quyết định số ...)" under a title, not the same words in running text or in a list.
bool IsGuideLine(const TextLine& line, bool titled) {
  const bool says = FindFuzzy(line.key, "kem theo", 1).found || FindFuzzy(line.key, "dinh kem", 1).found;
  if (line.key.size() <= 16 || !says) return false;
  if (line.text.ascii().substr(0, 3).find('(') != std::string::npos) return true;
  const bool centred = std::abs(line.center_x() - 0.5) < 0.12;
  const bool begins = std::any_of(kGuides.begin(), kGuides.end(), [&](std::string_view guide) { return StartsFuzzy(line.key, guide, 1); });
  return titled && centred && begins;
}

void ReadAppendix(const std::vector<TextLine>& lines, PageSigns& signs) {
  bool titled = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.top > kAppendixHead) break;
    titled = titled || (line.text.UpperShare() > 0.6 && line.key.size() > 4);
    const bool title = StartsFuzzy(line.key, "phu luc", 1) && line.text.UpperShare() > 0.5;
    const bool guide = IsGuideLine(line, titled);
    signs.appendix = signs.appendix || title || guide;
    if (!guide) continue;
    for (DocumentCode& code : FindCitedCodes(line.text)) {
      std::string rest = line.text.Original(code.notation_end, line.text.size());
      // A long guide goes on in the next line, in the midst of its date as often as not.
      if (i + 1 < lines.size()) rest += ' ' + lines[i + 1].text.Original(0, lines[i + 1].text.size());
      const auto date = FindDatePhrase(FoldedText(rest));
      signs.parents.push_back({std::move(code), date.value_or(ReadDate{})});
    }
  }
}

// Capitals in the middle of the page, before all other text; headings of parts ("II. NỘI DUNG") begin at the
// left or have a number.
bool BeginsWithTitle(const std::vector<TextLine>& lines) {
  for (const TextLine& line : lines) {
    const bool speck = line.key.size() < 3 || line.right < 0.05 || line.left > 0.95 || line.confidence < 0.5;
    if (speck) continue;
    const bool centred = std::abs(line.center_x() - 0.53) < 0.08 && line.left > 0.2;
    static const RE2 numbered(R"(^\W*(?:[ivx]+|[a-d]|\d+|phan|chuong|muc|dieu)\b)");
    return line.top < 0.16 && centred && line.key.size() > 6 && line.text.UpperShare() > 0.8 &&
           !RE2::PartialMatch(line.text.ascii(), numbered);
  }
  return false;
}

bool IsMostlyTable(const PageRecord& page) {
  return std::any_of(page.text.tables.begin(), page.text.tables.end(), [&](const TableGrid& table) {
    return table.columns >= 3 && table.box.height() * 5 > page.geometry.height * 2;
  });
}

// A list that goes with a document often repeats the head of its organ, and nothing that would make it a
// document of its own.
bool IsAttachedList(const std::vector<TextLine>& lines, const PageHead& head, const PageRecord& page) {
  // Of what holds a bundle together, an appendix goes with another paper; covers and lists of papers do not.
  const std::string_view title = head.title && head.title->document_class != nullptr ? head.title->document_class->code : "";
  const bool known = !title.empty() && title != "E01";
  if (head.number_line || head.date || head.addressee || known) return false;
  return IsMostlyTable(page) || std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) {
    if (line.top > kAppendixHead || line.text.UpperShare() < 0.7) return false;
    return std::any_of(kLists.begin(), kLists.end(), [&](std::string_view list) { return StartsFuzzy(line.key, list, 1); });
  });
}

// Where who asks or declares signs: "NGƯỜI LÀM ĐƠN", "(Ký, ghi rõ họ tên)".
bool IsPlaceOfSignature(const TextLine& line) {
  static const RE2 signs(R"(^(?:nguoi (?:lam don|khai|yeu cau|viet don|de nghi|nop don|cam doan|cam ket)\b.{0,12}$)|\bky (?:va )?ghi ro ho)");
  constexpr double kUpperPart = 0.35;
  return line.top > kUpperPart && RE2::PartialMatch(line.key, signs);
}

// Codes that organs print on papers: of the dossier, or of the document as agency, kind and number
// ("G09.01_CV_000021_V1", guidance 7197/BKHCN-CDSQG).
bool NamesADocument(const std::string& text) {
  static const RE2 document(R"([A-Z]\d{2}(?:\.\d{1,3})*_\p{L}{1,6}_\d{6}(?:_V\d+)?)");
  return IsStandardDossierCode(text) || RE2::FullMatch(text, document);
}

// Patches 2 and 3 begin a document or a folder, T says so of the page that follows; 1, 4 and 6 steer scanners.
bool HasPatchCode(const PageRecord& page) {
  return std::any_of(page.barcodes.begin(), page.barcodes.end(), [](const Barcode& code) {
    return code.format == "PatchCode" && (code.text == "2" || code.text == "3" || code.text == "T");
  });
}

}  // namespace

bool IsPageNumber(const TextLine& line) { return PageNumberOf(line).number > 0; }

PrintedPageNumber FindPageNumber(const std::vector<TextLine>& lines) {
  for (const TextLine& line : lines) {
    const PrintedPageNumber printed = PageNumberOf(line);
    if (printed.number > 0) return printed;
  }
  return {};
}

bool IsSeparatorSheet(const PageRecord& page) {
  return std::any_of(page.barcodes.begin(), page.barcodes.end(), [](const Barcode& code) { return code.text == kSeparatorCode; });
}

bool IsPatchSheet(const PageRecord& page) {
  std::size_t words = 0;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) words += line.words.size();
  }
  return HasPatchCode(page) && words <= kMostWordsOfAPatchSheet;
}

PageSigns ReadPageSigns(const PageRecord& page) {
  PageSigns signs;
  // A page without a word that is not blank (a photograph, a drawing) is somebody's evidence.
  signs.blank = page.quality.blank;
  signs.separator = signs.blank && (IsSeparatorSheet(page) || IsPatchSheet(page));
  signs.patched = HasPatchCode(page);
  if (signs.blank) return signs;
  const std::vector<TextLine> lines = LinesOfPage(page, 0);
  signs.head = FindPageHead(page, lines);
  signs.number = FindPageNumber(lines);
  ReadAppendix(lines, signs);
  signs.titled = BeginsWithTitle(lines);
  signs.list = IsAttachedList(lines, signs.head, page);
  signs.closes = FindClosingBlock(page, 0, lines).found() || std::any_of(lines.begin(), lines.end(), IsPlaceOfSignature);
  for (const Barcode& code : page.barcodes) {
    if (signs.document_code.empty() && NamesADocument(code.text)) signs.document_code = code.text;
  }
  return signs;
}

}  // namespace sohoa
