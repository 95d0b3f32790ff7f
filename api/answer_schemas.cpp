// SPDX-License-Identifier: Apache-2.0
#include "api/answer_schemas.h"

namespace sohoa {

std::string_view AnswerSchemas() {
  return R"json({
"State": {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}},
"Roles": {"type": "array", "items": {"enum": ["clerk", "verifier", "archivist", "workflow", "operator", "auditor", "administrator"]}},
"LoggedIn": {"type": "object", "required": ["name", "roles", "csrf"],
  "properties": {"name": {"type": "string"}, "roles": {"$ref": "#/components/schemas/Roles"}, "csrf": {"type": "string"}}},
"Session": {"type": "object", "required": ["name", "roles", "csrf", "login", "provider", "may"], "properties": {
  "name": {"type": ["string", "null"]},
  "roles": {"$ref": "#/components/schemas/Roles"},
  "csrf": {"type": ["string", "null"], "description": "For X-CSRF-Token of changes"},
  "login": {"enum": ["done", "required", "not_needed", "no_accounts"]},
  "may": {"type": "array", "items": {"type": "string"}, "description": "What this account or key may do to something or other: search, read, decide, ..."},
  "provider": {"type": ["object", "null"], "required": ["title", "login", "logout"],
    "properties": {"title": {"type": "string"}, "login": {"type": "string"}, "logout": {"type": ["string", "null"]}}}}},
"Share": {"type": "number", "minimum": 0, "maximum": 1},
"Hash": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256"},
"Polygon": {"type": "array", "description": "Corners x, y in shares of the page", "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}},
"Review": {"type": "object", "required": ["state"], "properties": {
  "state": {"enum": ["auto_accepted", "needs_review", "confirmed", "corrected", "unreadable"]},
  "reason": {"type": "string"}, "by": {"type": "string"}, "at": {"type": "string"}}},
"Type": {"type": "object", "required": ["code", "label", "confidence", "review"], "properties": {
  "code": {"type": "string"}, "label": {"type": "string"},
  "confidence": {"$ref": "#/components/schemas/Share"}, "score": {"type": "number"},
  "review": {"$ref": "#/components/schemas/Review"},
  "reading": {"type": "object", "properties": {"code": {"type": "string"}}}}},
"Alternative": {"type": "object", "required": ["value", "normalized"], "properties": {
  "value": {"type": ["string", "null"]}, "normalized": {"type": ["string", "null"]}, "confidence": {"$ref": "#/components/schemas/Share"}}},
"Field": {"type": "object", "required": ["code", "label", "value", "normalized", "confidence", "location", "source", "alternatives", "validation", "review"], "properties": {
  "code": {"type": "string"}, "label": {"type": "string"},
  "value": {"type": ["string", "null"]}, "normalized": {"type": ["string", "null"]}, "null_reason": {"type": "string"},
  "confidence": {"$ref": "#/components/schemas/Share"}, "score": {"type": "number"},
  "location": {"type": "array", "items": {"type": "object", "required": ["page", "polygon"],
    "properties": {"page": {"type": "integer"}, "page_id": {"type": "string"}, "polygon": {"$ref": "#/components/schemas/Polygon"}}}},
  "source": {"type": "object", "required": ["kind", "engine"],
    "properties": {"kind": {"type": "string"}, "engine": {"type": "string"}, "rule": {"type": "string"}, "raw": {"type": "string"}}},
  "reading": {"$ref": "#/components/schemas/Alternative"},
  "alternatives": {"type": "array", "items": {"$ref": "#/components/schemas/Alternative"}},
  "validation": {"type": "array", "items": {"type": "object", "required": ["rule", "result"], "properties": {
    "rule": {"type": "string"}, "result": {"enum": ["pass", "fail", "unknown"]}, "at": {"type": "string"},
    "source": {"type": "object", "required": ["kind", "system", "request"], "properties": {
      "kind": {"type": "string"}, "system": {"type": ["string", "null"]}, "request": {"type": ["string", "null"]}}}}}},
  "parts": {"type": "array", "items": {"type": "object", "required": ["name", "value"], "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}},
  "review": {"$ref": "#/components/schemas/Review"}}},
"Pdf": {"type": "object", "required": ["sha256", "size"], "properties": {"sha256": {"$ref": "#/components/schemas/Hash"}, "size": {"type": "integer"}}},
"Page": {"type": "object", "required": ["id", "page"], "properties": {
  "id": {"type": "string"}, "page": {"type": "integer"}, "sha256": {"$ref": "#/components/schemas/Hash"}, "index": {"type": "integer"}}},
"Document": {"type": "object", "required": ["id", "type", "pages", "fields", "tables", "findings", "pdf"], "properties": {
  "id": {"type": "string"}, "dossier": {"type": "string"}, "version": {"type": "integer"},
  "type": {"$ref": "#/components/schemas/Type"},
  "pages": {"type": "array", "items": {"$ref": "#/components/schemas/Page"}},
  "fields": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}},
  "tables": {"type": "array", "items": {"type": "object"}}, "findings": {"type": "array", "items": {"type": "object"}},
  "pdf": {"$ref": "#/components/schemas/Pdf"}}},
"Fields": {"type": "object", "required": ["dossier", "document", "version", "type", "fields"], "properties": {
  "dossier": {"type": "string"}, "document": {"type": "string"}, "version": {"type": "integer"},
  "type": {"$ref": "#/components/schemas/Type"}, "fields": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}}}},
