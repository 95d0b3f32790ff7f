// SPDX-License-Identifier: Apache-2.0
//
// Dossier (hồ sơ): what one person handed in for one procedure, as it is visible in the
// archive. A version is written in one piece; a later batch makes the next version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/completeness.h"
#include "core/document.h"
#include "core/edit.h"
#include "core/page.h"
#include "core/sha256.h"

namespace sohoa {

struct DossierPage {
  std::string id;
  std::uint32_t page = 0;  // in the dossier, from 1: the order of batches, originals, indexes
  PageSource source;
  Sha256 record;  // blob of its PageRecord
  bool blank = false;
  bool operator==(const DossierPage&) const = default;
};

// A page that people took out of the dossier's documents. It is kept, and can be restored unless
// another dossier has it.
struct SetAsidePage {
  DossierPage page;  // its number is 0
  PageAside why;
  bool operator==(const SetAsidePage&) const = default;
};

struct Original {
  std::string name;  // as submitted; shown, never used as a path
  Sha256 sha256;
  std::uint64_t size = 0;
  std::string batch;
  std::uint32_t place = 0;
  std::uint32_t pages = 0;
  bool operator==(const Original&) const = default;
};

// What is known when it is handed in.
struct DossierHead {
  std::string code;       // mã hồ sơ
  std::string procedure;  // mã TTHC, "1.001234"; may be empty
  std::string agency;     // "H42.18"; may be empty
  std::string applicant;  // personal data: never in a log
  bool operator==(const DossierHead&) const = default;
};

enum class DossierState : std::uint8_t {
  kOpen = 0,        // takes pages
  kProcessing = 1,  // sealed; not yet visible
  kCommitted = 2,   // visible
};
std::string_view DossierStateName(DossierState state);

// One committed version.
struct Dossier {
  DossierHead head;
  std::uint32_t version = 0;  // from 1
  std::int64_t committed_unix_ms = 0;
  std::vector<Original> originals;
  std::vector<DossierPage> pages;  // every page that is in it, blank ones too, in order
  std::vector<Document> documents;
  std::vector<QuarantinedPage> quarantined;
  std::vector<SetAsidePage> set_aside;
  std::vector<Edit> edits;  // all that were made up to this version
  Completeness completeness;  // unchecked in versions of before there was a catalogue
};

// True for the two forms of a dossier code (QCVN 102:2016 and QĐ 20/2020/QĐ-TTg), with a
// real date in it: "000.00.18.H42-181004-0001", "H42.18-260930-0012".
bool IsStandardDossierCode(std::string_view code);
// The day of receipt in a standard code, "2018-10-04"; empty for any other code.
std::string ReceiptDayOfDossierCode(std::string_view code);
// True for what may name a dossier at all: 1 to 100 of letters, digits, '.', '-', '_'.
bool IsAcceptableDossierCode(std::string_view code);

}  // namespace sohoa
