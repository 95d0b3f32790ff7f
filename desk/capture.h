// SPDX-License-Identifier: Apache-2.0
//
// Capture: what one clerk scans of one dossier in one go, from the first sheet to the receipt. It becomes a
// batch of the dossier at the coordinator; until then it lives in the desk's spool (desk/spool.h).
//
// A capture has originals in the order in which they arrived, and edits on their pages. A page is named by
// its original and its place in that: PageKey(). Pages are never dropped: what the clerk takes out is set
// aside, and goes to the archive as that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/edit.h"
#include "core/sha256.h"
#include "workers/batch_receipt.h"

namespace sohoa {

// The two moments at a one-stop counter (Decree 61/2018/NĐ-CP, articles 17 and 20): papers are received, the
// result is given back. Stable on disk.
enum class CapturePoint : std::uint8_t { kReceived = 0, kResult = 1 };

// Stable on disk.
enum class CaptureState : std::uint8_t {
  kOpen = 0,      // pages come in and are put right
  kFinished = 1,  // the clerk is done with it; it goes up as soon as somebody takes it
  kReceipted = 2,  // the coordinator has all of it and gave its receipt
  kSearchable = 3,  // and the dossier's version with it is visible
  kDiscarded = 4,  // the clerk gave it up; its pages are set aside in the archive, or never left the desk
};
std::string_view CaptureStateName(CaptureState state);  // "open"

struct CaptureHead {
  std::string dossier;    // the code; empty until it is known
  std::string procedure;  // codes, or empty
  std::string agency;
  std::string applicant;
  CapturePoint point = CapturePoint::kReceived;
  bool operator==(const CaptureHead&) const = default;
};

// How an original came.
struct Arrival {
  std::string name;    // shown, never a path
  std::string source;  // URI of the device or folder, or "browser"
  std::string token;   // what the source knows it by until it may let go of it; may be empty
  std::uint32_t pages = 1;
  std::uint32_t sheet = 0;  // from 1, of this run of the feeder; 0 = no sheets there
  bool back = false;        // of the sheet
  bool looks_like_before = false;  // as the frame before it: perhaps fed or sent twice
};

struct DeskOriginal {
  std::string id;           // minted here when it arrived
  std::uint32_t place = 0;  // in the batch: the order of arrival
  Sha256 sha256;
  std::uint64_t size = 0;
  Arrival arrival;
  std::int64_t arrived_unix_ms = 0;
  bool released = false;  // its source was told
  // Of the coordinator, once it has it.
  std::vector<std::string> page_ids;
  std::uint32_t quarantined = 0;
  std::uint64_t ledger_sequence = 0;
  std::string refusal;  // or why it does not take it: not a kind that it reads
  bool is_received() const { return !page_ids.empty() || !refusal.empty(); }
  bool operator==(const DeskOriginal&) const = default;
};
bool operator==(const Arrival& a, const Arrival& b);

struct CaptureTimes {
  std::int64_t begun_unix_ms = 0;
  std::int64_t last_page_unix_ms = 0;  // 0 = none came yet; likewise below
  std::int64_t finished_unix_ms = 0;
  std::int64_t receipted_unix_ms = 0;
  std::int64_t searchable_unix_ms = 0;
  bool operator==(const CaptureTimes&) const = default;
};

struct Capture {
  std::string id;  // of the batch too
  CaptureHead head;
  CaptureState state = CaptureState::kOpen;
  CaptureTimes times;
  std::string by;  // who scans
  std::string sent_as;      // the code under which it goes up, once it began to; then it has no other
  bool is_sealing = false;  // the coordinator was asked to seal it, and its answer has not come
  std::vector<DeskOriginal> originals;  // by place
  std::vector<Edit> edits;              // pages by PageKey()
  SignedReceipt receipt;                // once it is kReceipted
  std::string discard_reason;

  const DeskOriginal* FindOriginal(std::string_view original_id) const;
  bool is_received() const;  // all of it
  // Names of originals that were refused and that nobody has taken out.
  std::vector<std::string> RefusedPages() const;
};

// "ORIGINAL.INDEX", from 0.
std::string PageKey(const std::string& original, std::uint32_t index);
struct PageOfOriginal {
  std::string original;
  std::uint32_t index = 0;
};
std::optional<PageOfOriginal> ParsePageKey(std::string_view key);

// Keys of all pages, as they arrived. Those of originals that the coordinator refused are among them: a person has to
// take them out.
std::vector<std::string> ArrivedKeys(const Capture& capture);
PageArrangement Arrange(const Capture& capture);

// Who wants them where: behind a page, or in its place.
struct Placement {
  std::string after;     // page key; empty = at the end, as they come
  std::string replaces;  // page key; the first one comes there and the others behind it
  bool operator==(const Placement&) const = default;
};
// The edits that put the pages of `original` there. They say who and why.
std::vector<Edit> PlacementEdits(const DeskOriginal& original, const Placement& placement, const std::string& by, std::int64_t at_unix_ms);

// A stack was scanned from the front and then turned over and scanned from behind: of `fronts` pages and as
// many behind them, in the order of the capture from `first` on, back pages are put behind their fronts, the
// last back first. kInvalidArgument: there are not as many of each.
Result<std::vector<Edit>> InterleaveEdits(const Capture& capture, std::uint32_t fronts, const std::string& by, std::int64_t at_unix_ms);

// The same decisions as the coordinator takes them with the seal: pages by their ids there, no more edits than
// needed, and none that speaks of "first", for the desk does not know what is in front of its batch.
// kConflict: an original was not received yet.
Result<std::vector<Edit>> EditsForSeal(const Capture& capture);

// Of one that was given up: whatever the coordinator has of it is set aside.
std::vector<Edit> EditsForDiscard(const Capture& capture);

}  // namespace sohoa