"Dossier": {"type": "object", "required": ["dossier", "state", "version", "procedure", "agency", "applicant", "documents", "blank", "quarantined", "completeness"], "properties": {
  "dossier": {"type": "string"}, "state": {"type": "string"}, "version": {"type": "integer"}, "committed_at": {"type": "string"},
  "procedure": {"type": ["string", "null"]}, "agency": {"type": ["string", "null"]}, "applicant": {"type": ["string", "null"]},
  "documents": {"type": "array", "items": {"$ref": "#/components/schemas/Document"}},
  "blank": {"type": "array", "items": {"$ref": "#/components/schemas/Page"}},
  "quarantined": {"type": "array", "items": {"$ref": "#/components/schemas/Quarantined"}},
  "originals": {"type": "array", "items": {"type": "object", "required": ["name", "sha256", "size", "pages"],
    "properties": {"name": {"type": "string"}, "sha256": {"$ref": "#/components/schemas/Hash"}, "size": {"type": "integer"}, "pages": {"type": "integer"}}}},
  "completeness": {"type": "object", "required": ["checked", "state"], "properties": {
    "checked": {"type": "boolean"}, "state": {"enum": ["complete", "incomplete", "needs_look", "unchecked"]}}}}},
"Dossiers": {"type": "object", "required": ["dossiers", "next_cursor"], "properties": {
  "dossiers": {"type": "array", "items": {"type": "object", "required": ["dossier", "version", "committed_at", "documents", "pages"], "properties": {
    "dossier": {"type": "string"}, "version": {"type": "integer"}, "committed_at": {"type": "string"}, "documents": {"type": "integer"}, "pages": {"type": "integer"}}}},
  "next_cursor": {"type": ["string", "null"]}}},
"Hit": {"type": "object", "required": ["dossier", "document", "page", "page_id", "score", "match_level", "type", "snippet", "snippet_marks", "boxes"], "properties": {
  "dossier": {"type": "string"}, "document": {"type": "string"}, "page": {"type": "integer"}, "page_id": {"type": "string"}, "score": {"type": "number"},
  "match_level": {"type": "string"}, "type": {"$ref": "#/components/schemas/Type"}, "snippet": {"type": "string"},
  "snippet_marks": {"type": "array", "description": "Ranges of bytes of the snippet", "items": {"type": "array", "items": {"type": "integer"}}},
  "boxes": {"type": "array", "items": {"type": "object", "required": ["page", "polygon", "term"],
    "properties": {"page": {"type": "integer"}, "polygon": {"$ref": "#/components/schemas/Polygon"}, "term": {"type": "string"}}}}}},
