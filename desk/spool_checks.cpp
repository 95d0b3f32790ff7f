// SPDX-License-Identifier: Apache-2.0
#include "desk/spool_checks.h"

#include "core/dossier.h"
#include "core/vietnamese.h"
#include "workers/edit_check.h"

namespace sohoa {

Status NoSuchCapture(const std::string& operation, const std::string& capture) {
  return Status(StatusCode::kNotFound, operation + " capture " + capture + ": the desk has none of this name");
}

Status UnfitCapture(const std::string& operation, const std::string& capture, const std::string& why) {
  return Status(StatusCode::kConflict, operation + " capture " + capture + ": " + why);
}

CaptureHead CleanHead(const CaptureHead& head) {
  return {ToNfc(head.dossier), ToNfc(head.procedure), ToNfc(head.agency), ToNfc(head.applicant), head.point};
}

Status CheckDossierCode(const std::string& code) {
  if (code.empty() || IsAcceptableDossierCode(code)) return Status();
  return Status(StatusCode::kInvalidArgument, "name the dossier: a code has 1 to 100 of letters, digits, '.', '-' and '_', such as 000.00.18.H42-181004-0001");
}

Status CheckDeskEdit(const std::set<std::string>& own, const PageArrangement& pages, Edit& edit) {
  if (edit.reason.empty()) edit.reason = "decided at the desk";
  const bool to_front = edit.kind == EditKind::kMove && edit.other.empty();
  if (to_front) edit.other = edit.page;  // any page: only the form is looked at
  const Status said = PrepareSealedEdit(edit);
  if (to_front) edit.other.clear();
  return said.ok() ? CheckSealedEdit(own, pages, edit) : said;
}

}  // namespace sohoa
