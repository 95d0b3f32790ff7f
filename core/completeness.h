// SPDX-License-Identifier: Apache-2.0
//
// Completeness of a dossier: what its procedure asks for against what was handed in, as it
// was found when a version was committed. It keeps what it needs of the procedure, so that it
// stays readable when the catalogue has moved on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Whether a paper must be there. Stable on disk.
enum class PaperNeed : std::uint8_t {
  kRequired = 0,
  kConditional = 1,  // "nếu có": only where its condition holds, which a person knows
  kShown = 2,        // xuất trình: looked at by the clerk and given back; need not be scanned
};
std::string_view PaperNeedName(PaperNeed need);  // "required" "conditional" "shown"

// Stable on disk.
enum class PaperState : std::uint8_t {
  kPresent = 0,
  kMissing = 1,
  kNeedsLook = 2,    // a person has to say; never used for what is certainly not there
  kIllegible = 3,    // it is there and cannot be read
  kExpired = 4,      // it is there and no longer counted when the dossier was received
  kNotProvided = 5,  // not there, and need not be
};
std::string_view PaperStateName(PaperState state);  // "present" "missing" ...

// One paper that the procedure asks for, in its order.
struct PaperCheck {
  std::string paper;  // its id in the procedure, "declaration"
  std::string name;   // "Tờ khai đăng ký khai sinh"
  PaperNeed need = PaperNeed::kRequired;
  std::string condition;        // of a conditional one
  std::uint32_t needed = 1;     // papers that must be found
  std::uint32_t found = 0;
  std::uint32_t originals = 0;  // bản chính, as handed in
  std::uint32_t certified_copies = 0;  // bản sao chứng thực
  std::uint32_t copies = 0;            // bản chụp
  PaperState state = PaperState::kMissing;
  std::string reason;                  // a code of documents/procedures/completeness_words.h; empty = none
  std::vector<std::string> documents;  // that serve it; where a person must look, the candidates
  bool operator==(const PaperCheck&) const = default;
};

// What a document of the dossier is to the procedure. Stable on disk.
enum class DocumentRole : std::uint8_t {
  kServes = 0,        // a paper that is asked for
  kExtra = 1,         // nothing asks for it
  kUncertain = 2,     // what it is must be said by a person
  kAccompanying = 3,  // made by the counter itself: receipt, cover, list
  kResult = 4,        // what the procedure ends in
};
std::string_view DocumentRoleName(DocumentRole role);

struct DocumentCheck {
  std::string document;
  DocumentRole role = DocumentRole::kExtra;
  std::string paper;         // that it serves, or more of which there are than asked for
  std::string duplicate_of;  // an earlier document
  double similarity = 0;     // of text; 1 for an exact duplicate
  bool exact_duplicate = false;
  bool illegible = false;
  bool expired = false;
  bool operator==(const DocumentCheck&) const = default;
};

enum class CompletenessState : std::uint8_t {
  kUnchecked = 0,
  kComplete = 1,
  kIncomplete = 2,
  kNeedsLook = 3,
};
std::string_view CompletenessStateName(CompletenessState state);

// What is kept of the procedure that was in force.
struct ProcedureInForce {
  std::string code;
  std::string name;
  std::string field;           // lĩnh vực
  std::string effective_from;  // of the version, "2025-07-01"; empty = ever since
  bool verified = false;       // somebody compared it with the published decision
  std::uint32_t processing_days = 0;  // working days; 0 = not given
  std::string maintenance;  // retention: code of Circular 05/2025/TT-BNV; empty = not given
  std::string mode;         // access: code of the same
  std::string keyword;
  std::string information_sign;
  bool operator==(const ProcedureInForce&) const = default;
};

struct Completeness {
  CompletenessState state = CompletenessState::kUnchecked;
  std::string unchecked_reason;  // "no_procedure" "unknown_procedure" "not_in_force" "no_requirements" "no_catalogue"
  ProcedureInForce procedure;
  std::string procedure_source;  // "dossier", or "document": read off a form of the counter
  std::string catalogue;         // the catalogue's fingerprint
  std::string received_on;       // "2026-09-30": the version in force then counts
  std::string received_source;   // "dossier_code" "receipt_form" "first_version"
  bool in_order = true;          // papers lie in the order of the procedure
  std::vector<PaperCheck> papers;
  std::vector<DocumentCheck> documents;
  bool operator==(const Completeness&) const = default;
};

}  // namespace sohoa
