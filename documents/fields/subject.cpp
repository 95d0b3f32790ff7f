// SPDX-License-Identifier: Apache-2.0
//
// Kind and subject: boxes 5a and 5b.
#include <algorithm>
#include <string>

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/page_evidence.h"
#include "documents/set_phrases.h"

namespace sohoa {
namespace {

// "và việc", "Vê việc", "lề việc": the first words of a subject, as printed by rule.
std::string RepairOpening(const std::string& text) {
  const FoldedText folded(text);
  re2::StringPiece match;
  static const RE2 captured(R"(^(\W{0,3}[vl]?[ea]\s?viec)\b)");
  if (!RE2::PartialMatch(folded.ascii(), captured, &match)) return text;
  return "Về việc" + text.substr(folded.Original(0, match.size()).size());
}

// "-W/v. bàn giao" -> "bàn giao", "V/y bàn giao" likewise.
std::string WithoutMark(const std::string& text) {
  static const RE2 mark(R"(^(\W{0,3}[vw](?:\W{0,3}[il1]?[vw]?|\W{1,2}y)\s?[.:;\-]{0,2}\s))");
  const FoldedText folded(text);
  re2::StringPiece match;
  if (!RE2::PartialMatch(folded.ascii(), mark, &match)) return text;
  return folded.Original(match.size(), folded.size());
}

// Lines of which one was hardly read make a subject that a person must see.
struct Reading {
  double mean = 0;
  double least = 1;
  std::size_t doubtful = 0;  // words
};

Reading Judge(const std::vector<TextLine>& lines) {
  Reading reading;
  double weight = 0;
  for (const TextLine& line : lines) {
    for (const Word& word : line.words) {
      const auto length = static_cast<double>(word.text.size());
      reading.mean += word.confidence * length;
      weight += length;
      reading.least = std::min(reading.least, word.confidence);
      if (word.confidence < 0.6) ++reading.doubtful;
    }
  }
  if (weight > 0) reading.mean /= weight;
  return reading;
}

// A subject is no sentence: what stands behind it is a speck, or a full stop that says nothing.
std::string WithoutFullStop(std::string text) {
  while (text.ends_with('.') && !text.ends_with("..")) text.pop_back();
  return text;
}

FieldValue SubjectField(const FieldContext& context) {
  const PageHead& head = context.head;
  const bool letter = context.type.code == "CV" || head.subject_lines.empty();
  const std::vector<TextLine>& lines = letter ? head.about_lines : head.subject_lines;
  if (lines.empty()) return NullField(context, "subject", "not_found");
  FieldValue field = NewField(context, "subject");
  const std::string joined = JoinLines(lines);
  field.value = letter ? CleanText(joined) : RepairOpening(CleanText(joined));
  field.normalized = WithSetPhrases(letter ? CleanText(WithoutMark(joined)) : field.value);
  field.normalized = WithoutFullStop(std::move(field.normalized));
  AddLocation(context, lines, field);
  const Reading reading = Judge(lines);
  field.confidence = reading.mean;
  const bool whole = letter ? head.about_marked : head.title.has_value();
  Check(field, "subject_under_title_or_mark", whole);
  const bool accept = whole && reading.mean >= 0.9 && reading.doubtful == 0 && UnknownShare(field.normalized) == 0;
  field.review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
  return field;
}

// The name of the kind. Laws share their class with other papers of the Quốc hội.
std::string KindName(const HeadTitle& title, const std::string& printed) {
  if (title.document_class == nullptr) return printed;
  const std::string key = WordsKey(printed);
  if (key == "luat") return "Luật";
  if (key == "bo luat") return "Bộ luật";
  return std::string(title.document_class->label);
}

FieldValue TypeNameField(const FieldContext& context) {
  FieldValue field = NewField(context, "type_name");
  if (context.head.title) {
    field.value = CleanText(context.head.title->text);
    field.normalized = KindName(*context.head.title, field.value);
    AddLocation(context, context.head.title->lines, field);
  } else if (context.type.code != "other") {
    // A letter prints no kind; the archive's field has one.
    field.value = context.type.label;
    field.normalized = context.type.label;
    field.source_kind = "inferred";
  } else {
    return NullField(context, "type_name", "not_found");
  }
  field.confidence = context.type.confidence;
  field.review = context.type.review;
  return field;
}

}  // namespace

std::vector<FieldValue> SubjectFields(const FieldContext& context) {
  return {TypeNameField(context), SubjectField(context)};
}

}  // namespace sohoa
