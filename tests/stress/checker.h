// SPDX-License-Identifier: Apache-2.0
//
// The judge: reads what desks and watcher remember, reads the archive twice (by the server's
// answers and directly from the store), and says which promise was broken where. It knows what
// must be there from the plan alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "storage/archive.h"
#include "stress/dossier_plan.h"
#include "stress/expected_pages.h"

namespace sohoa {

// Broken promises, by name; a few examples of each.
class Verdicts {
 public:
  void Add(const std::string& promise, const std::string& what);
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
  const std::vector<std::string>& examples() const { return examples_; }
  bool clean() const { return counts_.empty(); }

 private:
  std::map<std::string, std::uint64_t> counts_;
  std::vector<std::string> examples_;
};

struct CheckFigures {
  std::uint64_t originals_acknowledged = 0;
  std::uint64_t pages_acknowledged = 0;
  std::uint64_t pages_in_documents = 0;
  std::uint64_t pages_blank = 0;
  std::uint64_t pages_quarantined = 0;
  std::uint64_t pages_good_but_quarantined = 0;
  std::uint64_t pages_recovered = 0;  // there without a receipt
  std::uint64_t dossiers = 0;
  std::uint64_t documents_compared = 0;
  std::uint64_t searches = 0;
  std::uint64_t unknown_outcomes = 0;
  std::uint64_t resends = 0;
  // What the server lists as set aside, once all is done.
  std::set<std::string> quarantine_list;
  bool quarantine_list_known = true;
};

// What desks say they did.
class DeskMemory {
 public:
  DeskMemory(const std::string& folder, const PlanRules& rules, Verdicts& verdicts, CheckFigures& figures);

  // By code; every dossier of which anything was tried.
  const std::map<std::string, PlannedDossier>& dossiers() const { return dossiers_; }
  bool Acknowledged(const PageSource& source) const { return acknowledged_.contains({source.dossier, source.batch, source.place}); }
  bool NothingAcknowledged(const PlannedDossier& dossier) const;
  bool Sealed(const std::string& code, const std::string& batch) const { return sealed_.contains({code, batch}); }

 private:
  std::map<std::string, PlannedDossier> dossiers_;
  std::set<std::tuple<std::string, std::string, std::uint32_t>> acknowledged_;
  std::set<std::pair<std::string, std::string>> sealed_;
};

// Asks the server what it shows of a dossier: its page ids by "documents", "blank" and
// "quarantined", as one text. Read while the server still runs.
using ShownDossiers = std::map<std::string, std::string>;
ShownDossiers ReadThroughServer(const std::string& endpoint, const DeskMemory& memory, Verdicts& verdicts);

// Reads the store itself, which nobody else holds any more.
void CheckArchive(Archive& archive, const DeskMemory& memory, const ShownDossiers& shown, const std::string& null_reader,
                  std::uint32_t compare_every, Verdicts& verdicts, CheckFigures& figures);

// What the watcher saw; gives the number of its answers.
std::uint64_t CheckWatcher(const std::string& log, Verdicts& verdicts);

}  // namespace sohoa
