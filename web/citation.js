// SPDX-License-Identifier: Apache-2.0
//
// How a document is cited: "Quyết định số 1234/QĐ-UBND ngày 04/10/2018 của Ủy ban nhân dân huyện; hồ sơ ..., trang 9".
import { day } from "./language.js";

// `document` as GET /v1/documents/{id} has it. The citation is Vietnamese in either language, as the document is.
export function citationOf(document, dossier, page) {
  const valueOf = (code) => document.fields.find((field) => field.code === code && field.value !== null) ?? null;
  const parts = [document.type.label || document.type.code];
  const number = valueOf("code_number")?.value;
  const notation = valueOf("code_notation")?.value;
  if (number && notation) parts.push(`số ${number}/${notation}`);
  else if (number || notation) parts.push(`số ${number ?? notation}`);
  const issued = valueOf("issued_date")?.normalized;
  if (issued) parts.push(`ngày ${day(issued)}`);
  const organ = valueOf("organ_name");
  if (organ) parts.push(`của ${organ.normalized ?? organ.value}`);
  const subject = valueOf("subject");
  const head = subject ? `${parts.join(" ")}, ${subject.value}` : parts.join(" ");
  return `${head}; hồ sơ ${dossier}, trang ${page}.`;
}
