// SPDX-License-Identifier: Apache-2.0
//
// What is known of a dossier and of one of its documents, a part a tab: each function makes the nodes of one. `look` is
// called with the places of what the pointer or the cursor is at.
import { citationOf } from "./citation.js";
import { element } from "./dom.js";
import { bytes, count, day, known, share, t, time } from "./language.js";
import { ask } from "./session.js";

const reviewChip = ({ state }) =>
  element("span", { className: `chip ${state === "needs_review" ? "warn" : state === "unreadable" ? "bad" : state === "auto_accepted" ? "" : "good"}` }, known(`review.${state}`, state));

export function fieldsOf(document, look) {
  return document.fields.map((field) => {
    const chip = field.value === null ? element("span", { className: "chip" }, known(`reason.${field.null_reason}`, field.null_reason ?? ""))
      : field.review.state === "auto_accepted" ? element("span", { className: "small soft number" }, share(field.confidence, 0)) : reviewChip(field.review);
    const row = element("button", { type: "button", className: "field" }, element("span", { className: "label" }, field.label || field.code),
      element("span", { className: "value" }, field.value ?? "–"), chip);
    row.onfocus = row.onmouseenter = () => look(field.location, false);
    row.onclick = () => look(field.location, true);
    return row;
  });
}

export function tablesOf(document, look) {
  if (document.tables.length === 0) return [element("p", { className: "empty" }, t("dossier.no_tables"))];
  return document.tables.map((table, i) => {
    const places = new Map(table.cells.map((cell) => [`${cell.row}/${cell.column}`, cell.location]));
    const head = table.columns.some((name) => name !== "") ? [element("thead", {}, element("tr", {}, ...table.columns.map((name) => element("th", { scope: "col" }, name))))] : [];
    const rows = table.rows.map((cells, row) => element("tr", {}, ...cells.map((text, column) => {
      const cell = element("td", {}, text);
      const place = places.get(`${row}/${column}`);
      if (place?.length) cell.onmouseenter = () => look(place, false);
      return cell;
    })));
    return element("div", { className: "scroll table-of", tabIndex: 0, role: "region", "aria-label": t("dossier.table", { number: i + 1 }) },
      element("table", {}, ...head, element("tbody", {}, ...rows)));
  });
}

const PAPER_CHIPS = { present: "good", missing: "bad", needs_look: "warn", illegible: "bad", expired: "bad", not_provided: "" };

export function checklistOf(dossier) {
  const { completeness } = dossier;
  if (!completeness.checked) return [element("p", { className: "empty" }, completeness.reason?.text ?? t("completeness.unchecked"))];
  const papers = completeness.required.map((paper) => element("li", {}, element("span", {}, paper.name),
    element("span", { className: `chip ${PAPER_CHIPS[paper.state] ?? ""}` }, known(`paper.${paper.state}`, paper.state)),
    ...(paper.reason ? [element("span", { className: "small soft" }, [paper.condition, paper.reason.text, paper.reason.to_do].filter(Boolean).join(" · "))] : [])));
  const draft = completeness.state === "incomplete"
    ? [element("p", {}, element("a", { href: `/v1/dossiers/${encodeURIComponent(dossier.dossier)}/supplement-request`, target: "_blank", rel: "noopener" }, t("dossier.supplement")))] : [];
  return [element("h3", {}, completeness.procedure.name || completeness.procedure.code), element("ul", { className: "papers" }, ...papers), ...draft];
}

function changeLine(change) {
  const what = change.what ? `${change.what}: ` : "";
  const said = (side) => (side ? side.value ?? known(`review.${side.review}`, side.review) : "–");
  return element("li", {}, known(`change.${change.kind}`, change.kind), " ", what, change.before || change.after ? `${said(change.before)} → ${said(change.after)}` : "");
}

