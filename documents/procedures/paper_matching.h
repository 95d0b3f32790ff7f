// SPDX-License-Identifier: Apache-2.0
//
// The papers of one dossier matched with what one version of a procedure asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/completeness.h"
#include "documents/procedures/duplicates.h"
#include "documents/procedures/paper.h"
#include "documents/procedures/procedure.h"

namespace sohoa {

class PaperMatching {
 public:
  // Both must outlive it; one entry of `duplicates` a paper.
  PaperMatching(const std::vector<Paper>& papers, std::vector<std::optional<DuplicateOf>> duplicates);

  // `unread_pages`: any of them may be what is not there.
  void HoldAgainst(const Procedure& procedure, const std::string& day, std::uint32_t unread_pages);

  // Before HoldAgainst: no papers asked for, and of documents what they are by themselves.
  CompletenessState State() const;
  bool in_order() const;
  const std::vector<PaperCheck>& papers() const { return checks_; }
  const std::vector<DocumentCheck>& documents() const { return documents_; }

 private:
  // Papers that count as one: the sides of one identity card.
  struct Unit {
    std::vector<std::size_t> papers;
    std::optional<std::size_t> serves;  // position of what it serves
    bool set_aside = false;             // a duplicate, or the procedure's result
  };
  // What came of the units that serve one thing.
  struct Tally {
    std::uint32_t good = 0;
    std::uint32_t unsure = 0;  // of class
    std::uint32_t undated = 0;
    std::uint32_t expired = 0;
    std::uint32_t illegible = 0;
  };

  void MakeUnits();
  void SetResultsAside(const Procedure& procedure, const std::string& day);
  void Assign(const Procedure& procedure, const std::string& day);
  double Drawback(const RequiredPaper& required, const Unit& unit, const std::string& day) const;
  PaperFit FitOfUnit(const RequiredPaper& required, const Unit& unit) const;
  bool IsUncertain(const Unit& unit) const;
  bool Accompanies(const Paper& paper) const;
  Tally Count(std::size_t position, const RequiredPaper& required, const std::string& day);
  void Judge(const RequiredPaper& required, const Tally& tally, std::uint32_t unread_pages, PaperCheck& check) const;
  void NameRoles(const Procedure& procedure);

  const std::vector<Paper>& papers_;
  const std::vector<std::optional<DuplicateOf>> duplicates_;
  std::vector<Unit> units_;
  std::vector<std::string> uncertain_;  // documents that may be anything
  std::vector<PaperCheck> checks_;
  std::vector<DocumentCheck> documents_;
  std::uint32_t unread_pages_ = 0;
};

}  // namespace sohoa
