// SPDX-License-Identifier: Apache-2.0
//
// Number and notation: box 3. The number is written by pen on most scans, and a reader of
// print is sure of what it makes of it while it is wrong. It is accepted unseen where it stands
// in print and both readers, of print and of digits, say the same, or where an appendix says so;
// what the reader of digits alone makes of it waits for a person.
#include <algorithm>
#include <string_view>

#include "core/vietnamese.h"
#include "documents/fields/digit_readings.h"
#include "documents/fields/fields.h"

namespace sohoa {
namespace {

constexpr double kLikelyWord = 0.80;
constexpr double kSureAlone = 0.95;  // apart from the slash, where pens write
// How much likelier a number is that an appendix cites as well.
constexpr double kCitedToo = 8;

// The number and the slash behind it in one word: print has no gap there, a pen leaves one.
bool GrownTogether(const TextLine& line, const DocumentCode& code) {
  const std::vector<Word> words = WordsAt(line, code.number_begin, code.number_end);
  if (words.size() != 1) return false;
  const std::string& word = words.front().text;
  const std::size_t slash = word.find('/');
  return slash != std::string::npos &&
         slash > word.find(line.text.Original(code.number_begin, code.number_end));
}

// A stroke in front of the number is a digit that a pen made: "/55" was 155.
bool StrokeInFront(const TextLine& line, const DocumentCode& code) {
  const std::string before = line.text.Original(0, code.number_begin);
  const std::size_t last = before.find_last_not_of(' ');
  return last != std::string::npos &&
         std::string_view("/|\\").find(before[last]) != std::string_view::npos;
}

// Pen strokes between "Số:" and the slash that the reader marked as such.
bool PenInNumberSlot(const FieldContext& context) {
  const TextLine& line = *context.head.number_line;
  const PageRecord& page = *context.pages.front();
  for (const TextLine& other : LinesOfPage(page, 0, true)) {
    for (const Word& word : other.words) {
      if (word.ink != InkKind::kHandwriting) continue;
      if (word.box.center_y() > line.box.top - line.box.height() * 0.5 &&
          word.box.center_y() < line.box.bottom + line.box.height() * 0.5 &&
          word.box.left < line.box.right && word.box.right > line.box.left) {
        return true;
      }
    }
  }
  return false;
}

void CompareWithParents(const FieldContext& context, FieldValue& number) {
  for (const ParentCitation& citation : FindParentCitations(context)) {
    if (citation.code.notation != context.head.code.notation || citation.code.number.empty())
      continue;
    if (number.value.empty()) {
      number.alternatives.push_back({citation.code.number, citation.code.number, 0.4});
      continue;
    }
    const bool same = SameNumber(number.normalized, citation.code.number);
    Check(number, "same_number_in_appendix", same);
    if (same) {
      // Two places and two readers: a pen's number and a printed one.
      const bool sure = citation.line.confidence >= kSureWord && number.confidence >= kLikelyReading;
      if (sure) number.review = ReviewState::kAutoAccepted;
      if (sure) number.confidence = std::max(number.confidence, 0.97);
      continue;
    }
    number.alternatives.push_back({citation.code.number, citation.code.number, 0.4});
    number.review = ReviewState::kNeedsReview;
    number.confidence = std::min(number.confidence, 0.5);
    AddLocation(context, citation.line, number);
  }
}

// "502" of "50/2011/TT": the slot ran over the slash into the year. Such a reading is that of the number.
void CutAtYear(const DocumentCode& code, DigitReadings& readings) {
  if (code.number.empty() || code.year.empty()) return;
  for (WordAlternative& reading : readings.readings) {
    const std::string& text = reading.text;
    if (text.size() <= code.number.size() || !text.starts_with(code.number)) continue;
    if (code.year.starts_with(std::string_view(text).substr(code.number.size()))) reading.text = code.number;
  }
}

DigitReadings NumberReadings(const FieldContext& context) {
  DigitReadings readings = ReadingsOn(context, *context.head.number_line, DigitSlotKind::kNumber);
  CutAtYear(context.head.code, readings);
  const DocumentCode& code = context.head.code;
  const std::vector<ParentCitation> citations = readings.empty() ? std::vector<ParentCitation>{} : FindParentCitations(context);
  Weigh(readings, [&](const std::string& digits) {
    const bool cited = std::any_of(citations.begin(), citations.end(), [&](const ParentCitation& citation) {
      return citation.code.notation == code.notation && SameNumber(citation.code.number, digits);
    });
    return (SameNumber(digits, code.number) ? kReadTwice : 1) * (cited ? kCitedToo : 1);
  });
  return readings;
}

// What the reader of print made of the number, and whether it can be that.
struct PrintedNumber {
  std::string text;
  double confidence = 0;
  bool together = false;  // one word with its notation
  bool likely = false;    // stands as print does, and was read as digits
};

PrintedNumber PrintedNumberOf(const FieldContext& context) {
  const TextLine& line = *context.head.number_line;
  const DocumentCode& code = context.head.code;
  PrintedNumber number;
  number.text = line.text.Original(code.number_begin, code.number_end);
  number.confidence = MinConfidence(WordsAt(line, code.number_begin, code.number_end));
  number.together = GrownTogether(line, code);
  const bool digits_only = !code.number.empty() && code.number == number.text;
  const bool pen = PenInNumberSlot(context) || StrokeInFront(line, code);
  number.likely = digits_only && !pen && number.confidence >= (number.together ? kLikelyWord : kSureAlone);
  return number;
}

void TakePrinted(const FieldContext& context, const PrintedNumber& number, const DigitReadings& readings, FieldValue& field) {
  const DocumentCode& code = context.head.code;
  field.value = number.text;
  field.normalized = code.number;
  field.confidence = number.confidence;
  AddLocation(context, *context.head.number_line, code.number_begin, code.number_end, field);
  const double other = readings.ProbabilityOf(code.number);
  if (readings.slot != nullptr) {
    Check(field, "read_twice", readings.BestIs(code.number));
    if (!readings.BestIs(code.number)) field.confidence = std::min(field.confidence, 0.6);
    for (const WordAlternative& reading : readings.readings) {
      if (!SameNumber(reading.text, code.number)) field.alternatives.push_back({reading.text, reading.text, reading.confidence});
    }
  }
  const bool in_print = readings.slot == nullptr ? number.together : readings.slot->print && other >= kSureReading;
  if (in_print && number.confidence >= kSureWord) field.review = ReviewState::kAutoAccepted;
}

FieldValue NumberField(const FieldContext& context) {
  if (!context.head.number_line) return NullField(context, "code_number", "not_found");
  const TextLine& line = *context.head.number_line;
  const DocumentCode& code = context.head.code;
  const PrintedNumber printed = PrintedNumberOf(context);
  const DigitReadings readings = NumberReadings(context);
  FieldValue field = NewField(context, "code_number");
  // Where both see print but not the same, the reader of print knows more faces.
  const bool by_print = printed.likely && (readings.empty() || readings.BestIs(code.number) || readings.slot->print);
  if (by_print) {
    TakePrinted(context, printed, readings, field);
  } else if (!readings.empty()) {
    field.value = field.normalized = readings.readings.front().text;
    field.confidence = readings.readings.front().confidence;
    field.source_engine = context.pages.front()->text.digit_model;
    AddSlotLocation(context, *readings.slot, field);
    AddOtherReadings(readings, [](const std::string& digits) { return digits; }, field);
    if (!code.number.empty() && readings.ProbabilityOf(code.number) == 0) field.alternatives.push_back({code.number, code.number, 0.02});
  } else {
    field.null_reason = "handwritten";
    field.confidence = 0;
    if (!code.number.empty()) {
      field.alternatives.push_back({code.number, code.number, std::min(printed.confidence, 0.3)});
    }
    AddLocation(context, line, field);
  }
  CompareWithParents(context, field);
  return field;
}

// Parts behind the issuer ("NVY" of "SYT-NVY") are in no head; the keeper's line or a citation
// of an earlier letter has them: "Lưu: VT, NVY".
bool SeenElsewhere(const FieldContext& context, const std::string& part) {
  const std::string key = " " + WordsKey(part) + " ";
  for (const TextLine& line : context.closing.recipients) {
    if ((" " + line.key + " ").find(key) != std::string::npos) return true;
  }
  for (const std::vector<TextLine>& lines : context.lines) {
    for (const TextLine& line : lines) {
      for (const DocumentCode& code : FindCitedCodes(line.text)) {
        if (code.notation == context.head.code.notation) return true;
      }
    }
  }
  return false;
}

// "QĐĐ-SYT" under the title QUYẾT ĐỊNH is "QĐ-SYT": the notation with the kind of the title,
// where what was read is one letter away from it. Empty where there is nothing to repair.
std::string NotationByTitle(const FieldContext& context, const std::string& notation) {
  if (!context.head.title || context.head.title->document_class == nullptr) return {};
  const DocumentClass& kind = *context.head.title->document_class;
  const std::vector<std::string> parts = NotationParts(notation);
  if (!kind.administrative || parts.size() < 2) return {};
  if (KindOfAbbreviation(parts.front()) != nullptr) return {};
  const std::string read = WordsKey(parts.front());
  const std::string wanted = WordsKey(kind.code);
  if (!FindFuzzy(read, wanted, 1).found || read.size() > wanted.size() + 1) return {};
  if (AbbreviatesName(parts.front(), context.organ)) return {};
  if (AbbreviatesName(parts.front(), context.head.title->text)) return {};
  return std::string(kind.code) + notation.substr(parts.front().size());
}

// "GM-HĐT" of a "Hội đồng đấu thầu" is "GM-HĐĐT": readers of whole lines lose one of two equal
// letters side by side. Empty where there is nothing to repair, or more than one way.
std::string NotationByOrgan(const FieldContext& context, const std::string& notation) {
  std::vector<std::string> parts = NotationParts(notation);
  const std::size_t at = !parts.empty() && KindOfAbbreviation(parts.front()) != nullptr ? 1 : 0;
  if (parts.size() < 2 || AbbreviatesName(parts[at], context.organ)) return {};
  const std::u32string read = ToCodePoints(parts[at]);
  std::vector<std::string> fitting;
  for (std::size_t i = 0; i < read.size(); ++i) {
    std::u32string doubled = read;
    doubled.insert(i, 1, read[i]);
    std::string text = FromCodePoints(doubled);
    if (AbbreviatesName(text, context.organ)) fitting.push_back(std::move(text));
  }
  // "STTT1": a letter without a bow is a digit to readers.
  std::u32string lettered = read;
  for (char32_t& letter : lettered) letter = letter == U'1' ? U'T' : letter;
  std::string text = FromCodePoints(lettered);
  if (lettered != read && AbbreviatesName(text, context.organ)) fitting = {std::move(text)};
  if (fitting.size() != 1) return {};
  parts[at] = fitting.front();
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "-") + part;
  return out;
}

FieldValue NotationField(const FieldContext& context) {
  const DocumentCode& code = context.head.code;
  if (code.empty()) {
    return NullField(context, "code_notation",
                     context.head.number_line ? "illegible" : "not_found");
  }
  const TextLine& line = *context.head.number_line;
  FieldValue field = NewField(context, "code_notation");
  field.value = line.text.Original(code.notation_begin, code.notation_end);
  field.normalized = code.notation;
  const std::vector<Word> words = WordsAt(line, code.notation_begin, code.notation_end);
  AddLocation(context, line, code.notation_begin, code.notation_end, field);
  field.confidence = MinConfidence(words);
  const bool pattern = IsWellFormedNotation(code.notation);
  Check(field, "notation_pattern", pattern);
  const std::string by_title = NotationByTitle(context, code.notation);
  if (!by_title.empty()) {
    field.alternatives.push_back({field.value, code.notation, 0.3});
    field.normalized = by_title;
    Check(field, "notation_matches_type", false);
    field.confidence = std::min(field.confidence, 0.6);
    return field;
  }
  const std::string by_organ = NotationByOrgan(context, code.notation);
  if (!by_organ.empty()) {
    field.alternatives.push_back({field.value, code.notation, 0.3});
    field.normalized = by_organ;
    Check(field, "issuer_matches_notation", false);
    field.confidence = std::min(field.confidence, 0.6);
    return field;
  }

  const std::vector<std::string> parts = NotationParts(code.notation);
  const std::string named = ClassOfCode(code);
  // "ĐIỀU LỆ" has no abbreviation in the decree's list, but "ĐL" is made of its letters.
  const bool of_title = context.head.title.has_value() && named == "CV" && parts.size() > 1 &&
                        AbbreviatesName(parts.front(), context.head.title->text);
  const bool letter = named == "CV" && !of_title;
  const bool kind = named == context.type.code || of_title;
  Check(field, "notation_matches_type", kind);
  const std::size_t issuer_at = letter ? 0 : 1;
  const bool issuer = parts.size() > issuer_at && AbbreviatesName(parts[issuer_at], context.organ);
  Check(field, "issuer_matches_notation", issuer);
  bool rest = true;
  for (std::size_t i = issuer_at + 1; i < parts.size(); ++i) {
    rest = rest && (SeenElsewhere(context, parts[i]) || field.confidence >= kSureWord);
  }
  if (pattern && kind && issuer && rest) {
    field.confidence = std::max(field.confidence, 0.95);
    field.review = ReviewState::kAutoAccepted;
  }
  return field;
}

}  // namespace

std::vector<FieldValue> NumberFields(const FieldContext& context) {
  return {NumberField(context), NotationField(context)};
}

}  // namespace sohoa
