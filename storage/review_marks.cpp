// SPDX-License-Identifier: Apache-2.0
#include "storage/review_marks.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/record_codec.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kProgressRecords = 1'000;

bool DocumentNeedsReview(const Document& document) {
  if (document.page_ids.empty()) return false;
  if (document.type.review == ReviewState::kNeedsReview) return true;
  return std::any_of(document.fields.begin(), document.fields.end(), [](const FieldValue& field) { return field.review == ReviewState::kNeedsReview; });
}

std::string ReviewKey(std::string_view code) { return std::string(kToReviewPrefix) + EscapedString(code); }

// `newest` is the key and the value of a newest version's summary.
Result<bool> NewestNeedsReview(MetaReader& store, const std::string& code, std::string_view newest) {
  const std::optional<DossierSummary> summary = DecodeSummary(newest);
  if (!summary) return true;
  const Result<std::optional<std::string>> bytes = store.Get(DossierKey(code, summary->version));
  if (!bytes) return bytes.status();
  const Result<Dossier> dossier = *bytes ? DecodeDossier(**bytes) : Result<Dossier>(Status(StatusCode::kNotFound, "dossier " + code));
  return !dossier || NeedsReview(*dossier);
}

}  // namespace

bool NeedsReview(const Dossier& dossier) { return std::any_of(dossier.documents.begin(), dossier.documents.end(), DocumentNeedsReview); }

void StageReviewMark(const Dossier& dossier, const Dossier* before, MetaBatch& batch) {
  // Versions before it may have come in without marks, as those of a package do.
  if (NeedsReview(dossier)) {
    batch.Put(ReviewKey(dossier.head.code), "");
  } else if (before != nullptr && NeedsReview(*before)) {
    batch.Delete(ReviewKey(dossier.head.code));
  }
}

void StageNothingToReview(const Dossier& newest, MetaBatch& batch) {
  if (NeedsReview(newest)) batch.Delete(ReviewKey(newest.head.code));
}

Result<std::vector<std::string>> ListToReview(MetaReader& store, const std::string& after, std::uint32_t limit) {
  std::vector<std::string> codes;
  const Status scanned = store.Scan(kToReviewPrefix, after.empty() ? std::string() : ReviewKey(after), [&](std::string_view key, std::string_view) {
    key.remove_prefix(kToReviewPrefix.size());
    std::optional<std::string> code = TakeEscapedString(key);
    if (code && *code != after) codes.push_back(std::move(*code));
    return codes.size() < limit;
  });
  if (!scanned.ok()) return scanned;
  return codes;
}

Status MarkToReview(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress) {
  std::uint64_t done = 0;
  Status failed;
  const Status scanned = store.Scan(kNewestPrefix, "", [&](std::string_view key, std::string_view value) {
    key.remove_prefix(kNewestPrefix.size());
    const std::optional<std::string> code = TakeEscapedString(key);
    if (!code) return true;
    const Result<bool> needs = NewestNeedsReview(store, *code, value);
    if (!needs) failed = needs.status();
    if (needs && *needs) last.Put(ReviewKey(*code), "");
    if (++done % kProgressRecords == 0 && progress && !progress(done)) failed = Status(StatusCode::kCancelled, "mark dossiers to be reviewed: cancelled");
    return failed.ok();
  });
  return scanned.ok() ? failed : scanned;
}

}  // namespace sohoa
