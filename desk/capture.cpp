// SPDX-License-Identifier: Apache-2.0
#include "desk/capture.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace sohoa {
namespace {

constexpr std::array<std::string_view, 5> kStateNames = {"open", "finished", "receipted", "searchable", "discarded"};

constexpr const char* kPlaced = "placed there at the desk";
constexpr const char* kRescanned = "scanned again at the desk";
constexpr const char* kInterleaved = "fronts and backs were scanned one after the other";
constexpr const char* kTakenOut = "taken out at the desk";
constexpr const char* kTurned = "turned at the desk";
constexpr const char* kCut = "cut at the desk";

Edit Moved(const std::string& page, const std::string& after, const char* reason, const std::string& by, std::int64_t at_unix_ms) {
  Edit edit;
  edit.kind = EditKind::kMove;
  edit.page = page;
  edit.other = after;
  edit.reason = reason;
  edit.by = by;
  edit.at_unix_ms = at_unix_ms;
  return edit;
}

// Of a list of different numbers, a longest increasing run that begins with the first: which of them stay where
// they are, if all others are put behind their neighbours.
std::vector<bool> StaysInPlace(const std::vector<std::size_t>& arrived_at) {
  std::vector<bool> stays(arrived_at.size(), false);
  if (arrived_at.empty()) return stays;
  std::vector<std::size_t> best;  // best[n]: which number ends a run of n + 1 lowest
  std::vector<std::size_t> before(arrived_at.size(), 0);
  for (std::size_t i = 0; i < arrived_at.size(); ++i) {
    if (arrived_at[i] < arrived_at[0]) continue;
    const auto longer = std::lower_bound(best.begin(), best.end(), i, [&](std::size_t a, std::size_t b) { return arrived_at[a] < arrived_at[b]; });
    before[i] = longer == best.begin() ? i : *(longer - 1);
    if (longer == best.end()) {
      best.push_back(i);
    } else {
      *longer = i;
    }
  }
  for (std::size_t at = best.back();; at = before[at]) {
    stays[at] = true;
    if (before[at] == at) break;
  }
  return stays;
}

// Who decided on a page last, and why.
const Edit* LastOn(const std::vector<Edit>& edits, const std::string& page, EditKind kind) {
  const auto last = std::find_if(edits.rbegin(), edits.rend(), [&](const Edit& edit) { return edit.page == page && edit.kind == kind; });
  return last == edits.rend() ? nullptr : &*last;
}

// Makes the edits of a seal out of those of a capture.
class SealEdits {
 public:
  SealEdits(const Capture& capture, std::map<std::string, std::string> ids) : capture_(capture), ids_(std::move(ids)), made_(Arrange(capture)) {}

  std::vector<Edit> Make() {
    // While all of them are still among the pages.
    for (const auto& [page, rotation] : made_.rotations) {
      if (Tell(EditKind::kRotate, page, "", kTurned)) edits_.back().rotation = rotation;
    }
    const std::vector<Edit> replacements = Replacements();
    for (const Edit& edit : replacements) Tell(EditKind::kReplace, edit.page, edit.other, kRescanned);
    for (const auto& [page, why] : made_.aside) {
      if (why.replaced_by.empty()) Tell(EditKind::kSetAside, page, "", kTakenOut);
    }
    TellMoves(Arrange(ArrivedKeys(capture_), replacements).pages);
    for (const auto& [page, begins] : made_.cuts) {
      if (!made_.aside.contains(page)) Tell(begins ? EditKind::kSplit : EditKind::kJoin, page, "", kCut);
    }
    return std::move(edits_);
  }

 private:
  // Those in force, in the order in which they were decided on: what comes in place of a page may itself have been
  // replaced later on.
  std::vector<Edit> Replacements() const {
    std::vector<Edit> replacements;
    std::set<std::string> told;
    for (auto edit = capture_.edits.rbegin(); edit != capture_.edits.rend(); ++edit) {
      const auto aside = made_.aside.find(edit->page);
      if (edit->kind != EditKind::kReplace || aside == made_.aside.end() || aside->second.replaced_by != edit->other) continue;
      if (told.insert(edit->page).second) replacements.push_back(*edit);
    }
    std::reverse(replacements.begin(), replacements.end());
    return replacements;
  }

  // From the order `standing` to the one that was wanted.
  void TellMoves(const std::vector<std::string>& standing) {
    std::map<std::string, std::size_t> place_of;
    for (std::size_t i = 0; i < standing.size(); ++i) place_of[standing[i]] = i;
    std::vector<std::string> wanted;
    std::vector<std::size_t> places;
    for (const std::string& page : made_.pages) {
      if (!ids_.contains(page)) continue;
      wanted.push_back(page);
      places.push_back(place_of.at(page));
    }
    const std::vector<bool> stays = StaysInPlace(places);
    for (std::size_t i = 1; i < wanted.size(); ++i) {
      if (!stays[i]) Tell(EditKind::kMove, wanted[i], wanted[i - 1], kPlaced);
    }
  }

  // False where the coordinator does not have the page: it counts the original's pages otherwise.
  bool Tell(EditKind kind, const std::string& page, const std::string& other, const char* reason) {
    const auto id = ids_.find(page);
    const auto other_id = ids_.find(other);
    if (id == ids_.end() || (!other.empty() && other_id == ids_.end())) return false;
    Edit edit;
    edit.kind = kind;
    edit.page = id->second;
    if (!other.empty()) edit.other = other_id->second;
    edit.reason = reason;
    edit.by = capture_.by;
    edit.at_unix_ms = capture_.times.finished_unix_ms;
    if (const Edit* decided = LastOn(capture_.edits, page, kind)) {
      edit.by = decided->by;
      edit.at_unix_ms = decided->at_unix_ms;
      if (!decided->reason.empty()) edit.reason = decided->reason;
    }
    edits_.push_back(std::move(edit));
    return true;
  }

