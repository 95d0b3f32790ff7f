// SPDX-License-Identifier: Apache-2.0
#include "api/review/review_queue.h"

#include <algorithm>
#include <limits>

#include "access/dossier_view.h"
#include "api/review/class_question.h"
#include "core/calendar.h"
#include "core/log.h"
#include "storage/journal.h"
#include "storage/review_marks.h"

namespace sohoa {
namespace {

constexpr std::int64_t kClaimMs = 10 * 60'000;
// Who was away for longer did not look at a value all the time.
constexpr std::int64_t kLongestLookMs = 5 * 60'000;
constexpr std::uint32_t kDossiersOnce = 200;
constexpr std::uint32_t kEventsOnce = 500;

std::int64_t SteadyMs() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// A version that was made with a decision has it among its edits.
bool HasDecision(const Dossier& dossier, const ReviewedValue& value, std::int64_t at_unix_ms) {
  return std::any_of(dossier.edits.begin(), dossier.edits.end(), [&](const Edit& edit) {
    const bool is_class = value.field == kDocumentClassField;
    const bool is_it = is_class ? edit.kind == EditKind::kType : edit.kind == EditKind::kField && edit.field == value.field && edit.ordinal == value.ordinal;
    return is_it && edit.page == value.page && edit.at_unix_ms >= at_unix_ms;
  });
}

}  // namespace

Result<bool> ReviewQueue::Follow(std::chrono::milliseconds patience) {
  const std::scoped_lock turn(following_);
  const auto end = std::chrono::steady_clock::now() + patience;
  const auto is_late = [end] { return std::chrono::steady_clock::now() >= end; };
  if (!begun_) {
    // Events from here on tell of what the list below may have passed.
    const Result<std::uint64_t> last = NewestEvent(archive_.meta());
    if (!last) return last.status();
    followed_ = *last;
    begun_ = true;
  }
  while (!listed_) {
    const Result<std::vector<std::string>> codes = ListToReview(archive_.meta(), listed_up_to_, kDossiersOnce);
    if (!codes) return codes.status();
    for (const std::string& code : *codes) {
      if (const Status taken = TakeIn(code); !taken.ok()) return taken;
      listed_up_to_ = code;
      if (is_late()) return false;
    }
    listed_ = codes->size() < kDossiersOnce;
  }
  while (true) {
    const Result<std::vector<ArchiveEvent>> events = archive_.Events(followed_, kEventsOnce);
    if (!events) return events.status();
    std::map<std::string, std::uint64_t> last_of;  // one look for all events of a dossier
    for (const ArchiveEvent& event : *events) {
      if (event.kind == "dossier.committed" || event.kind == "dossier.disposed") last_of[event.dossier] = event.sequence;
    }
    for (const ArchiveEvent& event : *events) {
      if (const auto its = last_of.find(event.dossier); its != last_of.end() && its->second == event.sequence) {
        if (const Status taken = TakeIn(event.dossier); !taken.ok()) return taken;
      }
      followed_ = event.sequence;
      if (is_late()) return false;
    }
    if (events->size() < kEventsOnce) return true;
  }
}

Status ReviewQueue::TakeIn(const std::string& code) {
  const Result<Dossier> dossier = archive_.GetDossier(code);
  // One that is damaged does not hold up all others; `verify` tells of it.
  const bool is_damaged = !dossier && dossier.status().code() == StatusCode::kCorruption;
  if (is_damaged) Log(LogLevel::kWarning, "values of a dossier cannot be handed out", {{"dossier", code}, {"code", StatusCodeName(dossier.status().code())}});
  if (!dossier && !is_damaged && dossier.status().code() != StatusCode::kNotFound) return dossier.status();
  std::vector<WaitingValue> found;
  for (const Document& document : dossier ? dossier->documents : std::vector<Document>()) {
    if (document.page_ids.empty()) continue;
    const auto add = [&](const std::string& field, std::uint32_t ordinal) {
      WaitingValue& waiting = found.emplace_back();
      waiting.value = {document.page_ids.front(), field, ordinal};
      waiting.dossier = code;
      waiting.document = document.id;
      waiting.type = document.type.code;
      waiting.procedure = dossier->head.procedure;
      waiting.object = ObjectOf(*dossier, document);
      waiting.since_unix_ms = dossier->committed_unix_ms;
    };
    // Which fields a document has depends on its class: they come once that is decided.
    if (document.type.review == ReviewState::kNeedsReview) {
      add(kDocumentClassField, 0);
      continue;
    }
    std::map<std::string, std::uint32_t> ordinals;
    for (const FieldValue& field : document.fields) {
      const std::uint32_t ordinal = ordinals[field.code]++;
      if (field.review == ReviewState::kNeedsReview) add(field.code, ordinal);
    }
  }
  const std::int64_t deadline = found.empty() ? 0 : deadline_of_(code);
  const std::scoped_lock lock(mutex_);
  Remove(code);
  if (dossier) std::erase_if(decided_, [&](const auto& decision) { return HasDecision(*dossier, decision.first, decision.second); });
  std::int64_t order = 0;
  for (WaitingValue& waiting : found) {
    if (decided_.contains(waiting.value)) continue;
    waiting.deadline_unix_ms = deadline;
    // Those of a dossier stay together, in its order.
    const Place place{deadline == 0 ? std::numeric_limits<std::int64_t>::max() : deadline, waiting.since_unix_ms * 1000 + std::min<std::int64_t>(order++, 999), waiting.value};
    by_dossier_[code].push_back(place);
    waiting_.emplace(place, std::move(waiting));
  }
  return {};
}

void ReviewQueue::Remove(const std::string& code) {
  const auto its = by_dossier_.find(code);
  if (its == by_dossier_.end()) return;
  for (const Place& place : its->second) waiting_.erase(place);
  by_dossier_.erase(its);
}

bool ReviewQueue::IsInHand(const Place& place, std::int64_t now_ms) const {
  const auto claim = claims_.find(place.value);
  return claim != claims_.end() && now_ms - claim->second.at_ms < kClaimMs;
}

WaitingValues ReviewQueue::List(const Sees& sees, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now = SteadyMs();
  WaitingValues list;
  for (const auto& [place, waiting] : waiting_) {
    if (!sees(waiting.object)) continue;
    if (list.count++ >= limit) continue;
    list.values.push_back(waiting);
    list.values.back().in_hand = IsInHand(place, now);
  }
  return list;
}

WaitingValues ReviewQueue::Claim(const std::string& actor, const Sees& sees, std::size_t count, const std::function<bool(const WaitingValue&)>& skips) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now = SteadyMs();
  std::erase_if(claims_, [now](const auto& claim) { return now - claim.second.at_ms >= kClaimMs; });
  WaitingValues claimed;
  for (const auto& [place, waiting] : waiting_) {
    if (!sees(waiting.object)) continue;
    ++claimed.count;
    if (claimed.values.size() >= count || claims_.contains(waiting.value) || skips(waiting)) continue;
    claims_[waiting.value] = {actor, now};
    claimed.values.push_back(waiting);
  }
  return claimed;
}

