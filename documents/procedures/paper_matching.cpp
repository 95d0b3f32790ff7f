// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/paper_matching.h"

#include <algorithm>
#include <array>

#include "documents/procedures/assignment.h"

namespace sohoa {
namespace {

// Made by the counter, or what holds the bundle together; nobody hands them in.
constexpr std::array kAccompanying = {"C01", "C02", "C03", "C04", "C05", "C06", "C07", "D23", "E01", "E02", "E03", "E04", "E05"};

bool IsIdentityCard(const Document& document) { return document.type.code == "D07" || document.type.code == "D08"; }

std::string IdentityNumberOf(const Document& document) {
  const FieldValue* field = document.Field("identity_number");
  return field == nullptr ? std::string() : field->normalized;
}

}  // namespace

PaperMatching::PaperMatching(const std::vector<Paper>& papers, std::vector<std::optional<DuplicateOf>> duplicates)
    : papers_(papers), duplicates_(std::move(duplicates)) {
  for (std::size_t i = 0; i < papers_.size(); ++i) {
    DocumentCheck check;
    check.document = papers_[i].document->id;
    check.role = Accompanies(papers_[i]) ? DocumentRole::kAccompanying
                 : papers_[i].class_is_sure ? DocumentRole::kExtra
                                            : DocumentRole::kUncertain;
    check.illegible = papers_[i].illegible;
    if (duplicates_[i]) {
      check.duplicate_of = papers_[duplicates_[i]->paper].document->id;
      check.similarity = duplicates_[i]->similarity;
      check.exact_duplicate = duplicates_[i]->exact;
    }
    documents_.push_back(std::move(check));
  }
  MakeUnits();
}

void PaperMatching::MakeUnits() {
  for (std::size_t i = 0; i < papers_.size(); ++i) {
    const Document& document = *papers_[i].document;
    const std::string number = IsIdentityCard(document) ? IdentityNumberOf(document) : std::string();
    const auto same = std::find_if(units_.begin(), units_.end(), [&](const Unit& unit) {
      const Document& first = *papers_[unit.papers.front()].document;
      return !number.empty() && !unit.set_aside && IsIdentityCard(first) && IdentityNumberOf(first) == number;
    });
    const bool copy = duplicates_[i] && duplicates_[i]->exact;
    if (same != units_.end() && !copy) {
      same->papers.push_back(i);
      continue;
    }
    Unit unit;
    unit.papers = {i};
    unit.set_aside = copy;
    units_.push_back(std::move(unit));
  }
}

bool PaperMatching::Accompanies(const Paper& paper) const {
  return paper.class_is_sure &&
         std::find(kAccompanying.begin(), kAccompanying.end(), paper.document->type.code) != kAccompanying.end();
}

// What looks like a paper asked for, and was issued on the day of receipt or later, is what the
// procedure ended in.
void PaperMatching::SetResultsAside(const Procedure& procedure, const std::string& day) {
  for (Unit& unit : units_) {
    const Paper& paper = papers_[unit.papers.front()];
    if (unit.set_aside || !paper.class_is_sure) continue;
    const std::string issued = SettledValue(*paper.document, "issued_date");
    const bool later = issued.size() == 10 && issued >= day;
    const bool asked = std::any_of(procedure.papers.begin(), procedure.papers.end(),
                                   [&](const RequiredPaper& required) { return FitOfUnit(required, unit).weight > 0; });
    const bool result = std::any_of(procedure.results.begin(), procedure.results.end(),
                                    [&](const ProcedureResult& end) { return FitOf(end.pattern, paper).weight > 0; });
    if (!result || (asked && !later)) continue;
    unit.set_aside = true;
    for (const std::size_t i : unit.papers) documents_[i].role = DocumentRole::kResult;
  }
}

PaperFit PaperMatching::FitOfUnit(const RequiredPaper& required, const Unit& unit) const {
  PaperFit best;
  for (const std::size_t i : unit.papers) {
    const PaperFit fit = FitOf(required, papers_[i]);
    if (fit.weight > best.weight) best = fit;
  }
  return best;
}

// Of two papers that fit, the one that counts is taken.
double PaperMatching::Drawback(const RequiredPaper& required, const Unit& unit, const std::string& day) const {
  const bool legible = std::any_of(unit.papers.begin(), unit.papers.end(), [&](std::size_t i) { return !papers_[i].illegible; });
  const bool expired = ValidityOn(*papers_[unit.papers.front()].document, required.valid_months, day) == Validity::kExpired;
  return (legible ? 0 : 20) + (expired ? 15 : 0);
}

void PaperMatching::Assign(const Procedure& procedure, const std::string& day) {
  std::vector<std::size_t> slots;  // position of what each asks for
  for (std::size_t position = 0; position < procedure.papers.size(); ++position) {
    slots.insert(slots.end(), procedure.papers[position].documents, position);
  }
  std::vector<std::vector<double>> weights(slots.size(), std::vector<double>(units_.size()));
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const RequiredPaper& required = procedure.papers[slots[slot]];
    for (std::size_t column = 0; column < units_.size(); ++column) {
      const Unit& unit = units_[column];
      if (unit.set_aside || Accompanies(papers_[unit.papers.front()])) continue;
      double weight = FitOfUnit(required, unit).weight;
      if (weight == 0) continue;
      // Between equals: what must be there, a paper that is no second scan, the earlier one.
      if (required.need == PaperNeed::kRequired) weight += 2;
      if (duplicates_[unit.papers.front()]) weight -= 3;
      weight = std::max(1.0, weight - Drawback(required, unit, day));
      weights[slot][column] = weight - 1e-6 * static_cast<double>(column);
    }
  }
  const std::vector<std::optional<std::size_t>> chosen = BestAssignment(weights);
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (chosen[slot]) units_[*chosen[slot]].serves = slots[slot];
  }
}

