// SPDX-License-Identifier: Apache-2.0
#include "core/completeness_codec.h"

#include "records.pb.h"

namespace sohoa {
namespace {

template <typename Enum>
bool TakeNumber(std::uint32_t number, Enum last, Enum& out) {
  out = static_cast<Enum>(number);
  return number <= static_cast<std::uint32_t>(last);
}

void FillProcedure(const ProcedureInForce& procedure, records::ProcedureInForce* out) {
  out->set_code(procedure.code);
  out->set_name(procedure.name);
  out->set_field(procedure.field);
  out->set_effective_from(procedure.effective_from);
  out->set_verified(procedure.verified);
  out->set_processing_days(procedure.processing_days);
  out->set_maintenance(procedure.maintenance);
  out->set_mode(procedure.mode);
  out->set_keyword(procedure.keyword);
  out->set_information_sign(procedure.information_sign);
}

ProcedureInForce TakeProcedure(const records::ProcedureInForce& in) {
  ProcedureInForce procedure;
  procedure.code = in.code();
  procedure.name = in.name();
  procedure.field = in.field();
  procedure.effective_from = in.effective_from();
  procedure.verified = in.verified();
  procedure.processing_days = in.processing_days();
  procedure.maintenance = in.maintenance();
  procedure.mode = in.mode();
  procedure.keyword = in.keyword();
  procedure.information_sign = in.information_sign();
  return procedure;
}

void FillPaper(const PaperCheck& check, records::PaperCheck* out) {
  out->set_paper(check.paper);
  out->set_name(check.name);
  out->set_need(static_cast<std::uint32_t>(check.need));
  out->set_condition(check.condition);
  out->set_needed(check.needed);
  out->set_found(check.found);
  out->set_originals(check.originals);
  out->set_certified_copies(check.certified_copies);
  out->set_copies(check.copies);
  out->set_state(static_cast<std::uint32_t>(check.state));
  out->set_reason(check.reason);
  for (const std::string& id : check.documents) out->add_documents(id);
}

bool TakePaper(const records::PaperCheck& in, PaperCheck& check) {
  check.paper = in.paper();
  check.name = in.name();
  check.condition = in.condition();
  check.needed = in.needed();
  check.found = in.found();
  check.originals = in.originals();
  check.certified_copies = in.certified_copies();
  check.copies = in.copies();
  check.reason = in.reason();
  check.documents.assign(in.documents().begin(), in.documents().end());
  return TakeNumber(in.need(), PaperNeed::kShown, check.need) && TakeNumber(in.state(), PaperState::kNotProvided, check.state);
}

void FillDocument(const DocumentCheck& check, records::DocumentCheck* out) {
  out->set_document(check.document);
  out->set_role(static_cast<std::uint32_t>(check.role));
  out->set_paper(check.paper);
  out->set_duplicate_of(check.duplicate_of);
  out->set_similarity(check.similarity);
  out->set_exact_duplicate(check.exact_duplicate);
  out->set_illegible(check.illegible);
  out->set_expired(check.expired);
}

bool TakeDocument(const records::DocumentCheck& in, DocumentCheck& check) {
  check.document = in.document();
  check.paper = in.paper();
  check.duplicate_of = in.duplicate_of();
  check.similarity = in.similarity();
  check.exact_duplicate = in.exact_duplicate();
  check.illegible = in.illegible();
  check.expired = in.expired();
  return TakeNumber(in.role(), DocumentRole::kResult, check.role);
}

}  // namespace

void FillRecord(const Completeness& completeness, records::Completeness* out) {
  out->set_state(static_cast<std::uint32_t>(completeness.state));
  out->set_unchecked_reason(completeness.unchecked_reason);
  FillProcedure(completeness.procedure, out->mutable_procedure());
  out->set_procedure_source(completeness.procedure_source);
  out->set_catalogue(completeness.catalogue);
  out->set_received_on(completeness.received_on);
  out->set_received_source(completeness.received_source);
  out->set_in_order(completeness.in_order);
  for (const PaperCheck& check : completeness.papers) FillPaper(check, out->add_papers());
  for (const DocumentCheck& check : completeness.documents) FillDocument(check, out->add_documents());
}

bool TakeRecord(const records::Completeness& in, Completeness& completeness) {
  bool whole = TakeNumber(in.state(), CompletenessState::kNeedsLook, completeness.state);
  completeness.unchecked_reason = in.unchecked_reason();
  completeness.procedure = TakeProcedure(in.procedure());
  completeness.procedure_source = in.procedure_source();
  completeness.catalogue = in.catalogue();
  completeness.received_on = in.received_on();
  completeness.received_source = in.received_source();
  completeness.in_order = in.in_order();
  for (const auto& record : in.papers()) whole &= TakePaper(record, completeness.papers.emplace_back());
  for (const auto& record : in.documents()) whole &= TakeDocument(record, completeness.documents.emplace_back());
  return whole;
}

}  // namespace sohoa