bool ReviewQueue::IsInHand(const std::string& dossier) {
  const std::scoped_lock lock(mutex_);
  const auto its = by_dossier_.find(dossier);
  const std::int64_t now = SteadyMs();
  return its != by_dossier_.end() && std::any_of(its->second.begin(), its->second.end(), [&](const Place& place) { return IsInHand(place, now); });
}

bool ReviewQueue::IsDecided(const ReviewedValue& value) {
  const std::scoped_lock lock(mutex_);
  return decided_.contains(value);
}

std::vector<std::string> ReviewQueue::Release(const std::string& actor) {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> dossiers;
  for (const auto& [dossier, places] : by_dossier_) {
    const bool had = std::any_of(places.begin(), places.end(), [&](const Place& place) {
      const auto claim = claims_.find(place.value);
      return claim != claims_.end() && claim->second.actor == actor;
    });
    if (had) dossiers.push_back(dossier);
  }
  std::erase_if(claims_, [&](const auto& claim) { return claim.second.actor == actor; });
  last_finish_ms_.erase(actor);
  return dossiers;
}

bool ReviewQueue::IsOthers(const std::string& actor, const ReviewedValue& value) {
  const std::scoped_lock lock(mutex_);
  const auto claim = claims_.find(value);
  return claim != claims_.end() && claim->second.actor != actor && SteadyMs() - claim->second.at_ms < kClaimMs;
}

std::uint32_t ReviewQueue::Finish(const std::string& actor, const ReviewedValue& value) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now = SteadyMs();
  std::int64_t looked_ms = 0;
  if (const auto claim = claims_.find(value); claim != claims_.end() && claim->second.actor == actor) {
    // Several are in hand at once: one is looked at from when the one before was done with.
    const auto last = last_finish_ms_.find(actor);
    const std::int64_t since = last == last_finish_ms_.end() ? claim->second.at_ms : std::max(claim->second.at_ms, last->second);
    looked_ms = now - since;
    claims_.erase(claim);
  }
  last_finish_ms_[actor] = now;
  return looked_ms > 0 && looked_ms < kLongestLookMs ? static_cast<std::uint32_t>(looked_ms) : 0;
}

void ReviewQueue::MarkDecided(const std::string& dossier, const ReviewedValue& value, std::int64_t at_unix_ms) {
  const std::scoped_lock lock(mutex_);
  decided_[value] = at_unix_ms;
  const auto its = by_dossier_.find(dossier);
  if (its == by_dossier_.end()) return;
  std::erase_if(its->second, [&](const Place& place) { return place.value == value && waiting_.erase(place) == 1; });
}

}  // namespace sohoa
