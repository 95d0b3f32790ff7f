// SPDX-License-Identifier: Apache-2.0
#include "packages/package_fields.h"

#include <algorithm>
#include <array>

#include "core/vietnamese.h"
#include "packages/package_names.h"

namespace sohoa {
namespace {

constexpr std::string_view kTooLong = "too_long";
constexpr std::size_t kLongestDocumentId = 25;

// Where words may be lost; identifiers and codes are never cut.
constexpr std::array<std::string_view, 16> kFreeText = {
    "title", "subject", "description", "keyword", "organName", "autograph", "Title", "Subject", "Description", "OrganName",
    "To.OrganName", "ToPlaces", "TypeName", "Creator", "SignerInfo.Position", "SignerInfo.FullName"};

bool Has(const ArchiveField& field, std::string_view warning) {
  return std::find(field.warnings.begin(), field.warnings.end(), warning) != field.warnings.end();
}

// At the end of a word, with a sign that something follows.
std::string Shortened(const std::string& text, std::size_t most) {
  std::u32string points = ToCodePoints(text);
  points.resize(most - 1);
  const std::size_t space = points.find_last_of(U' ');
  if (space != std::u32string::npos && space > most / 2) points.resize(space);
  return FromCodePoints(points) + "…";
}

// What is left of a value that breaks rules.
std::string Fitting(const ArchiveField& field) {
  for (const std::string_view fatal : {"not_a_date", "not_a_number", "not_in_code_list"}) {
    if (Has(field, fatal)) return {};
  }
  if (!Has(field, kTooLong)) return field.value;
  const bool free_text = std::find(kFreeText.begin(), kFreeText.end(), field.rule->code) != kFreeText.end();
  return free_text ? Shortened(field.value, field.rule->max_length) : std::string();
}

const ArchiveFieldRule& RuleOf(const ArchiveFieldRules& rules, std::string_view code) {
  return *std::find_if(rules.begin(), rules.end(), [code](const ArchiveFieldRule& rule) { return rule.code == code; });
}

// The fields of `rules` out of `fields`, with those of `own` first.
std::vector<PackageField> Chosen(const ArchiveFieldRules& rules, const std::vector<PackageField>& fields, const std::vector<PackageField>& own) {
  std::vector<PackageField> chosen;
  for (const ArchiveFieldRule& rule : rules) {
    std::string value = FieldOf(own, rule.code);
    if (value.empty()) value = FieldOf(fields, rule.code);
    if (!value.empty()) chosen.push_back({std::string(rule.code), std::move(value)});
  }
  return chosen;
}

// The dossier's code with the ordinal is longer than the circular's 25 characters where the ordinal has two digits:
// then without the agency, which the fileCode says; else the document's own id, which is longer yet.
std::string ShortDocumentId(const Dossier& dossier, std::size_t position, const std::string& file_code, const std::string& fonds) {
  const std::string ordinal = "." + std::to_string(position + 1);
  if (file_code.size() > fonds.size() + 1 && file_code.starts_with(fonds)) {
    const std::string inner = file_code.substr(fonds.size() + 1) + ordinal;
    if (inner.size() <= kLongestDocumentId) return inner;
  }
  return dossier.documents[position].id.substr(0, kLongestDocumentId);
}

}  // namespace

std::vector<PackageField> FitFields(const std::vector<ArchiveField>& fields, std::uint32_t document, std::vector<PackageWarning>& warnings) {
  std::vector<PackageField> fitting;
  for (const ArchiveField& field : fields) {
    for (const std::string& warning : field.warnings) warnings.push_back({document, std::string(field.rule->code), warning});
    std::string value = field.value.empty() ? std::string() : Fitting(field);
    if (!value.empty()) fitting.push_back({std::string(field.rule->code), std::move(value)});
  }
  return fitting;
}

std::string FieldOf(const std::vector<PackageField>& fields, std::string_view code) {
  const auto found = std::find_if(fields.begin(), fields.end(), [code](const PackageField& field) { return field.code == code; });
  return found == fields.end() ? std::string() : found->value;
}

const ArchiveFieldRules& AipDossierRules() {
  static const ArchiveFieldRules rules = [] {
    ArchiveFieldRules made = Circular05DossierRules();
    made.front() = {"arcFileCode", "Mã lưu trữ của hồ sơ", ArchiveFieldType::kText, 100, true};
    return made;
  }();
  return rules;
}

const ArchiveFieldRules& AipDocumentRules() {
  static const ArchiveFieldRules rules = [] {
    const ArchiveFieldRules& of_sip = Circular05DocumentRules();
    ArchiveFieldRules made = {{"arcFileCode", "Mã lưu trữ của hồ sơ", ArchiveFieldType::kText, 100, true}};
    for (const char* code : {"mode", "language", "keyword", "numberOfPage", "format", "inforSign", "confidenceLevel", "description", "docCode"}) {
      made.push_back(RuleOf(of_sip, code));
    }
    made.push_back({"docOrdinal", "Số thứ tự tài liệu trong hồ sơ", ArchiveFieldType::kNumber, 7, true});
    for (const char* code : {"typeName", "codeNumber", "codeNotation", "issuedDate", "organName", "subject", "autograph", "process"}) {
      made.push_back(RuleOf(of_sip, code));
    }
    return made;
  }();
  return rules;
}

PackagedFields CircularFields(const Dossier& dossier, const AgencyDefaults& agency) {
  PackagedFields packaged;
  const ArchiveFields of_dossier = ArchiveFieldsOfDossier(dossier, agency);
  packaged.sip = FitFields(of_dossier.circular05, 0, packaged.warnings);
  for (const ArchiveField& field : of_dossier.decree30) {
    if (field.rule->code == "FileCode.OrganId") packaged.fonds = field.value;
  }
  const std::string file_code = FieldOf(packaged.sip, "fileCode");
  const std::string archive_code = agency.archive_id.empty() ? file_code : agency.archive_id + "." + file_code;
  if (agency.archive_id.empty()) packaged.warnings.push_back({0, "arcFileCode", "required_missing"});
  packaged.aip = Chosen(AipDossierRules(), packaged.sip, {{"arcFileCode", archive_code}});
  const std::string base = SafeFileName(file_code.empty() ? dossier.head.code : file_code);
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    PackagedDocument& document = packaged.documents.emplace_back();
    document.ordinal = static_cast<std::uint32_t>(i + 1);
    document.stem = base + "." + std::to_string(i + 1);
    ArchiveFields fields = ArchiveFieldsOfDocument(dossier, i, agency);
    document.sip = FitFields(fields.circular05, document.ordinal, packaged.warnings);
    if (!file_code.empty() && FieldOf(document.sip, "docId").empty()) {
      document.sip.insert(document.sip.begin(), {"docId", ShortDocumentId(dossier, i, file_code, packaged.fonds)});
    }
    document.aip = Chosen(AipDocumentRules(), document.sip, {{"arcFileCode", archive_code}, {"docOrdinal", std::to_string(i + 1)}});
  }
  return packaged;
}

}  // namespace sohoa
