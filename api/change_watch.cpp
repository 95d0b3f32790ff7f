// SPDX-License-Identifier: Apache-2.0
#include "api/change_watch.h"

#include <chrono>

#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {

namespace {

constexpr std::chrono::milliseconds kLook{100};
constexpr int kLooksOfLedger = 10;

}  // namespace

ChangeWatch::ChangeWatch(Archive& archive) : archive_(archive) {
  LookForEvents();
  LookAtLedger();
  thread_ = std::jthread([this](std::stop_token stop) {
    for (int looks = 0; !stop.stop_requested(); ++looks) {
      std::this_thread::sleep_for(kLook);
      if (places_->all == 0) continue;
      LookForEvents();
      if (looks % kLooksOfLedger == 0) LookAtLedger();
    }
  });
}

// What cannot be read now is looked at again.
void ChangeWatch::LookForEvents() {
  if (const Result<std::uint64_t> newest = NewestEvent(archive_.meta()); newest) events_ = *newest;
}

void ChangeWatch::LookAtLedger() {
  const Result<std::optional<std::string>> sequence = archive_.meta().Get(kLedgerSequenceKey);
  if (sequence && *sequence) ledger_ = ReadBigEndian64(**sequence).value_or(0);
}

// An empty name: who holds the archive itself, and may have as many as there are.
std::shared_ptr<void> ChangeWatch::TakePlace(const std::string& actor) {
  const std::scoped_lock lock(places_->mutex);
  std::size_t& taken = places_->taken[actor];
  if (!actor.empty() && taken >= kMostOfOne) return nullptr;
  ++taken;
  // What was not looked at while nobody listened is, before the first one asks.
  if (places_->all++ == 0) LookForEvents();
  return std::shared_ptr<void>(places_.get(), [places = places_, actor](void*) {
    const std::scoped_lock giving(places->mutex);
    --places->all;
    const auto found = places->taken.find(actor);
    if (--found->second == 0) places->taken.erase(found);
  });
}

}  // namespace sohoa
