// SPDX-License-Identifier: Apache-2.0
//
// One function a group of fields; extract.cpp lists them in order. Each gets the same
// context and returns its fields, those without a value too where the class must have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/page.h"
#include "documents/closing_block.h"
#include "documents/page_head.h"
#include "documents/text_lines.h"

namespace sohoa {

// A word read with at least this confidence is taken as it was read.
inline constexpr double kSureWord = 0.90;

// What the groups know about a document. References outlive the call.
struct FieldContext {
  const std::vector<const PageRecord*>& pages;
  const std::vector<std::uint32_t>& page_numbers;
  const DocumentType& type;
  PageHead head;                             // of the first page
  std::vector<std::vector<TextLine>> lines;  // printed ones, by page
  ClosingBlock closing;                      // the first one: what follows is appended
  std::string organ;                         // printed name of the organ and its superior
};

// A field of that code with its label and engine, empty and to be reviewed.
FieldValue NewField(const FieldContext& context, std::string_view code);
// One that was looked for and not read.
FieldValue NullField(const FieldContext& context, std::string_view code, std::string_view reason);
// Where a value stands. Adjacent words of one line make one polygon.
void AddLocation(const FieldContext& context, const TextLine& line, FieldValue& field);
void AddLocation(const FieldContext& context, const std::vector<TextLine>& lines,
                 FieldValue& field);
// Only the words of `line` that cover the code points `begin` to `end` of its text.
void AddLocation(const FieldContext& context, const TextLine& line, std::size_t begin,
                 std::size_t end, FieldValue& field);
// The words of a line that cover a range of its text.
std::vector<Word> WordsAt(const TextLine& line, std::size_t begin, std::size_t end);
// Lowest confidence among words; 0 where there are none.
double MinConfidence(const std::vector<Word>& words);
void Check(FieldValue& field, std::string_view rule, bool pass);
bool Passed(const FieldValue& field, std::string_view rule);
// A part of the value's structure, unless it is empty.
void AddPart(FieldValue& field, std::string_view name, const std::string& value);
// Takes away what OCR adds in front and behind, and capitals inside small words ("sỐ").
std::string CleanText(std::string_view text);

// What an appendix cites of its parent: "kèm theo Kế hoạch số 05/KH-UBND ngày 04 tháng 10 năm
// 2018".
struct ParentCitation {
  DocumentCode code;
  ReadDate date;  // year 0 where none is given
  TextLine line;
};
std::vector<ParentCitation> FindParentCitations(const FieldContext& context);

std::vector<FieldValue> OrganFields(const FieldContext& context);    // organ_name organ_superior
std::vector<FieldValue> NumberFields(const FieldContext& context);   // code_number code_notation
std::vector<FieldValue> DateFields(const FieldContext& context);     // issued_date place
std::vector<FieldValue> SignedDateFields(const FieldContext& context);  // the same, of other papers
// "Hôm nay, ngày ...": the date on which minutes and contracts begin, where there is no other.
std::optional<FieldValue> OpeningDate(const FieldContext& context);
std::vector<FieldValue> SubjectFields(const FieldContext& context);  // type_name subject
std::vector<FieldValue> SignerFields(const FieldContext& context);   // signer_name signer_position
std::vector<FieldValue> RecipientFields(const FieldContext& context);  // recipients
std::vector<FieldValue> BasisFields(const FieldContext& context);      // legal_bases
std::vector<FieldValue> UrgencyFields(const FieldContext& context);    // urgency secrecy
std::vector<FieldValue> FormFields(const FieldContext& context);       // labelled, by class
std::vector<FieldValue> AttachmentFields(const FieldContext& context);  // attached_to, of an appendix

// The printed name of the organ with its superior, for cross-checks.
std::string PrintedOrgan(const PageHead& head);

}  // namespace sohoa
