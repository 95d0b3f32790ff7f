// SPDX-License-Identifier: Apache-2.0
#include "api/viewed_archive.h"

#include <algorithm>
#include <map>
#include <set>

namespace sohoa {
namespace {

// So many are looked at for one answer, of which few may be seen.
constexpr std::uint32_t kMostDossiers = 2'000;
constexpr std::uint32_t kMostEvents = 10'000;
constexpr std::uint32_t kAtOnce = 500;

Status NoDossier(const std::string& code) { return Status(StatusCode::kNotFound, "read archive: there is no dossier " + code); }

}  // namespace

std::optional<SearchAccess> ViewedArchive::search_access() const {
  if (asks_ == nullptr) return std::nullopt;
  SearchAccess access = asks_->sees;
  access.people = Decide(*asks_, Action::kSearchPeople, {}).allowed();
  return access;
}

Result<std::set<std::string>> ViewedArchive::Hide(Dossier& dossier) const {
  if (asks_ == nullptr) return std::set<std::string>();
  if (!Sees(HeadOf(dossier))) return NoDossier(dossier.head.code);
  std::set<std::string> pages = HiddenPages(dossier, asks_->sees);
  HidePages(pages, dossier);
  return pages;
}

Result<Dossier> ViewedArchive::GetDossier(const std::string& code, std::uint32_t version, bool* hidden) const {
  if (asks_ == nullptr) return archive_.GetDossier(code, version);
  if (version != 0) {
    Result<std::pair<Dossier, Dossier>> both = GetVersions(code, version, version);
    if (!both) return both.status();
    return std::move(both->first);
  }
  Result<Dossier> dossier = archive_.GetDossier(code);
  if (!dossier) return dossier;
  const Result<std::set<std::string>> pages = Hide(*dossier);
  if (!pages) return pages.status();
  if (hidden != nullptr) *hidden = !pages->empty();
  return dossier;
}

Result<std::pair<Dossier, Dossier>> ViewedArchive::GetVersions(const std::string& code, std::uint32_t from, std::uint32_t to) const {
  Result<Dossier> before = archive_.GetDossier(code, from);
  if (!before) return before.status();
  Result<Dossier> after = archive_.GetDossier(code, to);
  if (!after) return after.status();
  if (asks_ == nullptr) return std::pair(std::move(*before), std::move(*after));
  Result<Dossier> newest = archive_.GetDossier(code);
  if (!newest) return newest.status();
  std::set<std::string> hidden;
  for (Dossier* version : {&*newest, &*before, &*after}) {
    Result<std::set<std::string>> pages = Hide(*version);
    if (!pages) return pages.status();
    hidden.merge(*pages);
  }
  HidePages(hidden, *before);
  HidePages(hidden, *after);
  return std::pair(std::move(*before), std::move(*after));
}

bool ViewedArchive::KnowsDossier(const std::string& code) const {
  if (asks_ == nullptr) return true;
  const Result<Dossier> dossier = archive_.GetDossier(code);
  return Sees(dossier ? HeadOf(*dossier) : AccessObject{true, "", Secrecy::kNone});
}

bool ViewedArchive::KnowsPage(const std::string& code, const std::string& page_id) const {
  if (asks_ == nullptr) return true;
  const Result<Dossier> dossier = archive_.GetDossier(code);
  return Sees(dossier ? ObjectOfPage(*dossier, page_id) : AccessObject{true, "", Secrecy::kNone});
}

Result<SeenDossiers> ViewedArchive::ListDossiers(const std::string& after, std::uint32_t limit) const {
  SeenDossiers seen;
  std::string at = after;
  for (std::uint32_t looked = 0; looked < kMostDossiers && seen.dossiers.size() < limit;) {
    const std::uint32_t many = asks_ == nullptr ? limit : kAtOnce;
    const Result<std::vector<DossierSummary>> some = archive_.ListDossiers(at, many);
    if (!some) return some.status();
    for (const DossierSummary& summary : *some) {
      if (seen.dossiers.size() == limit) break;
      at = summary.code;
      ++looked;
      if (asks_ == nullptr) {
        seen.dossiers.push_back(summary);
        continue;
      }
      const Result<Dossier> dossier = GetDossier(summary.code);
      if (!dossier && dossier.status().code() != StatusCode::kNotFound) return dossier.status();
      if (!dossier) continue;
      seen.dossiers.push_back({summary.code, dossier->version, dossier->committed_unix_ms, static_cast<std::uint32_t>(dossier->documents.size()),
                               static_cast<std::uint32_t>(dossier->pages.size())});
    }
    if (some->size() < many && (some->empty() || at == some->back().code)) return seen;
  }
  seen.next = at;
  return seen;
}

Result<SeenEvents> ViewedArchive::Events(std::uint64_t after, std::uint32_t limit) const {
  SeenEvents seen;
  seen.next_after = after;
  std::map<std::string, bool> known;  // dossiers, and pages or documents of them
  const auto knows = [&](const ArchiveEvent& event) {
    const auto [entry, is_new] = known.try_emplace(event.dossier + '\n' + event.subject, false);
    if (is_new) entry->second = event.subject.empty() ? KnowsDossier(event.dossier) : KnowsPage(event.dossier, event.subject) && KnowsDossier(event.dossier);
    return entry->second;
  };
  for (std::uint32_t looked = 0; looked < kMostEvents && seen.events.size() < limit;) {
    const std::uint32_t many = asks_ == nullptr ? limit : kAtOnce;
    const Result<std::vector<ArchiveEvent>> some = archive_.Events(seen.next_after, many);
    if (!some) return some.status();
    for (const ArchiveEvent& event : *some) {
      if (seen.events.size() == limit) break;
      ++looked;
      seen.next_after = event.sequence;
      if (asks_ == nullptr || knows(event)) seen.events.push_back(event);
    }
    if (some->size() < many) break;
  }
  return seen;
}

}  // namespace sohoa
