// SPDX-License-Identifier: Apache-2.0
//
// ViewedArchive: the archive as one principal sees it: dossiers without what is hidden from them, lists without what
// they may not know of. Whether they may ask at all is decided before (api/access_gate.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/dossier_view.h"
#include "access/principal.h"
#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct SeenDossiers {
  std::vector<DossierSummary> dossiers;
  std::string next;  // go on after this code; empty at the end
};

struct SeenEvents {
  std::vector<ArchiveEvent> events;
  std::uint64_t next_after = 0;  // events up to here were looked at
};

class ViewedArchive {
 public:
  // Both must outlive it. Without `asks` all of it is seen.
  ViewedArchive(Archive& archive, const Principal* asks) : archive_(archive), asks_(asks != nullptr && asks->is_holder() ? nullptr : asks) {}

  bool sees_all() const { return asks_ == nullptr; }
  // For SearchQuery::access.
  std::optional<SearchAccess> search_access() const;
  bool Sees(const AccessObject& object) const { return asks_ == nullptr || sohoa::Sees(asks_->sees, object); }

  // What was hidden of it is told by `hidden`, where that is not null. kNotFound too where none of it may be known.
  Result<Dossier> GetDossier(const std::string& code, std::uint32_t version = 0, bool* hidden = nullptr) const;
  // Two versions, of which neither shows what the other, or the newest one, hides.
  Result<std::pair<Dossier, Dossier>> GetVersions(const std::string& code, std::uint32_t from, std::uint32_t to) const;
  // False too where there is no version of it yet and they do not see every agency.
  bool KnowsDossier(const std::string& code) const;
  bool KnowsPage(const std::string& code, const std::string& page_id) const;

  Result<SeenDossiers> ListDossiers(const std::string& after, std::uint32_t limit) const;
  Result<SeenEvents> Events(std::uint64_t after, std::uint32_t limit) const;

 private:
  Result<std::set<std::string>> Hide(Dossier& dossier) const;

  Archive& archive_;
  const Principal* asks_;
};

}  // namespace sohoa