  const Capture& capture_;
  const std::map<std::string, std::string> ids_;  // of the coordinator, by page key
  const PageArrangement made_;
  std::vector<Edit> edits_;
};

}  // namespace

std::string_view CaptureStateName(CaptureState state) { return kStateNames[static_cast<std::size_t>(state)]; }

bool operator==(const Arrival& a, const Arrival& b) {
  return std::tie(a.name, a.source, a.token, a.pages, a.sheet, a.back, a.looks_like_before) ==
         std::tie(b.name, b.source, b.token, b.pages, b.sheet, b.back, b.looks_like_before);
}

const DeskOriginal* Capture::FindOriginal(std::string_view original_id) const {
  const auto found = std::find_if(originals.begin(), originals.end(), [&](const DeskOriginal& each) { return each.id == original_id; });
  return found == originals.end() ? nullptr : &*found;
}

bool Capture::is_received() const {
  return std::all_of(originals.begin(), originals.end(), [](const DeskOriginal& each) { return each.is_received(); });
}

std::vector<std::string> Capture::RefusedPages() const {
  std::vector<std::string> names;
  for (const std::string& key : Arrange(*this).pages) {
    const std::optional<PageOfOriginal> page = ParsePageKey(key);
    const DeskOriginal* original = page ? FindOriginal(page->original) : nullptr;
    if (original != nullptr && !original->refusal.empty() && page->index == 0) names.push_back(original->arrival.name);
  }
  return names;
}

std::string PageKey(const std::string& original, std::uint32_t index) { return original + "." + std::to_string(index); }

std::optional<PageOfOriginal> ParsePageKey(std::string_view key) {
  const std::size_t dot = key.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  PageOfOriginal page{std::string(key.substr(0, dot)), 0};
  const auto [end, error] = std::from_chars(key.data() + dot + 1, key.data() + key.size(), page.index);
  if (error != std::errc() || end != key.data() + key.size() || PageKey(page.original, page.index) != key) return std::nullopt;
  return page;
}

std::vector<std::string> ArrivedKeys(const Capture& capture) {
  std::vector<std::string> keys;
  for (const DeskOriginal& original : capture.originals) {
    for (std::uint32_t index = 0; index < original.arrival.pages; ++index) keys.push_back(PageKey(original.id, index));
  }
  return keys;
}

PageArrangement Arrange(const Capture& capture) { return Arrange(ArrivedKeys(capture), capture.edits); }

std::vector<Edit> PlacementEdits(const DeskOriginal& original, const Placement& placement, const std::string& by, std::int64_t at_unix_ms) {
  std::vector<Edit> edits;
  std::string behind = placement.after;
  if (!placement.replaces.empty()) {
    Edit replace = Moved(placement.replaces, PageKey(original.id, 0), kRescanned, by, at_unix_ms);
    replace.kind = EditKind::kReplace;
    edits.push_back(replace);
    behind = PageKey(original.id, 0);
  }
  if (behind.empty()) return edits;
  for (std::uint32_t index = placement.replaces.empty() ? 0 : 1; index < original.arrival.pages; ++index) {
    edits.push_back(Moved(PageKey(original.id, index), behind, kPlaced, by, at_unix_ms));
    behind = PageKey(original.id, index);
  }
  return edits;
}

Result<std::vector<Edit>> InterleaveEdits(const Capture& capture, std::uint32_t fronts, const std::string& by, std::int64_t at_unix_ms) {
  const std::vector<std::string> pages = Arrange(capture).pages;
  if (fronts == 0 || pages.size() < 2ull * fronts) {
    return Status(StatusCode::kInvalidArgument, "interleave capture " + capture.id + ": the last pages of it are not " + std::to_string(fronts) + " fronts and as many backs");
  }
  std::vector<Edit> edits;
  const std::size_t begin = pages.size() - 2ull * fronts;
  for (std::uint32_t i = 0; i < fronts; ++i) edits.push_back(Moved(pages[pages.size() - 1 - i], pages[begin + i], kInterleaved, by, at_unix_ms));
  return edits;
}

Result<std::vector<Edit>> EditsForSeal(const Capture& capture) {
  std::map<std::string, std::string> ids;
  for (const DeskOriginal& original : capture.originals) {
    if (!original.is_received()) {
      return Status(StatusCode::kConflict, "seal capture " + capture.id + ": original " + original.id + " is not at the coordinator yet");
    }
    for (std::size_t index = 0; index < original.page_ids.size(); ++index) ids[PageKey(original.id, static_cast<std::uint32_t>(index))] = original.page_ids[index];
  }
  return SealEdits(capture, std::move(ids)).Make();
}

std::vector<Edit> EditsForDiscard(const Capture& capture) {
  std::vector<Edit> edits;
  for (const DeskOriginal& original : capture.originals) {
    for (const std::string& id : original.page_ids) {
      Edit edit;
      edit.kind = EditKind::kSetAside;
      edit.page = id;
      edit.reason = capture.discard_reason.empty() ? kTakenOut : capture.discard_reason;
      edit.by = capture.by;
      edit.at_unix_ms = capture.times.finished_unix_ms;
      edits.push_back(std::move(edit));
    }
  }
  return edits;
}

}  // namespace sohoa