// Versions, the newest first; what a version changed is asked for when it is opened.
export function historyOf(dossier) {
  const versions = [];
  for (let version = dossier.version; version > 1 && versions.length < 50; --version) {
    const list = element("ul", { className: "changes small" });
    const details = element("details", {}, element("summary", {}, t("dossier.version", { version })), list);
    details.ontoggle = async () => {
      if (!details.open || list.children.length) return;
      try {
        const { changes } = await ask(`/v1/dossiers/${encodeURIComponent(dossier.dossier)}/changes?from=${version - 1}&to=${version}`);
        list.replaceChildren(...(changes.length ? changes.map(changeLine) : [element("li", {}, t("dossier.same"))]));
      } catch (error) {
        list.replaceChildren(element("li", {}, error.message));
      }
    };
    versions.push(details);
  }
  const edits = [...(dossier.edits ?? [])].reverse().map((edit) => element("li", {},
    element("strong", {}, known(`edit.${edit.kind}`, edit.kind)), edit.field ? ` ${edit.field}` : "", edit.value ? ` → ${edit.value}` : edit.review ? ` · ${known(`review.${edit.review}`, edit.review)}` : "",
    element("div", { className: "small soft" }, [edit.by, time(edit.at), edit.reason].filter(Boolean).join(" · "))));
  return [element("h3", {}, t("dossier.versions")), element("p", { className: "small soft" }, t("dossier.now", { version: dossier.version, time: time(dossier.committed_at) })), ...versions,
    element("h3", {}, t("dossier.edits")), edits.length ? element("ul", { className: "changes" }, ...edits) : element("p", { className: "soft" }, t("dossier.no_edits"))];
}

const searchFor = (words) => `/?q=${encodeURIComponent(`"${words}"`)}`;

function citationsOf(document) {
  const field = document.fields.filter(({ code }) => code === "legal_bases");
  const found = new Map();
  for (const { parts } of field) {
    for (const { name, value } of parts ?? []) if (name === "citation") found.set(value, null);
    for (const { name, value } of parts ?? []) if (name === "date" && found.size) found.set([...found.keys()].at(-1), value);
  }
  return [...found];
}

// What the document cites, and who else speaks of it: other dossiers in which its number stands.
export function relatedOf(dossier, document) {
  const cited = citationsOf(document).map(([reference, date]) => element("li", {}, element("a", { href: searchFor(reference) }, reference), date ? ` · ${day(date)}` : ""));
  const valueOf = (code) => document.fields.find((field) => field.code === code)?.value;
  const number = valueOf("code_number") && valueOf("code_notation") ? `${valueOf("code_number")}/${valueOf("code_notation")}` : null;
  const others = element("ul", { className: "changes" });
  if (number) {
    ask(`/v1/search?limit=50&q=${encodeURIComponent(`"${number}"`)}`).then(({ hits }) => {
      const codes = [...new Set(hits.map((hit) => hit.dossier))].filter((code) => code !== dossier.dossier);
      others.replaceChildren(...(codes.length ? codes.map((code) => element("li", {}, element("a", { href: `/dossier.html?code=${encodeURIComponent(code)}` }, code))) : [element("li", { className: "soft" }, t("dossier.none"))]));
    }).catch((error) => others.replaceChildren(element("li", {}, error.message)));
  } else {
    others.append(element("li", { className: "soft" }, t("dossier.none")));
  }
  return [element("h3", {}, t("dossier.cited")), cited.length ? element("ul", { className: "changes" }, ...cited) : element("p", { className: "soft" }, t("dossier.none")),
    element("h3", {}, number ? t("dossier.citing", { number }) : t("dossier.related")), others];
}

export function downloadsOf(dossier, document, page) {
  const link = (address, words, name) => element("a", { className: "button", href: address, download: name ?? "" }, words);
  const id = encodeURIComponent(document.id);
  const originals = dossier.originals.map(({ name, size, pages, sha256 }) =>
    element("li", {}, name, element("div", { className: "small soft" }, `${bytes(size)} · ${t("dossier.pages", { pages: count(pages) })} · `, element("span", { className: "fixed" }, `SHA-256 ${sha256.slice(0, 16)}…`))));
  return [element("div", { className: "downloads" },
    link(`/v1/documents/${id}/pdf`, `PDF/A (${bytes(document.pdf.size)})`, `${document.id}.pdf`),
    link(`/v1/pages/${encodeURIComponent(page.id)}/text?format=text`, t("dossier.text"), `${page.id}.txt`),
    link(`/v1/pages/${encodeURIComponent(page.id)}/text?format=alto`, "ALTO", `${page.id}.xml`),
    link(`/v1/dossiers/${encodeURIComponent(dossier.dossier)}`, "JSON", `${dossier.dossier}.json`)),
  element("h3", {}, t("dossier.citation")), element("p", {}, citationOf(document, dossier.dossier, page.page)),
  element("h3", {}, t("dossier.originals")), element("ul", { className: "changes" }, ...originals)];
}
