// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "packages/package_import.h"

namespace sohoa {
namespace {

constexpr std::int64_t kEndOfTime = 253'402'300'800'000;  // the year 10000

class ForeignDossier {
 public:
  explicit ForeignDossier(const Dossier& dossier) : dossier_(dossier) {}

  Status Check() {
    if (!IsAcceptableDossierCode(dossier_.head.code)) return Status(StatusCode::kBadInput, "check package: the code of its dossier is none");
    Status status = CheckTimes();
    if (status.ok()) status = CheckOriginals();
    if (status.ok()) status = CheckPages();
    return status.ok() ? CheckDocuments() : status;
  }

 private:
  Status Bad(const std::string& why) const {
    return Status(StatusCode::kBadInput, "check package: version " + std::to_string(dossier_.version) + " of dossier " + dossier_.head.code + ": " + why);
  }

  Status CheckTimes() const {
    const auto sane = [](std::int64_t at) { return at >= 0 && at < kEndOfTime; };
    bool right = dossier_.committed_unix_ms > 0 && sane(dossier_.committed_unix_ms);
    for (const Edit& edit : dossier_.edits) right = right && sane(edit.at_unix_ms);
    for (const QuarantinedPage& page : dossier_.quarantined) right = right && sane(page.at_unix_ms);
    return right ? Status() : Bad("a time that is none");
  }

  Status CheckOriginals() {
    for (const Original& original : dossier_.originals) {
      if (!IsAcceptableDossierCode(original.batch)) return Bad("a batch by a name that is none");
      if (!originals_.emplace(std::pair(original.batch, original.place), &original).second) return Bad("two originals in one place");
    }
    return {};
  }

  Status CheckPage(const DossierPage& page) {
    return CheckSource(page.id, page.source);
  }

  Status CheckSource(const std::string& id, const PageSource& source) {
    if (id != MakePageId(source)) return Bad("a page has the id of another one");
    if (!pages_.insert(id).second) return Bad("page " + id + " stands in it twice");
    if (source.dossier != dossier_.head.code) return CheckReceived(id, source);
    const auto original = originals_.find({source.batch, source.place});
    if (original == originals_.end() || original->second->sha256 != source.original || source.index >= std::max(original->second->pages, 1u)) {
      return Bad("page " + id + " is of no original of it");
    }
    return {};
  }

  // A page of another dossier is there because a person sent it.
  Status CheckReceived(const std::string& id, const PageSource& source) const {
    const bool received = std::any_of(dossier_.edits.begin(), dossier_.edits.end(),
                                      [&id](const Edit& edit) { return edit.kind == EditKind::kReceive && edit.page == id; });
    return received && IsAcceptableDossierCode(source.dossier) ? Status() : Bad("page " + id + " is of another dossier, and nobody sent it");
  }

  Status CheckPages() {
    Status status;
    for (std::size_t i = 0; i < dossier_.pages.size() && status.ok(); ++i) {
      if (dossier_.pages[i].page != i + 1) return Bad("its pages are not numbered from 1 on");
      status = CheckPage(dossier_.pages[i]);
    }
    for (const SetAsidePage& aside : dossier_.set_aside) {
      if (status.ok()) status = CheckPage(aside.page);
      if (status.ok() && !aside.why.sent_to.empty() && !IsAcceptableDossierCode(aside.why.sent_to)) status = Bad("a page was sent to a dossier that can be none");
    }
    for (const QuarantinedPage& page : dossier_.quarantined) {
      if (status.ok()) status = CheckSource(page.page_id, page.source);
    }
    return status;
  }

  Status CheckDocuments() const {
    std::map<std::string, std::uint32_t> numbers;
    for (const DossierPage& page : dossier_.pages) numbers[page.id] = page.page;
    std::set<std::string> ids;
    std::set<std::string> used;
    for (const Document& document : dossier_.documents) {
      if (!IsAcceptableDossierCode(document.id) || !ids.insert(document.id).second) return Bad("a document by an id that is none, or that another has");
      if (document.page_ids.empty() || document.page_ids.size() != document.pages.size()) return Bad("document " + document.id + " does not say which pages it has");
      for (std::size_t i = 0; i < document.pages.size(); ++i) {
        const auto page = numbers.find(document.page_ids[i]);
        if (page == numbers.end() || page->second != document.pages[i]) return Bad("document " + document.id + " has a page that the dossier has not");
        if (!used.insert(page->first).second) return Bad("page " + page->first + " stands in two documents");
      }
    }
    for (const DossierPage& page : dossier_.pages) {
      if (!page.blank && !used.contains(page.id)) return Bad("page " + page.id + " stands in no document");
    }
    return {};
  }

  const Dossier& dossier_;
  std::map<std::pair<std::string, std::uint32_t>, const Original*> originals_;
  std::set<std::string> pages_;
};

}  // namespace

Status CheckForeignDossier(const Dossier& dossier) { return ForeignDossier(dossier).Check(); }

}  // namespace sohoa
