// SPDX-License-Identifier: Apache-2.0
#include "access/dossier_view.h"

#include <algorithm>
#include <iterator>

#include "storage/document_secrecy.h"

namespace sohoa {
namespace {

bool Holds(const Document& document, const std::string& page_id) {
  return std::find(document.page_ids.begin(), document.page_ids.end(), page_id) != document.page_ids.end();
}

}  // namespace

AccessObject ObjectOf(const Dossier& dossier, const Document& document) { return {true, dossier.head.agency, DegreeOf(document)}; }
AccessObject ObjectOf(const Dossier& dossier) { return {true, dossier.head.agency, DegreeOf(dossier)}; }
AccessObject HeadOf(const Dossier& dossier) { return {true, dossier.head.agency, Secrecy::kNone}; }

AccessObject ObjectOfPage(const Dossier& dossier, const std::string& page_id) {
  const auto document = std::find_if(dossier.documents.begin(), dossier.documents.end(), [&](const Document& each) { return Holds(each, page_id); });
  return document == dossier.documents.end() ? ObjectOf(dossier) : ObjectOf(dossier, *document);
}

std::set<std::string> HiddenPages(const Dossier& dossier, const SearchAccess& access) {
  std::set<std::string> hidden;
  for (const Document& document : dossier.documents) {
    if (!Sees(access, ObjectOf(dossier, document))) hidden.insert(document.page_ids.begin(), document.page_ids.end());
  }
  if (hidden.empty()) return hidden;
  std::set<std::string> placed;
  for (const Document& document : dossier.documents) placed.insert(document.page_ids.begin(), document.page_ids.end());
  const auto hide_unless_placed = [&](const std::string& page_id) {
    if (!placed.contains(page_id)) hidden.insert(page_id);
  };
  for (const DossierPage& page : dossier.pages) hide_unless_placed(page.id);
  for (const SetAsidePage& page : dossier.set_aside) hide_unless_placed(page.page.id);
  for (const QuarantinedPage& page : dossier.quarantined) hide_unless_placed(page.page_id);
  return hidden;
}

void HidePages(const std::set<std::string>& pages, Dossier& dossier) {
  if (pages.empty()) return;
  const auto is_hidden = [&](const std::string& page_id) { return pages.contains(page_id); };
  std::erase_if(dossier.documents, [&](const Document& document) { return std::any_of(document.page_ids.begin(), document.page_ids.end(), is_hidden); });
  // Originals whose pages are all hidden go with them; their names may say what they are.
  std::set<std::pair<std::string, std::uint32_t>> seen;
  std::erase_if(dossier.pages, [&](const DossierPage& page) { return is_hidden(page.id); });
  std::erase_if(dossier.set_aside, [&](const SetAsidePage& page) { return is_hidden(page.page.id) || is_hidden(page.why.replaced_by); });
  std::erase_if(dossier.quarantined, [&](const QuarantinedPage& page) { return is_hidden(page.page_id); });
  for (const DossierPage& page : dossier.pages) seen.emplace(page.source.batch, page.source.place);
  std::erase_if(dossier.originals, [&](const Original& original) { return !seen.contains({original.batch, original.place}); });
  std::erase_if(dossier.edits, [&](const Edit& edit) { return is_hidden(edit.page) || is_hidden(edit.other); });
  // Which papers there are follows from all of them.
  dossier.completeness = {};
}

}  // namespace sohoa
