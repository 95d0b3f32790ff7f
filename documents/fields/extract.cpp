// SPDX-License-Identifier: Apache-2.0
//
// The groups of fields in order. A new group is one function in fields.h and one line here.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/acceptance.h"
#include "documents/document_classes.h"
#include "documents/fields/fields.h"
#include "documents/understanding.h"

namespace sohoa {
namespace {

// Its name stands as the rule with the values that it found.
struct Group {
  std::string_view name;
  std::vector<FieldValue> (*find)(const FieldContext&);
};

constexpr Group kOrgan = {"organ", OrganFields};
constexpr Group kNumber = {"number", NumberFields};
constexpr Group kDate = {"date", DateFields};
constexpr Group kSignedDate = {"signed_date", SignedDateFields};
constexpr Group kSubject = {"subject", SubjectFields};
constexpr Group kSigner = {"signer", SignerFields};
constexpr Group kRecipients = {"recipients", RecipientFields};
constexpr Group kBases = {"legal_bases", BasisFields};
constexpr Group kUrgency = {"urgency", UrgencyFields};
constexpr Group kLabelled = {"labels", FormFields};
constexpr Group kAttachment = {"attachment", AttachmentFields};

constexpr Group kAdministrative[] = {kOrgan, kNumber, kDate, kSubject, kSigner, kRecipients, kBases, kUrgency, kLabelled};
constexpr Group kForm[] = {kOrgan, kNumber, kDate, kLabelled, kSigner};
constexpr Group kPaper[] = {kSubject, kLabelled};
// Papers that an authority gives out under its name and signs: certificates, permits, extracts
// of registers, confirmations, notices of the tax office. What a citizen or a business writes
// has none of these, and a card has no signature that could be read.
constexpr Group kIssued[] = {kOrgan, kNumber, kSigner};
constexpr std::array kIssuedClasses = {"D03", "D04", "D05", "D06", "D10", "D11", "D15",
                                       "D16", "D17", "D18", "D19", "D21", "D28", "D31"};

bool IsIssued(std::string_view code) {
  return std::find(kIssuedClasses.begin(), kIssuedClasses.end(), code) != kIssuedClasses.end();
}

void Append(const FieldContext& context, const Group& group, std::vector<FieldValue>& fields) {
  for (FieldValue& field : group.find(context)) {
    field.rule = group.name;
    fields.push_back(std::move(field));
  }
}

// Only what is there: these papers have no common layout that says what must be.
void AppendFound(const FieldContext& context, const Group& group, std::vector<FieldValue>& fields) {
  std::vector<FieldValue> all;
  Append(context, group, all);
  for (FieldValue& field : all) {
    if (field.null_reason != "not_found") fields.push_back(std::move(field));
  }
}

// The position of the page a value begins on.
std::size_t PageOf(const FieldValue& field, const std::vector<std::uint32_t>& page_numbers) {
  if (field.locations.empty()) return 0;
  const auto found = std::find(page_numbers.begin(), page_numbers.end(), field.locations.front().page);
  return found == page_numbers.end() ? 0 : static_cast<std::size_t>(found - page_numbers.begin());
}

}  // namespace

std::vector<FieldValue> ExtractFields(const std::vector<const PageRecord*>& pages,
                                      const std::vector<std::uint32_t>& page_numbers,
                                      const DocumentType& type) {
  std::vector<FieldValue> fields;
  if (pages.empty()) return fields;
  FieldContext context{pages, page_numbers, type, {}, {}, {}, {}};
  for (std::size_t p = 0; p < pages.size(); ++p) {
    context.lines.push_back(LinesOfPage(*pages[p], p));
    if (!context.closing.found()) context.closing = FindClosingBlock(*pages[p], p, context.lines[p]);
  }
  context.head = FindPageHead(*pages.front(), context.lines.front());
  context.organ = PrintedOrgan(context.head);
  const DocumentClass* known = FindDocumentClass(type.code);
  const bool form = known != nullptr && known->code.front() == 'C' && !known->administrative;
  const bool administrative =
      known == nullptr ? context.head.number_line.has_value() : known->administrative;
  if (administrative) {
    for (const Group& group : kAdministrative) Append(context, group, fields);
  } else if (form) {
    for (const Group& group : kForm) Append(context, group, fields);
  } else {
    for (const Group& group : kPaper) Append(context, group, fields);
    if (type.code == "E01") Append(context, kAttachment, fields);
    AppendFound(context, kSignedDate, fields);
    if (IsIssued(type.code)) {
      for (const Group& group : kIssued) AppendFound(context, group, fields);
    }
  }
  std::vector<PageEvidence> evidence;
  for (const PageRecord* page : pages) evidence.push_back(EvidenceOf(*page));
  for (FieldValue& field : fields) DecideReview(field, evidence[PageOf(field, page_numbers)]);
  return fields;
}

}  // namespace sohoa
