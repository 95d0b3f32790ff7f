// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/completeness_check.h"

#include "core/calendar.h"
#include "documents/identity_numbers.h"
#include "documents/procedures/duplicates.h"
#include "documents/procedures/paper.h"
#include "documents/procedures/paper_matching.h"

namespace sohoa {
namespace {

struct Told {
  std::string value;
  std::string source;
};

// A dossier's own word first, then a form of the counter that needs nobody to look at it.
Told ProcedureOf(const DossierPapers& papers) {
  if (!papers.head.procedure.empty()) return {papers.head.procedure, "dossier"};
  for (const Document* document : papers.documents) {
    const std::string code = document->type.code.starts_with("C0") ? SettledValue(*document, "procedure_code") : std::string();
    if (IsProcedureCode(code)) return {code, "document"};
  }
  return {};
}

Told ReceiptDay(const DossierPapers& papers) {
  const std::string in_code = ReceiptDayOfDossierCode(papers.head.code);
  if (!in_code.empty()) return {in_code, "dossier_code"};
  for (const Document* document : papers.documents) {
    const std::string day = document->type.code == "C01" ? SettledValue(*document, "received_at").substr(0, 10) : std::string();
    if (day.size() == 10 && ParseVietnamTime(day)) return {day, "receipt_form"};
  }
  return {FormatVietnamTime(papers.first_seen_unix_ms).substr(0, 10), "first_version"};
}

ProcedureInForce KeptOf(const Procedure& procedure) {
  ProcedureInForce kept;
  kept.code = procedure.code;
  kept.name = procedure.name;
  kept.field = procedure.field;
  kept.effective_from = procedure.effective_from;
  kept.verified = !procedure.verified.empty();
  kept.processing_days = procedure.processing_days;
  kept.maintenance = procedure.maintenance;
  kept.mode = procedure.mode;
  kept.keyword = procedure.keyword;
  kept.information_sign = procedure.information_sign;
  return kept;
}

// The version that counts, or why there is none.
const Procedure* FindVersion(const ProcedureCatalogue* catalogue, Completeness& completeness) {
  const std::string& code = completeness.procedure.code;
  const auto unchecked = [&](const char* reason) {
    completeness.unchecked_reason = reason;
    return nullptr;
  };
  if (code.empty()) return unchecked("no_procedure");
  if (catalogue == nullptr || catalogue->empty()) return unchecked("no_catalogue");
  completeness.catalogue = catalogue->fingerprint();
  const Procedure* version = catalogue->Find(code, completeness.received_on);
  if (version == nullptr) return unchecked(catalogue->Knows(code) ? "not_in_force" : "unknown_procedure");
  completeness.procedure = KeptOf(*version);
  if (version->papers.empty()) completeness.unchecked_reason = "no_requirements";
  return version;
}

std::vector<Paper> Describe(const DossierPapers& papers) {
  std::vector<Paper> described;
  for (std::size_t i = 0; i < papers.documents.size(); ++i) described.push_back(DescribePaper(*papers.documents[i], papers.pages[i]));
  return described;
}

}  // namespace

Completeness CheckCompleteness(const DossierPapers& papers, const ProcedureCatalogue* catalogue) {
  Completeness completeness;
  const Told procedure = ProcedureOf(papers);
  const Told received = ReceiptDay(papers);
  completeness.procedure.code = NationalProcedureCode(procedure.value);
  completeness.procedure_source = procedure.source;
  completeness.received_on = received.value;
  completeness.received_source = received.source;

  const Procedure* version = FindVersion(catalogue, completeness);
  const std::vector<Paper> described = Describe(papers);
  PaperMatching matching(described, FindDuplicates(described));
  if (version != nullptr && !version->papers.empty()) {
    matching.HoldAgainst(*version, completeness.received_on, papers.unread_pages);
    completeness.state = matching.State();
  }
  completeness.in_order = matching.in_order();
  completeness.papers = matching.papers();
  completeness.documents = matching.documents();
  return completeness;
}

}  // namespace sohoa
