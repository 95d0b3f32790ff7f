// SPDX-License-Identifier: Apache-2.0
#include "documents/decisions.h"

#include <algorithm>
#include "documents/document_classes.h"
#include "documents/fields/field_labels.h"
#include "documents/fields/form_values.h"

namespace sohoa {
namespace {

constexpr std::string_view kDateFields[] = {"issued_date", "signed_date"};

FormRule RuleOf(std::string_view class_code, std::string_view field) {
  for (const FormRule& rule : FormRules(class_code)) {
    if (rule.code == field) return rule;
  }
  const bool date = std::find(std::begin(kDateFields), std::end(kDateFields), field) != std::end(kDateFields);
  return {field, {}, date ? EntryKind::kDate : EntryKind::kText};
}

FieldValue& FieldAt(std::vector<FieldValue>& fields, const Edit& decision) {
  std::uint32_t ordinal = 0;
  for (FieldValue& field : fields) {
    if (field.code == decision.field && ordinal++ == decision.ordinal) return field;
  }
  FieldValue& added = fields.emplace_back();
  added.code = decision.field;
  added.label = FieldLabel(decision.field);
  added.null_reason = "not_found";
  return added;
}

void SetValue(const Edit& decision, const DocumentType& type, FieldValue& field) {
  field.value = decision.value;
  field.normalized.clear();
  field.null_reason.clear();
  field.validation.clear();
  field.parts.clear();
  NormalizeEntry(RuleOf(type.code, field.code), field);
  if (!decision.normalized.empty()) field.normalized = decision.normalized;
}

void Apply(const Edit& decision, const DocumentType& type, FieldValue& field) {
  field.reading = {field.value, field.normalized, field.confidence};
  const bool as_read = decision.value == field.value && (decision.normalized.empty() || decision.normalized == field.normalized);
  if (decision.review == ReviewState::kUnreadable) {
    field.value.clear();
    field.normalized.clear();
    field.parts.clear();
    field.null_reason = "illegible";
  } else if (!as_read) {
    SetValue(decision, type, field);
    field.raw.clear();
  }
  field.confidence = decision.review == ReviewState::kUnreadable ? 0 : 1;
  field.source_kind = "person";
  field.review = decision.review;
  field.review_reason.clear();
  field.decided_by = decision.by;
  field.decided_at_unix_ms = decision.at_unix_ms;
}

}  // namespace

std::string NormalizedAs(std::string_view class_code, std::string_view field, const std::string& value) {
  FieldValue made;
  made.code = field;
  made.value = value;
  NormalizeEntry(RuleOf(class_code, field), made);
  return made.normalized;
}

void ApplyDecision(const Edit& decision, DocumentType& type) {
  type.read_code = type.code;
  type.label = DocumentClassLabel(decision.value);
  type.code = decision.value;
  type.confidence = 1;
  type.review = decision.review;
  type.review_reason.clear();
  type.decided_by = decision.by;
  type.decided_at_unix_ms = decision.at_unix_ms;
}

void ApplyDecisions(const std::vector<const Edit*>& decisions, const DocumentType& type, std::vector<FieldValue>& fields) {
  for (const Edit* decision : decisions) Apply(*decision, type, FieldAt(fields, *decision));
}

}  // namespace sohoa
