// SPDX-License-Identifier: Apache-2.0
//
// ReviewQueue: values of newest versions that a person has to look at, by the deadline of their dossiers, and who has
// which of them in hand. In memory: it is made of the dossiers that are marked (storage/review_marks.h) when it is first
// asked for, and follows the archive's events from then on. What is in hand is so for ten minutes, and until the server
// ends.
//
// Safe from several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "access/decision.h"
#include "access/review_opinions.h"
#include "core/dossier.h"
#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct WaitingValue {
  ReviewedValue value;
  std::string dossier;
  std::string document;  // id in the newest version
  std::string type;      // class code
  std::string procedure;
  AccessObject object;
  std::int64_t deadline_unix_ms = 0;  // 0 = none
  std::int64_t since_unix_ms = 0;     // when its version was committed
  bool in_hand = false;               // List(): of somebody
};

struct WaitingValues {
  std::vector<WaitingValue> values;
  std::uint64_t count = 0;  // that they may see, in hand or not
};

class ReviewQueue {
 public:
  // `archive` must outlive it. `deadline_of`: of a dossier, 0 where it has none.
  ReviewQueue(Archive& archive, std::function<std::int64_t(const std::string& dossier)> deadline_of)
      : archive_(archive), deadline_of_(std::move(deadline_of)) {}

  // Takes in what was committed since, for so long; false: there is more.
  Result<bool> Follow(std::chrono::milliseconds patience);

  using Sees = std::function<bool(const AccessObject& object)>;
  WaitingValues List(const Sees& sees, std::size_t limit);
  // Up to `count` that nobody else has in hand; they are `actor`'s from here on. `skips`: not these.
  WaitingValues Claim(const std::string& actor, const Sees& sees, std::size_t count, const std::function<bool(const WaitingValue&)>& skips);
  // The dossiers of which they had something in hand.
  std::vector<std::string> Release(const std::string& actor);
  // Somebody has something of this dossier in hand.
  bool IsInHand(const std::string& dossier);
  // A version that has the decision is still to come.
  bool IsDecided(const ReviewedValue& value);
  // Somebody else has it in hand.
  bool IsOthers(const std::string& actor, const ReviewedValue& value);
  // `actor` has looked at it, and has it in hand no more: milliseconds that they did, 0 where that is not known.
  std::uint32_t Finish(const std::string& actor, const ReviewedValue& value);
  // It does not come again unless a version says so that has the decision, which was made at that time or later.
  void MarkDecided(const std::string& dossier, const ReviewedValue& value, std::int64_t at_unix_ms);

 private:
  struct Place {
    std::int64_t deadline = 0;
    std::int64_t since = 0;
    ReviewedValue value;
    auto operator<=>(const Place&) const = default;
  };
  struct Claimed {
    std::string actor;
    std::int64_t at_ms = 0;
  };

  Status TakeIn(const std::string& code);
  void Remove(const std::string& code);
  bool IsInHand(const Place& place, std::int64_t now_ms) const;

  Archive& archive_;
  const std::function<std::int64_t(const std::string&)> deadline_of_;
  std::mutex following_;
  bool begun_ = false;
  bool listed_ = false;          // all that are marked were seen
  std::string listed_up_to_;     // code
  std::uint64_t followed_ = 0;   // event
  std::mutex mutex_;             // of what is below
  std::map<Place, WaitingValue> waiting_;
  std::map<std::string, std::vector<Place>> by_dossier_;
  std::map<ReviewedValue, Claimed> claims_;
  std::map<ReviewedValue, std::int64_t> decided_;  // when, until a version has it
  std::map<std::string, std::int64_t> last_finish_ms_;  // by who
};

}  // namespace sohoa
