// SPDX-License-Identifier: Apache-2.0
//
// Archive fields (documents/archive_fields.h) made fit for a package, whose receiver refuses what
// breaks a rule: free text that is too long is shortened, and a value that breaks another rule is
// left out. Each is told, for a person to put right. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "documents/archive_fields.h"

namespace sohoa {

struct PackageField {
  std::string code;
  std::string value;
};

// Never with the value.
struct PackageWarning {
  std::uint32_t document = 0;  // its ordinal; 0 = of the dossier
  std::string field;
  std::string problem;  // as ArchiveField::warnings
};

// All fields that have a value, in the order of their rules. `document`: for the warnings.
std::vector<PackageField> FitFields(const std::vector<ArchiveField>& fields, std::uint32_t document, std::vector<PackageWarning>& warnings);

// The value of a field; "" where there is none.
std::string FieldOf(const std::vector<PackageField>& fields, std::string_view code);

// What the packages of the circular are filled with.
struct PackagedDocument {
  std::uint32_t ordinal = 0;  // in the dossier, from 1
  std::string stem;           // of its files' names: mã hồ sơ and ordinal
  std::vector<PackageField> sip;  // EAD_doc, 21 fields
  std::vector<PackageField> aip;  // EAD_doc of an AIP, 19 fields
};
struct PackagedFields {
  std::string fonds;  // mã định danh of the agency; "" = not known
  std::vector<PackageField> sip;  // EAD, 18 fields
  std::vector<PackageField> aip;
  std::vector<PackagedDocument> documents;
  std::vector<PackageWarning> warnings;
};
PackagedFields CircularFields(const Dossier& dossier, const AgencyDefaults& agency);

// The rules of what an AIP has in the place of the SIP's fields.
const ArchiveFieldRules& AipDossierRules();
const ArchiveFieldRules& AipDocumentRules();

}  // namespace sohoa