"SearchAnswer": {"type": "object", "required": ["query", "took_ms", "total", "hits", "facets", "next_cursor", "did_you_mean"], "properties": {
  "query": {"type": "string"}, "took_ms": {"type": "number"},
  "total": {"type": "object", "required": ["value", "relation"], "properties": {"value": {"type": "integer"}, "relation": {"enum": ["eq", "gte"]}}},
  "hits": {"type": "array", "items": {"$ref": "#/components/schemas/Hit"}},
  "facets": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object", "required": ["value", "count"],
    "properties": {"value": {"type": "string"}, "count": {"type": "integer"}}}}},
  "next_cursor": {"type": ["string", "null"]}, "did_you_mean": {"type": ["string", "null"]}}},
"Event": {"type": "object", "required": ["sequence", "at", "kind", "dossier", "subject", "detail", "trace"], "properties": {
  "sequence": {"type": "integer"}, "at": {"type": "string"}, "kind": {"type": "string"}, "dossier": {"type": "string"},
  "subject": {"type": ["string", "null"]}, "detail": {"type": ["string", "null"]}, "trace": {"type": ["string", "null"]}}},
"Events": {"type": "object", "required": ["events", "next_after"], "properties": {
  "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}, "next_after": {"type": "integer"}}},
"Bundle": {"type": "object", "required": ["bundle", "dossier", "version", "committed_at", "procedure", "agency", "applicant", "completeness", "documents"], "properties": {
  "bundle": {"type": "string"}, "dossier": {"type": "string"}, "version": {"type": "integer"}, "committed_at": {"type": "string"},
  "procedure": {"type": ["string", "null"]}, "agency": {"type": ["string", "null"]}, "applicant": {"type": ["string", "null"]}, "completeness": {"type": "string"},
  "documents": {"type": "array", "items": {"type": "object", "required": ["id", "type", "pages", "pdf", "fields"], "properties": {
    "id": {"type": "string"}, "pages": {"type": "integer"}, "type": {"type": "object"}, "pdf": {"type": "object"},
    "fields": {"type": "array", "items": {"type": "object", "required": ["code", "label", "value", "normalized", "confidence", "state"], "properties": {
      "code": {"type": "string"}, "label": {"type": "string"}, "value": {"type": ["string", "null"]}, "normalized": {"type": ["string", "null"]},
      "confidence": {"$ref": "#/components/schemas/Share"}, "state": {"type": "string"}}}}}}}}},
"RegistryChecks": {"type": "object", "required": ["dossier", "waiting", "checks"], "properties": {
  "dossier": {"type": "string"},
  "waiting": {"type": ["object", "null"], "required": ["since", "failures", "next_try", "by"], "properties": {
    "since": {"type": "string"}, "failures": {"type": "integer"}, "next_try": {"type": ["string", "null"]}, "by": {"type": "string"}}},
  "checks": {"type": "array", "items": {"type": "object", "required": ["document", "registry", "result", "fields", "at", "expires_at", "by", "system", "request"], "properties": {
    "document": {"type": "string"}, "registry": {"enum": ["population", "enterprise"]}, "result": {"enum": ["pass", "fail", "unknown"]},
    "fields": {"type": "object", "additionalProperties": {"enum": ["pass", "fail", "unknown"]}},
    "at": {"type": "string"}, "expires_at": {"type": "string"}, "by": {"type": "string"},
    "system": {"type": ["string", "null"]}, "request": {"type": ["string", "null"]}}}}}},
"Opened": {"type": "object", "required": ["dossier", "batch"], "properties": {"dossier": {"type": "string"}, "batch": {"type": "string"}}},
"Receipt": {"type": "object", "required": ["dossier", "batch", "pages", "accepted", "duplicates", "quarantined", "originals", "missing_papers", "seconds"], "properties": {
  "dossier": {"type": "string"}, "batch": {"type": "string"}, "pages": {"type": "integer"}, "accepted": {"type": "integer"},
  "duplicates": {"type": "integer"}, "quarantined": {"type": "integer"},
  "originals": {"type": "array", "items": {"type": "object", "required": ["name", "sha256", "pages"],
    "properties": {"name": {"type": "string"}, "sha256": {"$ref": "#/components/schemas/Hash"}, "pages": {"type": "integer"}}}},
  "missing_papers": {"type": "array", "items": {"type": "object"}},
  "seconds": {"type": "object", "properties": {"to_receipt": {"type": "number"}, "to_searchable": {"type": ["number", "null"]}}}}},
"Begun": {"type": "object", "required": ["upload", "offset"], "properties": {"upload": {"type": "string"}, "offset": {"type": "integer"}}},
"ReceiptOrBegun": {"description": "A receipt, or where the rest goes", "anyOf": [{"$ref": "#/components/schemas/Receipt"}, {"$ref": "#/components/schemas/Begun"}]},
"Upload": {"type": "object", "required": ["upload", "dossier", "offset", "length", "receipt"], "properties": {
  "upload": {"type": "string"}, "dossier": {"type": "string"}, "offset": {"type": "integer"}, "length": {"type": ["integer", "null"]},
  "receipt": {"anyOf": [{"$ref": "#/components/schemas/Receipt"}, {"type": "null"}]}}},
"Progress": {"type": "object", "required": ["id", "dossier", "state", "version", "pages", "pages_done", "pages_quarantined", "all_visible", "stage", "lane", "deadline", "progress", "eta_seconds"], "properties": {
  "id": {"type": "string"}, "stage": {"enum": ["receiving", "reading", "assembling", "done"]}, "lane": {"enum": ["counter", "workflow", "backlog"]},
  "deadline": {"type": ["string", "null"]}, "progress": {"$ref": "#/components/schemas/Share"}, "eta_seconds": {"type": ["number", "null"]},
  "dossier": {"type": "string"}, "state": {"type": "string"}, "version": {"type": "integer"}, "pages": {"type": "integer"},
  "pages_done": {"type": "integer"}, "pages_quarantined": {"type": "integer"}, "all_visible": {"type": "boolean"}}},
"Quarantined": {"type": "object", "required": ["id", "dossier", "page", "stage", "code", "reason", "attempts", "at", "rejected"], "properties": {
  "id": {"type": "string"}, "dossier": {"type": "string"}, "page": {"type": "integer"}, "stage": {"type": "string"}, "code": {"type": "string"},
  "reason": {"type": "string"}, "attempts": {"type": "integer"}, "at": {"type": "string"}, "rejected": {"type": "boolean"}}},
"Quarantine": {"type": "object", "required": ["pages"], "properties": {"pages": {"type": "array", "items": {"$ref": "#/components/schemas/Quarantined"}}}},
"ReviewQueue": {"type": "object", "required": ["waiting", "complete", "values"], "properties": {
  "waiting": {"type": "integer"}, "complete": {"type": "boolean", "description": "false: dossiers are still being looked through; ask again"},
  "values": {"type": "array", "items": {"type": "object", "required": ["kind", "dossier", "document", "page", "field", "label", "number", "type", "deadline", "since", "in_hand"], "properties": {
    "kind": {"enum": ["field", "class"]}, "dossier": {"type": "string"}, "document": {"type": "string"}, "page": {"type": "string"}, "field": {"type": "string"}, "label": {"type": "string"},
    "number": {"type": "integer"}, "type": {"type": "string"}, "deadline": {"type": ["string", "null"]}, "since": {"type": "string"}, "in_hand": {"type": "boolean"}}}}}},
"ReviewClaims": {"type": "object", "required": ["waiting", "complete", "values"], "properties": {
  "classes": {"type": "array", "description": "All classes, where one of the values is a class", "items": {"type": "object", "required": ["code", "label"], "properties": {"code": {"type": "string"}, "label": {"type": "string"}}}},
  "waiting": {"type": "integer"}, "complete": {"type": "boolean"},
  "values": {"type": "array", "items": {"type": "object", "required": ["kind", "dossier", "document", "page", "field", "number", "type", "pages", "value", "look", "opinions"], "properties": {
    "kind": {"enum": ["field", "class"]}, "choices": {"type": "array", "description": "Of a class: that of the program, then the likeliest others", "items": {"type": "object", "required": ["code", "label", "probability"],
      "properties": {"code": {"type": "string"}, "label": {"type": "string"}, "probability": {"type": "number"}}}}, "dossier": {"type": "string"}, "document": {"type": "string"}, "page": {"type": "string"}, "field": {"type": "string"}, "label": {"type": "string"},
    "number": {"type": "integer"}, "type": {"$ref": "#/components/schemas/Type"}, "deadline": {"type": ["string", "null"]}, "since": {"type": "string"},
    "pages": {"type": "array", "items": {"$ref": "#/components/schemas/Page"}}, "value": {"$ref": "#/components/schemas/Field"},
    "look": {"type": "integer", "description": "1 for the first person who looks"},
    "opinions": {"type": "array", "description": "For a third person: what the two before said", "items": {"type": "object", "required": ["review", "value"],
      "properties": {"review": {"type": "string"}, "value": {"type": ["string", "null"]}}}}}}}}},
"ReviewDecision": {"type": "object", "required": ["state", "seconds"], "properties": {
  "state": {"enum": ["decided", "second_look", "third_look"]}, "seconds": {"type": ["number", "null"]}}},
"Accounts": {"type": "object", "required": ["users", "keys"], "properties": {
  "users": {"type": "array", "items": {"type": "object", "required": ["name", "roles"], "properties": {"name": {"type": "string"}, "roles": {"$ref": "#/components/schemas/Roles"}}}},
  "keys": {"type": "array", "items": {"type": "object", "required": ["name", "roles"], "properties": {"name": {"type": "string"}, "roles": {"$ref": "#/components/schemas/Roles"}}}}}},
"AuditRecords": {"type": "object", "required": ["records", "last", "unbroken", "next_before"], "properties": {
  "last": {"type": "integer"}, "unbroken": {"type": "boolean"}, "next_before": {"type": ["integer", "null"]},
  "records": {"type": "array", "items": {"type": "object", "required": ["sequence", "at", "actor", "action", "object", "purpose", "client", "content_sha256", "sha256"], "properties": {
    "sequence": {"type": "integer"}, "at": {"type": "string"}, "actor": {"type": "string"}, "action": {"type": "string"}, "object": {"type": ["string", "null"]},
    "purpose": {"type": ["string", "null"]}, "client": {"type": ["string", "null"]}, "content_sha256": {"$ref": "#/components/schemas/Hash"}, "sha256": {"$ref": "#/components/schemas/Hash"}}}}}},
"AuditCheck": {"type": "object", "required": ["records", "sha256", "problems"], "properties": {
  "records": {"type": "integer"}, "sha256": {"$ref": "#/components/schemas/Hash"}, "problems": {"type": "array", "items": {"type": "string"}}}},
"Procedures": {"type": "object", "required": ["catalogue", "path", "loaded_at", "on_disk", "procedures"], "properties": {
  "catalogue": {"type": ["string", "null"]}, "path": {"type": ["string", "null"]}, "loaded_at": {"type": ["string", "null"]},
  "on_disk": {"type": ["object", "null"], "properties": {"catalogue": {"type": "string"}, "procedures": {"type": "integer"}, "problems": {"type": "array", "items": {"type": "string"}}}},
  "procedures": {"type": "array", "items": {"type": "object", "required": ["code", "name", "in_force", "file", "line", "papers"], "properties": {
    "code": {"type": "string"}, "name": {"type": "string"}, "in_force": {"type": "boolean"}, "file": {"type": "string"}, "line": {"type": "integer"}, "papers": {"type": "integer"}}}}}},
"Procedure": {"type": "object", "required": ["code", "versions", "classes"], "properties": {
  "code": {"type": "string"}, "versions": {"type": "array", "items": {"type": "object"}}, "classes": {"type": "object", "additionalProperties": {"type": "string"}}}},
"ProcedureCheck": {"type": "object", "required": ["file", "procedures", "problems", "added", "changed", "gone"], "properties": {
  "file": {"type": "string"}, "procedures": {"type": "integer"}, "problems": {"type": "array", "items": {"type": "string"}}, "added": {"type": "array", "items": {"type": "string"}},
  "changed": {"type": "array", "items": {"type": "string"}}, "gone": {"type": "array", "items": {"type": "string"}}}},
"WorkerOrdered": {"type": "object", "required": ["worker", "order"], "properties": {"worker": {"type": "string"}, "order": {"enum": ["pause", "work", "end"]}}},
"Decided": {"type": "object", "required": ["dossier"], "properties": {
  "dossier": {"type": "string"}, "to": {"type": "string", "description": "Where a page was sent"}}}
})json";
}

}  // namespace sohoa
