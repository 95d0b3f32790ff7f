// SPDX-License-Identifier: Apache-2.0
//
// What the pages are, beside them: papers that the procedure wants, documents that were found, and the receipt.
import { element } from "./dom.js";
import { day, known, t, time } from "./language.js";

const KINDS = { present: "good", enough: "good", missing: "bad", illegible: "bad", expired: "bad", needs_look: "warn" };

function papers(draft) {
  const required = draft?.completeness?.required ?? [];
  if (!required.length) return element("p", { className: "soft small" }, t(draft ? "desk.papers_unknown" : "desk.papers_wait"));
  return element("ul", { id: "papers" }, ...required.map((paper) => element("li", {},
    element("span", {}, paper.name),
    element("span", { className: `chip ${KINDS[paper.state] ?? ""}` }, known(`paper.${paper.state}`, paper.state)))));
}

function documents(draft, numbers) {
  if (!draft?.documents.length) return element("p", { className: "soft small" }, t("desk.documents_none"));
  const roles = draft.completeness?.documents ?? [];
  return element("ul", { id: "documents" }, ...draft.documents.map((document, i) => element("li", {},
    element("strong", {}, document.type.label || document.type.code),
    document.subject ? element("span", { className: "small" }, document.subject) : null,
    element("span", { className: "soft small" }, t("desk.pages_of", { pages: document.pages.map((key) => numbers.get(key)).filter(Boolean).join(", ") })),
    document.known ? element("span", { className: "chip good" }, t("desk.known", { dossier: document.known.dossier, day: day(document.known.on) })) : null,
    roles[i]?.duplicate ? element("span", { className: "chip warn" }, t("desk.duplicate")) : null,
    roles[i]?.role === "extra" ? element("span", { className: "chip" }, t("desk.extra")) : null)));
}

function receipt(capture) {
  if (!capture.receipt) return null;
  const missing = capture.missing ?? [];
  return element("section", { className: "desk-receipt", id: "receipt" },
    element("h2", {}, t("desk.receipt")),
    element("dl", { className: "pairs" },
      element("dt", {}, t("desk.code")), element("dd", {}, capture.head.dossier),
      element("dt", {}, t("desk.pages")), element("dd", { className: "number" }, String(capture.receipt.pages)),
      element("dt", {}, t("desk.at")), element("dd", {}, time(capture.receipt.time)),
      element("dt", {}, t("desk.missing")), element("dd", {}, missing.length ? missing.join("; ") : t("desk.missing_none"))),
    element("p", { className: "hash", title: t("desk.hash") }, capture.receipt.contents),
    element("p", { className: "small" }, t(capture.receipt.signed ? "desk.signed" : "desk.unsigned")),
    element("a", { className: "button", id: "print-receipt", href: `/v1/captures/${capture.id}/receipt.pdf`, target: "_blank" }, t("desk.print_receipt")));
}

// Before the coordinator has confirmed it.
function waiting(capture, line) {
  if (capture.problem) {
    return element("section", { className: "notice", id: "waiting", role: "alert" }, element("p", {}, t("desk.not_taken")),
      element("p", {}, known(`desk.problem_${capture.problem_code}`, "")), element("p", { className: "small" }, capture.problem));
  }
  if (capture.state !== "finished") return null;
  return element("section", { className: "notice", id: "waiting" }, element("p", {}, t(line.up ? "desk.going_up" : "desk.kept_here")));
}

export function showSide(side, capture, draft, numbers, line) {
  side.replaceChildren(...[
    receipt({ ...capture, missing: draft?.completeness?.missing?.map((paper) => paper.name) }),
    waiting(capture, line),
    element("section", {}, element("h2", {}, t("desk.papers")), papers(draft)),
    element("section", {}, element("h2", {}, t("desk.documents")), documents(draft, numbers)),
  ].filter(Boolean));
}
