// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_fields.h"

#include <algorithm>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/document_classes.h"
#include "documents/folded_text.h"
#include "documents/procedures/paper.h"

namespace sohoa {
namespace {

bool HasOnlyDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "04/10/2018" of "2018-10-04"; what is no whole date as it is.
std::string ArchiveDate(const std::string& iso) {
  if (iso.size() < 10 || !ParseVietnamTime(iso.substr(0, 10))) return iso;
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

bool IsArchiveDate(const std::string& text) {
  return text.size() == 10 && text[2] == '/' && text[5] == '/' &&
         ParseVietnamTime(text.substr(6, 4) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2)).has_value();
}

void Warn(ArchiveField& field) {
  const ArchiveFieldRule& rule = *field.rule;
  const auto warn = [&field](const char* warning) { field.warnings.emplace_back(warning); };
  if (field.value.empty()) {
    if (rule.required) warn("required_missing");
    return;
  }
  if (rule.max_length > 0 && ToCodePoints(field.value).size() > rule.max_length) warn("too_long");
  if (rule.codes != nullptr && MeaningOf(*rule.codes, field.value).empty()) warn("not_in_code_list");
  if (rule.type == ArchiveFieldType::kDate && !IsArchiveDate(field.value)) warn("not_a_date");
  if (rule.type == ArchiveFieldType::kNumber && !HasOnlyDigits(field.value)) warn("not_a_number");
}

// The fields of one profile, in its order.
class FieldList {
 public:
  explicit FieldList(const ArchiveFieldRules& rules) {
    for (const ArchiveFieldRule& rule : rules) fields_.emplace_back().rule = &rule;
  }
  void Put(std::string_view code, const std::string& value, const char* source) {
    if (value.empty()) return;
    ArchiveField& field = At(code);
    field.value = ToNfc(value);
    field.source = source;
  }
  // A value that was read off the document.
  void PutRead(std::string_view code, const Document& document, std::string_view field_code) {
    const FieldValue* read = document.Field(field_code);
    if (read == nullptr || (read->normalized.empty() && read->value.empty())) return;
    ArchiveField& field = At(code);
    field.value = read->normalized.empty() ? read->value : read->normalized;
    if (field.rule->type == ArchiveFieldType::kDate) field.value = ArchiveDate(field.value);
    field.source = "read";
    field.warnings.clear();
    if (!IsSettled(read->review)) field.warnings.emplace_back("needs_review");
  }
  std::vector<ArchiveField> Take() {
    for (ArchiveField& field : fields_) Warn(field);
    return std::move(fields_);
  }

 private:
  ArchiveField& At(std::string_view code) {
    return *std::find_if(fields_.begin(), fields_.end(), [&](const ArchiveField& field) { return field.rule->code == code; });
  }
  std::vector<ArchiveField> fields_;
};

// A value and who says so: the first of several that says anything.
struct Said {
  std::string value;
  const char* source = "";
};

Said FirstOf(std::initializer_list<Said> candidates) {
  for (const Said& candidate : candidates) {
    if (!candidate.value.empty()) return candidate;
  }
  return {};
}

// What the fields of a dossier and of its documents share.
struct DossierSigns {
  Said organ;
  std::string year;
  std::string notation;  // "260930-0012"
  std::string file_code;
  Said maintenance;
  Said mode;
  Said keyword;
  Said information_sign;

