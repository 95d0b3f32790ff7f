// SPDX-License-Identifier: Apache-2.0
//
// Edits: what people decided about a dossier, in the order in which they did. They are kept beside
// what was read, never in place of it: each version of a dossier is made anew from its pages and all
// of its edits, so that reading again with a better model keeps every decision.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace sohoa {

// Stable on disk.
enum class EditKind : std::uint8_t {
  kSplit = 0,      // a document begins at the page
  kJoin = 1,       // the page goes on with the document before it
  kAutomatic = 2,  // neither: the program decides again whether one begins there
  kMove = 3,       // the page comes behind `other`, or first where that is empty
  kRotate = 4,     // the page is upright when the scan is turned clockwise by `rotation`
  kReplace = 5,    // `other` comes where the page was, which is set aside
  kSetAside = 6,   // the page is in no document; it is kept
  kRestore = 7,    // the page was set aside and is back: in front of the page that followed it when it arrived
  kSend = 8,       // the page belongs to `dossier` and is no longer in this one
  kReceive = 9,    // the page came from `dossier`, behind the last one
  kType = 10,      // the document that begins at the page is of class `value`
  kField = 11,     // field `field` of that document, the `ordinal`-th with this code
};
std::string_view EditKindName(EditKind kind);                      // "split"
std::optional<EditKind> EditKindOfName(std::string_view name);

struct Edit {
  EditKind kind = EditKind::kSplit;
  std::string page;     // id
  std::string other;    // id of another page
  std::string dossier;  // code of another dossier
  int rotation = 0;     // 0, 90, 180, 270
  std::string field;    // code
  std::uint32_t ordinal = 0;  // from 0
  // Of a class or field: confirmed, corrected, unreadable; needs_review = the decision is taken back.
  ReviewState review = ReviewState::kNeedsReview;
  std::string value;       // NFC, what it is corrected to; of a class its code
  std::string normalized;  // may be empty: then it follows from the value
  std::string reason;      // in the person's words; never in a log
  std::string by;          // who decided
  std::int64_t at_unix_ms = 0;
  std::uint32_t took_ms = 0;  // how long the person looked at it; 0 = not measured
  bool operator==(const Edit&) const = default;
};

// Why a page is not among those of its dossier.
struct PageAside {
  std::string reason;
  std::string replaced_by;  // page id
  std::string sent_to;      // dossier code
  bool operator==(const PageAside&) const = default;
};

// What the edits make of the pages.
struct PageArrangement {
  std::vector<std::string> pages;                // that documents are made of, in order
  std::map<std::string, PageAside> aside;        // all others, by id
  std::map<std::string, bool> cuts;              // true: a document begins there; false: none does
  std::map<std::string, int> rotations;
};

// `arrived`: ids of the dossier's own pages, in the order of batches, originals and indexes.
PageArrangement Arrange(const std::vector<std::string>& arrived, const std::vector<Edit>& edits);

// Of a class or field, the decision in force; nullptr where there is none.
const Edit* TypeDecision(const std::vector<Edit>& edits, std::string_view first_page);
std::vector<const Edit*> FieldDecisions(const std::vector<Edit>& edits, std::string_view first_page);

}  // namespace sohoa
