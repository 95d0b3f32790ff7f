// SPDX-License-Identifier: Apache-2.0
//
// What desks hand in: dossiers whose every byte follows from the seed, the desk and the
// dossier's number. Desks, watchers and the checker make the same plan, each for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "stress/null_page.h"
#include "workers/desk_client.h"

namespace sohoa {

// SplitMix64: the same numbers everywhere and for good.
class PlanRandom {
 public:
  explicit PlanRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next();
  std::uint32_t Below(std::uint32_t bound) { return static_cast<std::uint32_t>(Next() % bound); }
  bool Percent(double percent) { return static_cast<double>(Next() % 1'000'000) < percent * 10'000; }

 private:
  std::uint64_t state_;
};

struct PlanRules {
  std::uint64_t seed = 0;
  double hostile_percent = 2;
  std::uint32_t slow_ms = 0;      // of every page
  std::uint32_t most_pages = 60;  // of a dossier
};

struct PlannedOriginal {
  std::uint32_t place = 0;
  std::string name;
  std::string head;        // its orders, "sohoa-null pages=2\n"
  std::uint64_t fill = 0;  // the rest of its bytes
  std::uint32_t size = 0;

  std::string Bytes() const;
  NullOrders orders() const { return ReadNullOrders(head); }
  bool refused() const;         // no kind that is read: nothing is kept
  std::uint32_t pages() const;  // that stand in its receipt
};

struct PlannedBatch {
  std::string id;
  bool after_visible = false;  // begins when the one before is in the archive
  std::vector<PlannedOriginal> originals;
};

struct PlannedDossier {
  DossierHead head;
  Lane lane = Lane::kCounter;
  std::vector<PlannedBatch> batches;
};

std::string PlannedCode(std::uint32_t desk, std::uint32_t number);
struct PlannedNumber {
  std::uint32_t desk = 0;
  std::uint32_t number = 0;
};
// What PlannedCode() was given; none for other codes.
std::optional<PlannedNumber> NumberOfCode(const std::string& code);

PlannedDossier PlanDossier(const PlanRules& rules, std::uint32_t desk, std::uint32_t number);

}  // namespace sohoa
