// SPDX-License-Identifier: Apache-2.0
//
// PageText: what a reader saw on one page, as blocks of lines of words in reading order.
// Every engine gives this and nothing else; boxes are pixels of the displayed page
// (core/geometry.h). Plain values: they cross processes and are stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.h"

namespace sohoa {

// Where ink came from. The text format leaves everything but print out.
enum class InkKind : std::uint8_t {
  kPrint = 0,
  kStamp = 1,        // seal, incoming stamp, text of a digital signature laid over the page
  kHandwriting = 2,  // pen: numbers, days, signatures, notes
};

struct WordAlternative {
  std::string text;       // NFC
  double confidence = 0;  // 0..1
  bool operator==(const WordAlternative&) const = default;
};

struct Word {
  std::string text;  // NFC, no white space
  Box box;
  double confidence = 0;  // 0..1 as the engine judged it
  InkKind ink = InkKind::kPrint;
  bool bold = false;
  bool italic = false;
  std::vector<WordAlternative> alternatives;  // best first, without `text` itself
  // What the engine read, where `text` is a repair or a correction of it; else empty. Has a space
  // only where two of its words were joined.
  std::string raw{};
  bool operator==(const Word&) const = default;
};

struct Line {
  std::vector<Word> words;  // left to right
  Box box;
  int x_height = 0;  // pixels; 0 when the engine does not know
  bool operator==(const Line&) const = default;
};

enum class BlockKind : std::uint8_t { kText = 0, kTable = 1, kPicture = 2 };

struct Block {
  BlockKind kind = BlockKind::kText;
  std::vector<Line> lines;  // top to bottom
  Box box;
  bool operator==(const Block&) const = default;
};

// Words of a table, ruled or not, stand in the blocks too; this says in which cell.
struct TableCell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  Box box;
  std::string text;  // NFC; wrapped lines joined by a space
  bool operator==(const TableCell&) const = default;
};

struct TableGrid {
  Box box;
  int rows = 0;
  int columns = 0;
  std::vector<TableCell> cells;  // by row, then column
  bool operator==(const TableGrid&) const = default;
};

// What was put on a printed page by hand, as a thing that has a place.
enum class PageObjectKind : std::uint8_t {
  kSeal = 0,           // round, of an organ: box 8 of Decree 30/2020/NĐ-CP, Appendix I part IV
  kSignature = 1,      // of the signer, by pen: box 7c
  kIncomingStamp = 2,  // the frame "ĐẾN" of the office that received the paper
  kUrgencyStamp = 3,   // KHẨN, THƯỢNG KHẨN, HỎA TỐC, in a frame or in red: box 10b
};

struct PageObject {
  PageObjectKind kind = PageObjectKind::kSeal;
  Box box;
  double confidence = 0;  // 0..1
  bool operator==(const PageObject&) const = default;
};

// A place of a paper's head where a clerk writes digits, by pen or stamp where they are not printed
// (Decree 30/2020/NĐ-CP, Appendix I part II, boxes 3 and 4).
enum class DigitSlotKind : std::uint8_t {
  kNumber = 0,  // "Số: 85/KH-UBND"
  kDay = 1,     // "ngày 04 tháng"
  kMonth = 2,   // "tháng 10 năm"
};

// What a reader of digits, which is no reader of print, made of such a place.
struct DigitSlot {
  DigitSlotKind kind = DigitSlotKind::kNumber;
  Box box;            // from the print before the digits to the print behind them
  bool print = true;  // the digits stand as the print beside them does
  // Digits, best first; the confidences are probabilities, and with those of all readings that are
  // left out, "nothing" among them, sum to 1.
  std::vector<WordAlternative> readings;
  bool operator==(const DigitSlot&) const = default;
};

struct PageText {
  std::vector<Block> blocks;  // reading order
  std::vector<TableGrid> tables;
  std::vector<PageObject> objects;  // by kind, then as they were found
  std::vector<DigitSlot> digit_slots;  // of a page that has a head: at most one of a kind
  std::string engine;          // "tesseract 5.3.0"
  std::string model;           // "vie"
  std::string digit_model;     // what read the digit slots: "sohoa digits 1"
  double mean_confidence = 0;  // over printed words; 0 where there are none
  bool operator==(const PageText&) const = default;
};

// Puts `text` (NFC) in the place of what was read: that stays in `raw`, and stands first among the
// alternatives with the engine's confidence, where `text` then stands no more. A word may be
// amended again; `raw` is always what the engine read.
void Amend(Word& word, std::string text);

// Words of the line joined by spaces; only printed ones unless `all_ink`.
std::string LineText(const Line& line, bool all_ink = false);
// Lines end in '\n', no blank lines; only printed words unless `all_ink`.
std::string PlainText(const PageText& text, bool all_ink = false);

}  // namespace sohoa
