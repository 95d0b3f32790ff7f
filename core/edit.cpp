// SPDX-License-Identifier: Apache-2.0
#include "core/edit.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sohoa {
namespace {

constexpr std::array<std::string_view, 12> kKindNames = {"split",     "join",    "automatic", "move",    "rotate", "replace",
                                                         "set_aside", "restore", "send",      "receive", "type",   "field"};

class Arranging {
 public:
  explicit Arranging(const std::vector<std::string>& arrived) : arrived_(arrived) { made_.pages = arrived; }

  void Apply(const Edit& edit) {
    switch (edit.kind) {
      case EditKind::kSplit:
      case EditKind::kJoin: made_.cuts[edit.page] = edit.kind == EditKind::kSplit; return;
      case EditKind::kAutomatic: made_.cuts.erase(edit.page); return;
      case EditKind::kMove: return Move(edit);
      case EditKind::kRotate: made_.rotations[edit.page] = edit.rotation; return;
      case EditKind::kReplace: return Replace(edit);
      case EditKind::kSetAside: return PutAside(edit.page, {edit.reason, "", ""});
      case EditKind::kSend: return PutAside(edit.page, {edit.reason, "", edit.dossier});
      case EditKind::kRestore: return Restore(edit.page);
      case EditKind::kReceive: return Receive(edit.page);
      case EditKind::kType:
      case EditKind::kField: return;
    }
  }

  PageArrangement Take() { return std::move(made_); }

 private:
  using Place = std::vector<std::string>::iterator;
  Place Find(const std::string& page) { return std::find(made_.pages.begin(), made_.pages.end(), page); }

  bool TakeOut(const std::string& page) {
    const Place at = Find(page);
    if (at == made_.pages.end()) return false;
    made_.pages.erase(at);
    return true;
  }

  // An edit that names a page which is not there any more changes nothing.
  void Move(const Edit& edit) {
    if (edit.page == edit.other || (!edit.other.empty() && Find(edit.other) == made_.pages.end()) || !TakeOut(edit.page)) return;
    made_.pages.insert(edit.other.empty() ? made_.pages.begin() : Find(edit.other) + 1, edit.page);
  }

  void Replace(const Edit& edit) {
    if (edit.page == edit.other || Find(edit.page) == made_.pages.end() || !TakeOut(edit.other)) return;
    const Place at = Find(edit.page);
    *at = edit.other;
    made_.aside[edit.page] = {edit.reason, edit.other, ""};
    // What was decided of the place goes on with the page that stands there now.
    if (const auto cut = made_.cuts.find(edit.page); cut != made_.cuts.end()) made_.cuts[edit.other] = cut->second;
  }

  void PutAside(const std::string& page, PageAside why) {
    if (TakeOut(page)) made_.aside[page] = std::move(why);
  }

  void Restore(const std::string& page) {
    const auto there = made_.aside.find(page);
    if (there == made_.aside.end() || !there->second.sent_to.empty()) return;
    made_.aside.erase(there);
    PutBack(page);
  }

  void Receive(const std::string& page) {
    made_.aside.erase(page);
    if (Find(page) == made_.pages.end()) PutBack(page);
  }

  // In front of the next one of those that arrived behind it; one that did not arrive here comes last.
  void PutBack(const std::string& page) {
    auto own = std::find(arrived_.begin(), arrived_.end(), page);
    Place before = made_.pages.end();
    while (own != arrived_.end() && before == made_.pages.end()) {
      if (++own != arrived_.end()) before = Find(*own);
    }
    made_.pages.insert(before, page);
  }

  const std::vector<std::string>& arrived_;
  PageArrangement made_;
};

}  // namespace

std::string_view EditKindName(EditKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  return at < kKindNames.size() ? kKindNames[at] : std::string_view("unknown");
}

std::optional<EditKind> EditKindOfName(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<EditKind>(found - kKindNames.begin());
}

PageArrangement Arrange(const std::vector<std::string>& arrived, const std::vector<Edit>& edits) {
  Arranging arranging(arrived);
  for (const Edit& edit : edits) arranging.Apply(edit);
  return arranging.Take();
}

const Edit* TypeDecision(const std::vector<Edit>& edits, std::string_view first_page) {
  const Edit* newest = nullptr;
  for (const Edit& edit : edits) {
    if (edit.kind == EditKind::kType && edit.page == first_page) newest = &edit;
  }
  return newest != nullptr && newest->review != ReviewState::kNeedsReview ? newest : nullptr;
}

std::vector<const Edit*> FieldDecisions(const std::vector<Edit>& edits, std::string_view first_page) {
  std::map<std::pair<std::string, std::uint32_t>, const Edit*> newest;
  for (const Edit& edit : edits) {
    if (edit.kind == EditKind::kField && edit.page == first_page) newest[{edit.field, edit.ordinal}] = &edit;
  }
  std::vector<const Edit*> decisions;
  for (const auto& [field, edit] : newest) {
    if (edit->review != ReviewState::kNeedsReview) decisions.push_back(edit);
  }
  return decisions;
}

}  // namespace sohoa