bool PaperMatching::IsUncertain(const Unit& unit) const {
  if (unit.serves || unit.set_aside) return false;
  return std::any_of(unit.papers.begin(), unit.papers.end(), [&](std::size_t i) { return !papers_[i].class_is_sure; });
}

PaperMatching::Tally PaperMatching::Count(std::size_t position, const RequiredPaper& required, const std::string& day) {
  Tally tally;
  for (const Unit& unit : units_) {
    if (unit.serves != position) continue;
    bool all_illegible = true;
    Validity validity = Validity::kValid;
    for (const std::size_t i : unit.papers) {
      all_illegible &= papers_[i].illegible;
      const Validity of_one = ValidityOn(*papers_[i].document, i == unit.papers.front() ? required.valid_months : 0, day);
      documents_[i].expired = of_one == Validity::kExpired;
      if (of_one == Validity::kExpired || validity == Validity::kValid) validity = of_one;
    }
    if (!FitOfUnit(required, unit).sure) ++tally.unsure;
    else if (all_illegible) ++tally.illegible;
    else if (validity == Validity::kExpired) ++tally.expired;
    else if (validity == Validity::kUnknown) ++tally.undated;
    else ++tally.good;
  }
  return tally;
}

void PaperMatching::Judge(const RequiredPaper& required, const Tally& tally, std::uint32_t unread_pages, PaperCheck& check) const {
  const auto say = [&check](PaperState state, const char* reason) {
    check.state = state;
    check.reason = reason;
  };
  const bool some = tally.good + tally.unsure + tally.undated + tally.expired + tally.illegible > 0;
  if (tally.good >= required.documents) return say(PaperState::kPresent, "");
  if (tally.expired > 0) return say(PaperState::kExpired, "validity_over");
  if (tally.illegible > 0) return say(PaperState::kIllegible, "cannot_be_read");
  if (tally.unsure > 0) return say(PaperState::kNeedsLook, "class_uncertain");
  if (tally.undated > 0) return say(PaperState::kNeedsLook, "date_not_read");
  if (!some && required.need != PaperNeed::kRequired) {
    return say(PaperState::kNotProvided, required.need == PaperNeed::kShown ? "shown_only" : "condition_unknown");
  }
  if (!uncertain_.empty()) {
    check.documents.insert(check.documents.end(), uncertain_.begin(), uncertain_.end());
    return say(PaperState::kNeedsLook, "uncertain_papers");
  }
  if (unread_pages > 0) return say(PaperState::kNeedsLook, "pages_not_read");
  if (required.need != PaperNeed::kRequired) return say(PaperState::kNeedsLook, "too_few");
  say(PaperState::kMissing, some ? "too_few" : "none_found");
}

