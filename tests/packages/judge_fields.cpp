// SPDX-License-Identifier: Apache-2.0
//
// The tables of fields of the circular, typed in anew: names, lengths, types and code lists.
#include <algorithm>
#include <regex>
#include <set>

#include "packages/package_judge.h"

namespace sohoa::test {
namespace {

enum class Kind { kText, kNumber, kDate, kFlag };

struct Row {
  const char* name;
  Kind kind;
  std::size_t length;  // 0 = none
  const char* codes;   // a regular expression; nullptr = any
};

constexpr const char* kMaintenance = "0[1-7]";
constexpr const char* kMode = "0[1-3]";
constexpr const char* kLanguage = "0[1-9]|1[01]";
constexpr const char* kCondition = "0[1-3]";
constexpr const char* kConfidence = "0[1-3]";
constexpr const char* kTypeName = "0[1-9]|[12][0-9]|3[0-2]";
constexpr const char* kRecovery = "0[12]";

const std::vector<Row>& RowsOf(FieldTable table) {
  static const std::vector<Row> sip_dossier = {
      {"fileCode", Kind::kText, 100, nullptr},          {"title", Kind::kText, 1000, nullptr},
      {"maintenance", Kind::kText, 100, kMaintenance},  {"mode", Kind::kText, 30, kMode},
      {"language", Kind::kText, 100, kLanguage},        {"startDate", Kind::kDate, 10, nullptr},
      {"endDate", Kind::kDate, 10, nullptr},            {"keyword", Kind::kText, 100, nullptr},
      {"totalDoc", Kind::kNumber, 10, nullptr},         {"numberOfPaper", Kind::kNumber, 10, nullptr},
      {"numberOfPage", Kind::kNumber, 10, nullptr},     {"format", Kind::kText, 50, kCondition},
      {"inforSign", Kind::kText, 30, nullptr},          {"confidenceLevel", Kind::kText, 40, kConfidence},
      {"paperFileCode", Kind::kText, 100, nullptr},     {"riskRecovery", Kind::kFlag, 1, nullptr},
      {"riskRecoveryStatus", Kind::kText, 2, kRecovery}, {"description", Kind::kText, 2000, nullptr}};
  static const std::vector<Row> aip_dossier = [] {
    std::vector<Row> rows = sip_dossier;
    rows[0].name = "arcFileCode";
    return rows;
  }();
  static const std::vector<Row> sip_document = {
      {"docId", Kind::kText, 25, nullptr},             {"docCode", Kind::kText, 100, nullptr},
      {"maintenance", Kind::kText, 100, kMaintenance}, {"typeName", Kind::kText, 10, kTypeName},
      {"codeNumber", Kind::kText, 11, nullptr},        {"codeNotation", Kind::kText, 30, nullptr},
      {"issuedDate", Kind::kDate, 10, nullptr},        {"organName", Kind::kText, 200, nullptr},
      {"subject", Kind::kText, 500, nullptr},          {"language", Kind::kText, 100, kLanguage},
      {"numberOfPage", Kind::kNumber, 4, nullptr},     {"inforSign", Kind::kText, 30, nullptr},
      {"keyword", Kind::kText, 100, nullptr},          {"mode", Kind::kText, 20, kMode},
      {"confidenceLevel", Kind::kText, 30, kConfidence}, {"autograph", Kind::kText, 2000, nullptr},
      {"format", Kind::kText, 50, kCondition},         {"riskRecovery", Kind::kFlag, 1, nullptr},
      {"riskRecoveryStatus", Kind::kText, 2, kRecovery}, {"process", Kind::kFlag, 1, nullptr},
      {"description", Kind::kText, 500, nullptr}};
  static const std::vector<Row> aip_document = {
      {"arcFileCode", Kind::kText, 100, nullptr},      {"mode", Kind::kText, 20, kMode},
      {"language", Kind::kText, 100, kLanguage},       {"keyword", Kind::kText, 100, nullptr},
      {"numberOfPage", Kind::kNumber, 4, nullptr},     {"format", Kind::kText, 50, kCondition},
      {"inforSign", Kind::kText, 30, nullptr},         {"confidenceLevel", Kind::kText, 30, kConfidence},
      {"description", Kind::kText, 500, nullptr},      {"docCode", Kind::kText, 100, nullptr},
      {"docOrdinal", Kind::kNumber, 7, nullptr},       {"typeName", Kind::kText, 10, kTypeName},
      {"codeNumber", Kind::kText, 11, nullptr},        {"codeNotation", Kind::kText, 30, nullptr},
      {"issuedDate", Kind::kDate, 10, nullptr},        {"organName", Kind::kText, 200, nullptr},
      {"subject", Kind::kText, 500, nullptr},          {"autograph", Kind::kText, 2000, nullptr},
      {"process", Kind::kFlag, 1, nullptr}};
  switch (table) {
    case FieldTable::kSipDossier: return sip_dossier;
    case FieldTable::kSipDocument: return sip_document;
    case FieldTable::kAipDossier: return aip_dossier;
    case FieldTable::kAipDocument: return aip_document;
  }
  return sip_dossier;
}

std::size_t Characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

bool IsOfKind(const Row& row, const std::string& value) {
  switch (row.kind) {
    case Kind::kText: return true;
    case Kind::kNumber: return std::regex_match(value, std::regex("[0-9]+"));
    case Kind::kDate: return std::regex_match(value, std::regex("(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4}"));
    case Kind::kFlag: return value == "0" || value == "1";
  }
  return false;
}

}  // namespace

std::vector<std::string> JudgeFields(const JudgedXml& ead, FieldTable table, const std::string& name) {
  std::vector<std::string> broken;
  if (ead.All("/*[local-name()='simpledc']").size() != 1) return {name + " is no simpledc"};
  std::set<std::string> seen;
  for (std::size_t i = 1; i <= ead.All("/*/*").size(); ++i) {
    const std::string place = "/*/*[" + std::to_string(i) + "]";
    const std::string value = ead.One(place);
    const auto row = std::find_if(RowsOf(table).begin(), RowsOf(table).end(),
                                  [&](const Row& each) { return !ead.All(place + "[local-name()='" + each.name + "']").empty(); });
    if (row == RowsOf(table).end()) {
      broken.push_back(name + ": element " + std::to_string(i) + " is none of its table");
      continue;
    }
    const std::string field = name + ": " + row->name;
    if (!seen.insert(row->name).second) broken.push_back(field + " stands twice");
    if (value.empty()) broken.push_back(field + " is empty");
    if (row->length > 0 && Characters(value) > row->length) broken.push_back(field + " is too long");
    if (!IsOfKind(*row, value)) broken.push_back(field + " is not of its type");
    if (row->codes != nullptr && !std::regex_match(value, std::regex(row->codes))) broken.push_back(field + " is no code of its list");
  }
  // What the circular names as a must, and what this software always knows.
  const std::vector<std::string> dossier_must = {"title", "maintenance", "mode", "language", "totalDoc", "numberOfPage", "confidenceLevel"};
  const std::vector<std::string> document_must = {"docCode", "typeName", "subject", "language", "numberOfPage", "mode", "confidenceLevel"};
  const bool of_dossier = table == FieldTable::kSipDossier || table == FieldTable::kAipDossier;
  for (const std::string& must : of_dossier ? dossier_must : document_must) {
    if (!seen.contains(must)) broken.push_back(name + ": " + must + " is missing");
  }
  if (ead.One("/*/*[local-name()='riskRecovery']") == "1" && !seen.contains("riskRecoveryStatus")) broken.push_back(name + ": riskRecoveryStatus is missing");
  // Digitised papers say where the papers are; the course of processing is for what was born digital.
  const bool digitised = ead.One("/*/*[local-name()='confidenceLevel']") == "02";
  if (digitised && of_dossier && !seen.contains("paperFileCode")) broken.push_back(name + ": paperFileCode is missing");
  if (digitised && seen.contains("process")) broken.push_back(name + ": process is for what was born digital");
  return broken;
}

}  // namespace sohoa::test
