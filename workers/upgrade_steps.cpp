// SPDX-License-Identifier: Apache-2.0
#include "workers/upgrade_steps.h"

#include "storage/index_upgrade.h"
#include "storage/key_layout.h"
#include "storage/page_entry_upgrade.h"
#include "storage/review_marks.h"
#include "workers/ledger_records.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kProgressRecords = 1'000;

// Goes through the records below `prefix`, telling how many.
class Walk {
 public:
  Walk(OrderedStore& store, const UpgradeProgress& progress) : store_(store), progress_(progress) {}

  template <typename Visit>
  Status Through(std::string_view prefix, Visit visit) {
    Status failed;
    const Status scanned = store_.Scan(prefix, "", [&](std::string_view key, std::string_view value) {
      if (++done_ % kProgressRecords == 0 && progress_ && !progress_(done_)) failed = Status(StatusCode::kCancelled, "cancelled");
      if (failed.ok()) failed = visit(key, value);
      return failed.ok();
    });
    return scanned.ok() ? failed : scanned;
  }

 private:
  OrderedStore& store_;
  const UpgradeProgress& progress_;
  std::uint64_t done_ = 0;
};

// Format 1 had neither the list of dossiers that are not at rest nor the counts: a start read the
// whole ledger, which took longer with every page that was ever received.
Status IndexOpenWork(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress) {
  LedgerCounts counts;
  Walk walk(store, progress);
  Status status = walk.Through(kLedgerDossierPrefix, [&](std::string_view, std::string_view value) {
    const Result<LedgerDossier> record = DecodeLedgerDossier(value);
    if (!record) return record.status();
    CountDossier(*record, counts, 1);
    if (record->generation != record->visible_generation) last.Put(ActiveKey(record->head.code), "");
    return Status();
  });
  if (!status.ok()) return status;
  status = walk.Through(kLedgerBatchPrefix, [&](std::string_view key, std::string_view value) {
    const Result<LedgerBatch> batch = DecodeLedgerBatch(value);
    if (!batch) return batch.status();
    key.remove_prefix(kLedgerBatchPrefix.size());
    const std::optional<std::string> code = TakeEscapedString(key);
    if (!batch->sealed && code) last.Put(ActiveKey(*code), "");
    return Status();
  });
  if (!status.ok()) return status;
  status = walk.Through(kLedgerPagePrefix, [&](std::string_view, std::string_view value) {
    const Result<LedgerPage> page = DecodeLedgerPage(value);
    if (!page) return page.status();
    ++counts.pages_received;
    if (page->state == PageState::kDone) ++counts.pages_done;
    if (page->state == PageState::kQuarantined) ++counts.pages_quarantined;
    return Status();
  });
  if (!status.ok()) return status;
  last.Put(std::string(kCountsKey), EncodeRecord(counts));
  return Status();
}

// The last step that makes the index anew does so whatever it was before.
Status LeaveIndexToTheLast(OrderedStore&, MetaBatch&, const UpgradeProgress&) { return {}; }

// The number alone is new: it keeps programs away that would not know what they find.
Status NothingToChange(OrderedStore&, MetaBatch&, const UpgradeProgress&) { return {}; }

}  // namespace

std::vector<UpgradeStep> ArchiveUpgradeSteps() {
  return {
      {"meta", 1, "open dossiers are listed and pages counted, so that a start does not read the whole ledger", IndexOpenWork},
      {"meta", 2, "the search index is made of segments, which are smaller and faster than a key for each word of a page", LeaveIndexToTheLast},
      {"meta", 3, "segments of the search index and what it keeps of each page take half the bytes", LeaveIndexToTheLast},
      {"meta", 4, "segments of the search index have the heaviest pages of each word apart, which are nearly all that a search reads", LeaveIndexToTheLast},
      {"meta", 5, "words of fields that name people stand apart in the search index, for those who may look for people", UpgradeIndex},
      {"meta", 6, "pages may be kept as print over paper, which programs before do not know", NothingToChange},
      {"meta", 7, "what the search index keeps of a page is one value, so that a hit is one read of the disk", JoinPageEntries},
      {"meta", 8, "dossiers with values that a person has to look at are marked, so that nobody goes through all for them", MarkToReview},
  };
}

}  // namespace sohoa