  DossierSigns(const Dossier& dossier, const AgencyDefaults& agency) {
    const std::string& code = dossier.head.code;
    const bool standard = IsStandardDossierCode(code);
    organ = FirstOf({{agency.organ_id, "agency"},
                     {dossier.head.agency, "dossier"},
                     {standard ? code.substr(0, code.find('-')) : std::string(), "dossier"}});
    const std::string& received = dossier.completeness.received_on;
    year = received.empty() ? FormatVietnamTime(dossier.committed_unix_ms).substr(0, 4) : received.substr(0, 4);
    notation = standard ? code.substr(code.find('-') + 1) : code;
    if (!organ.value.empty()) file_code = organ.value + "." + year + "." + notation;
    const ProcedureInForce& procedure = dossier.completeness.procedure;
    maintenance = FirstOf({{agency.decided_maintenance, "person"}, {procedure.maintenance, "procedure"}, {agency.maintenance, "agency"}});
    mode = FirstOf({{procedure.mode, "procedure"}, {agency.mode, "agency"}});
    keyword = {procedure.keyword, "procedure"};
    information_sign = FirstOf({{procedure.information_sign, "procedure"}, {agency.information_sign, "agency"}});
  }
};

void Put(FieldList& fields, std::string_view code, const Said& said) { fields.Put(code, said.value, said.source); }

// Decree 30 takes words where the circular takes codes.
void PutMeaning(FieldList& fields, std::string_view code, const Said& said, const std::vector<ArchiveCode>& codes) {
  fields.Put(code, std::string(MeaningOf(codes, said.value)), said.source);
}

void PutFileCode(FieldList& fields, const DossierSigns& signs) {
  Put(fields, "FileCode.OrganId", signs.organ);
  fields.Put("FileCode.FileCatalog", signs.year, "dossier");
  fields.Put("FileCode.FileNotation", signs.notation, "dossier");
}

std::string TitleOf(const Dossier& dossier) {
  const std::string& name = dossier.completeness.procedure.name;
  const std::string subject = name.empty() ? dossier.head.code : name;
  return "Hồ sơ " + subject + (dossier.head.applicant.empty() ? "" : " của " + dossier.head.applicant);
}

const DocumentCheck* CheckOf(const Dossier& dossier, const Document& document) {
  for (const DocumentCheck& check : dossier.completeness.documents) {
    if (check.document == document.id) return &check;
  }
  return nullptr;
}

// The newest paper that the procedure ended in; empty while there is none.
std::string EndDayOf(const Dossier& dossier) {
  std::string end;
  for (const Document& document : dossier.documents) {
    const DocumentCheck* check = CheckOf(dossier, document);
    if (check == nullptr || check->role != DocumentRole::kResult) continue;
    const std::string day = SettledValue(document, "issued_date");
    if (day.size() == 10 && day > end) end = day;
  }
  return end;
}

std::string PagesWithContent(const Dossier& dossier) {
  return std::to_string(std::count_if(dossier.pages.begin(), dossier.pages.end(), [](const DossierPage& page) { return !page.blank; }));
}

// Of the agency's own: what the procedure ended in, the counter's forms, what bears its name.
bool IsOutgoing(const Dossier& dossier, const Document& document, const AgencyDefaults& agency) {
  const DocumentCheck* check = CheckOf(dossier, document);
  if (check != nullptr && check->role == DocumentRole::kResult) return true;
  if (document.type.code.size() == 3 && document.type.code[0] == 'C' && HasOnlyDigits(document.type.code.substr(1))) return true;
  const std::string organ = SettledValue(document, "organ_name");
  return !organ.empty() && !agency.name.empty() && WordsKey(organ) == WordsKey(agency.name);
}

// As Decree 30's Appendix VI has it.
std::string PriorityOf(const Document& document) {
  const std::string key = WordsKey(SettledValue(document, "urgency"));
  if (key.find("hoa toc") != std::string::npos) return "3";
  if (key.find("thuong khan") != std::string::npos) return "2";
  return key.find("khan") != std::string::npos ? "1" : "";
}

void PutSubject(FieldList& fields, std::string_view code, const Document& document) {
  fields.Put(code, document.type.label, "class");
  fields.PutRead(code, document, "type_name");
  fields.PutRead(code, document, "subject");
}

std::vector<ArchiveField> Decree30Document(const Dossier& dossier, std::size_t position, const DossierSigns& signs,
                                           const AgencyDefaults& agency, bool outgoing) {
  const Document& document = dossier.documents[position];
  FieldList fields(outgoing ? Decree30OutgoingRules() : Decree30IncomingRules());
  PutFileCode(fields, signs);
  fields.Put("DocOrdinal", std::to_string(position + 1), "counted");
  fields.Put("TypeName", document.type.label, "class");
  fields.PutRead("CodeNumber", document, "code_number");
  fields.PutRead("CodeNotation", document, "code_notation");
  fields.PutRead("IssuedDate", document, "issued_date");
  fields.PutRead("OrganName", document, "organ_name");
  PutSubject(fields, "Subject", document);
  PutMeaning(fields, "Language", {agency.language, "agency"}, LanguageCodes());
  fields.Put("PageAmount", std::to_string(document.pages.size()), "counted");
  fields.PutRead("SignerInfo.Position", document, "signer_position");
  fields.PutRead("SignerInfo.FullName", document, "signer_name");
  fields.Put("Priority", PriorityOf(document), "read");
  if (outgoing) {
    fields.PutRead("To.OrganName", document, "recipients");
  } else {
    fields.Put("ArrivalDate", ArchiveDate(dossier.completeness.received_on), "dossier");
    fields.Put("ToPlaces", agency.office, "agency");
  }
  return fields.Take();
}

std::vector<ArchiveField> Circular05Document(const Dossier& dossier, std::size_t position, const DossierSigns& signs,
                                             const AgencyDefaults& agency) {
  const Document& document = dossier.documents[position];
  FieldList fields(Circular05DocumentRules());
  const std::string ordinal = std::to_string(position + 1);
  if (!signs.file_code.empty()) {
    fields.Put("docId", signs.file_code + "." + ordinal, "dossier");
    fields.Put("docCode", signs.file_code + "." + std::string(7 - std::min<std::size_t>(7, ordinal.size()), '0') + ordinal, "dossier");
  }
  Put(fields, "maintenance", signs.maintenance);
  fields.Put("typeName", std::string(DocumentTypeCode(document.type.code)), "class");
  fields.PutRead("codeNumber", document, "code_number");
  fields.PutRead("codeNotation", document, "code_notation");
  fields.PutRead("issuedDate", document, "issued_date");
  fields.PutRead("organName", document, "organ_name");
  PutSubject(fields, "subject", document);
  fields.Put("language", agency.language, "agency");
  fields.Put("numberOfPage", std::to_string(document.pages.size()), "counted");
  Put(fields, "inforSign", signs.information_sign);
  Put(fields, "keyword", signs.keyword);
  Put(fields, "mode", signs.mode);
  fields.Put("confidenceLevel", "02", "dossier");
  fields.Put("format", agency.condition, "agency");
  fields.Put("riskRecovery", agency.risk_recovery, "agency");
  fields.Put("riskRecoveryStatus", agency.risk_recovery_status, "agency");
  return fields.Take();
}

// The state of recovery must be said where there is any.
void WarnOfRecovery(std::vector<ArchiveField>& fields, const AgencyDefaults& agency) {
  if (agency.risk_recovery != "1" || !agency.risk_recovery_status.empty()) return;
  for (ArchiveField& field : fields) {
    if (field.rule->code == "riskRecoveryStatus") field.warnings.emplace_back("required_missing");
  }
}

}  // namespace

ArchiveFields ArchiveFieldsOfDossier(const Dossier& dossier, const AgencyDefaults& agency) {
  const DossierSigns signs(dossier, agency);
  const std::string start = ArchiveDate(dossier.completeness.received_on);
  const std::string end = ArchiveDate(EndDayOf(dossier));
  const std::string documents = std::to_string(dossier.documents.size());
  const char* title_source = dossier.completeness.procedure.name.empty() ? "dossier" : "procedure";

  FieldList old(Decree30DossierRules());
  PutFileCode(old, signs);
  old.Put("Title", TitleOf(dossier), title_source);
  PutMeaning(old, "Maintenance", signs.maintenance, MaintenanceCodes());
  PutMeaning(old, "Rights", signs.mode, AccessCodes());
  old.Put("Creator", agency.creator, "agency");
  PutMeaning(old, "Language", {agency.language, "agency"}, LanguageCodes());
  old.Put("StartDate", start, "dossier");
  old.Put("EndDate", end, "read");
  old.Put("DocTotal", documents, "counted");
  old.Put("PageTotal", PagesWithContent(dossier), "counted");

  FieldList present(Circular05DossierRules());
  present.Put("fileCode", signs.file_code, signs.organ.source);
  present.Put("title", TitleOf(dossier), title_source);
  Put(present, "maintenance", signs.maintenance);
  Put(present, "mode", signs.mode);
  present.Put("language", agency.language, "agency");
  present.Put("startDate", start, "dossier");
  present.Put("endDate", end, "read");
  Put(present, "keyword", signs.keyword);
  present.Put("totalDoc", documents, "counted");
  present.Put("numberOfPage", PagesWithContent(dossier), "counted");
  present.Put("format", agency.condition, "agency");
  Put(present, "inforSign", signs.information_sign);
  present.Put("confidenceLevel", "02", "dossier");
  if (!agency.archive_id.empty() && !agency.paper_location.empty()) {
    present.Put("paperFileCode", agency.archive_id + "." + agency.paper_location + "." + signs.notation, "agency");
  }
  present.Put("riskRecovery", agency.risk_recovery, "agency");
  present.Put("riskRecoveryStatus", agency.risk_recovery_status, "agency");

  ArchiveFields fields;
  fields.decree30 = old.Take();
  fields.circular05 = present.Take();
  WarnOfRecovery(fields.circular05, agency);
  return fields;
}

ArchiveFields ArchiveFieldsOfDocument(const Dossier& dossier, std::size_t position, const AgencyDefaults& agency) {
  const DossierSigns signs(dossier, agency);
  ArchiveFields fields;
  fields.outgoing = IsOutgoing(dossier, dossier.documents[position], agency);
  fields.decree30 = Decree30Document(dossier, position, signs, agency, fields.outgoing);
  fields.circular05 = Circular05Document(dossier, position, signs, agency);
  WarnOfRecovery(fields.circular05, agency);
  return fields;
}

}  // namespace sohoa
