// SPDX-License-Identifier: Apache-2.0
//
// The archive fields of a dossier and of its documents, filled from what was read, from the
// procedure and from what the agency says of itself. They are worked out whenever they are asked
// for, so that a value that a person corrects is corrected there too. A value that breaks a rule
// is kept whole, with a warning: what becomes of it is for the export and a person to decide.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "documents/agency_defaults.h"
#include "documents/archive_field_rules.h"

namespace sohoa {

struct ArchiveField {
  const ArchiveFieldRule* rule = nullptr;
  std::string value;   // empty = none
  std::string source;  // "read" "dossier" "person" "procedure" "agency" "counted" "class"; empty without a value
  // "required_missing" "too_long" "not_in_code_list" "not_a_date" "not_a_number" "needs_review"
  std::vector<std::string> warnings;
};

struct ArchiveFields {
  std::vector<ArchiveField> decree30;
  std::vector<ArchiveField> circular05;
  bool outgoing = false;  // a document of the agency's own: the fields of văn bản đi
};

ArchiveFields ArchiveFieldsOfDossier(const Dossier& dossier, const AgencyDefaults& agency);
// Of the document at a position of dossier.documents.
ArchiveFields ArchiveFieldsOfDocument(const Dossier& dossier, std::size_t position, const AgencyDefaults& agency);

}  // namespace sohoa
