// SPDX-License-Identifier: Apache-2.0
//
// The groups of fields in order. A new group is one function in fields.h and one line here.
#include <utility>

#include "documents/document_classes.h"
#include "documents/fields/fields.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

using Group = std::vector<FieldValue> (*)(const FieldContext&);

constexpr Group kAdministrative[] = {OrganFields,  NumberFields,    DateFields,  SubjectFields,
                                     SignerFields, RecipientFields, BasisFields, UrgencyFields};
constexpr Group kForm[] = {OrganFields, NumberFields, DateFields, FormFields, SignerFields};
constexpr Group kPaper[] = {SubjectFields, FormFields};

void Append(const FieldContext& context, Group group, std::vector<FieldValue>& fields) {
  for (FieldValue& field : group(context)) fields.push_back(std::move(field));
}

}  // namespace

std::vector<FieldValue> ExtractFields(const std::vector<const PageRecord*>& pages,
                                      const std::vector<std::uint32_t>& page_numbers,
                                      const DocumentType& type) {
  std::vector<FieldValue> fields;
  if (pages.empty()) return fields;
  FieldContext context{pages, page_numbers, type, FindPageHead(*pages.front(), 0), {}, {}, {}};
  for (std::size_t p = 0; p < pages.size(); ++p) {
    context.lines.push_back(LinesOfPage(*pages[p], p));
    if (!context.closing.found()) context.closing = FindClosingBlock(*pages[p], p);
  }
  context.organ = PrintedOrgan(context.head);
  const DocumentClass* known = FindDocumentClass(type.code);
  const bool form = known != nullptr && known->code.front() == 'C' && !known->administrative;
  const bool administrative =
      known == nullptr ? context.head.number_line.has_value() : known->administrative;
  if (administrative) {
    for (const Group group : kAdministrative) Append(context, group, fields);
  } else if (form) {
    for (const Group group : kForm) Append(context, group, fields);
  } else {
    for (const Group group : kPaper) Append(context, group, fields);
  }
  return fields;
}

}  // namespace sohoa