void PaperMatching::HoldAgainst(const Procedure& procedure, const std::string& day, std::uint32_t unread_pages) {
  unread_pages_ = unread_pages;
  SetResultsAside(procedure, day);
  Assign(procedure, day);
  for (const Unit& unit : units_) {
    if (IsUncertain(unit)) uncertain_.push_back(papers_[unit.papers.front()].document->id);
  }
  for (std::size_t position = 0; position < procedure.papers.size(); ++position) {
    const RequiredPaper& required = procedure.papers[position];
    PaperCheck check;
    check.paper = required.id;
    check.name = required.name;
    check.need = required.need;
    check.condition = required.condition;
    check.needed = required.documents;
    check.originals = required.originals;
    check.certified_copies = required.certified_copies;
    check.copies = required.copies;
    for (const Unit& unit : units_) {
      if (unit.serves != position) continue;
      for (const std::size_t i : unit.papers) check.documents.push_back(papers_[i].document->id);
    }
    const Tally tally = Count(position, required, day);
    check.found = tally.good;
    Judge(required, tally, unread_pages, check);
    checks_.push_back(std::move(check));
  }
  NameRoles(procedure);
}

void PaperMatching::NameRoles(const Procedure& procedure) {
  for (const Unit& unit : units_) {
    for (const std::size_t i : unit.papers) {
      DocumentCheck& check = documents_[i];
      if (unit.serves) {
        check.role = DocumentRole::kServes;
        check.paper = procedure.papers[*unit.serves].id;
      } else if (!unit.set_aside && check.role == DocumentRole::kExtra) {
        // One more of what is asked for.
        for (const RequiredPaper& required : procedure.papers) {
          if (check.paper.empty() && FitOf(required, papers_[i]).sure) check.paper = required.id;
        }
      }
    }
  }
  // A copy is what its original is.
  for (std::size_t i = 0; i < papers_.size(); ++i) {
    if (duplicates_[i] && duplicates_[i]->exact) {
      documents_[i].role = documents_[duplicates_[i]->paper].role;
      documents_[i].paper = documents_[duplicates_[i]->paper].paper;
    }
  }
}

CompletenessState PaperMatching::State() const {
  std::size_t open = 0;  // that only what nobody has looked at yet may serve
  bool look = false;
  for (const PaperCheck& check : checks_) {
    const bool lacks = check.state == PaperState::kMissing || check.state == PaperState::kExpired || check.state == PaperState::kIllegible;
    if (lacks) return CompletenessState::kIncomplete;
    look |= check.state == PaperState::kNeedsLook;
    if (check.reason == "uncertain_papers" && check.need == PaperNeed::kRequired) open += check.needed - std::min(check.needed, check.found);
  }
  // Each uncertain paper can be only one of them.
  if (unread_pages_ == 0 && open > uncertain_.size()) return CompletenessState::kIncomplete;
  return look ? CompletenessState::kNeedsLook : CompletenessState::kComplete;
}

bool PaperMatching::in_order() const {
  std::uint32_t last = 0;
  for (std::size_t position = 0; position < checks_.size(); ++position) {
    for (const Unit& unit : units_) {
      const std::vector<std::uint32_t>& pages = papers_[unit.papers.front()].document->pages;
      if (unit.serves != position || pages.empty()) continue;
      if (pages.front() < last) return false;
      last = pages.front();
    }
  }
  return true;
}

}  // namespace sohoa
