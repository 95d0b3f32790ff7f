// SPDX-License-Identifier: Apache-2.0
#include "stress/dossier_plan.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sohoa {
namespace {

// Lengths that ask for one chunk, mostly, and now and then for several.
std::uint32_t DrawSize(PlanRandom& random) {
  if (random.Percent(1)) return 250'000 + random.Below(500'000);
  if (random.Percent(10)) return 16'000 + random.Below(100'000);
  return 300 + random.Below(12'000);
}

std::string DrawHostileWords(PlanRandom& random, std::uint32_t pages) {
  static constexpr std::array<const char*, 10> kWords = {
      "crash", "crash", "bad", "bad", "memory", "inspect bad", "inspect bad", "inspect unsupported", "inspect crash", "hang"};
  std::string words = kWords[random.Below(kWords.size())];
  if (pages > 1 && random.Percent(50)) words += " page=" + std::to_string(random.Below(pages));
  return words;
}

PlannedOriginal DrawOriginal(const PlanRules& rules, PlanRandom& random, std::uint32_t pages) {
  PlannedOriginal original;
  original.fill = random.Next();
  original.size = DrawSize(random);
  original.head = "sohoa-null pages=" + std::to_string(pages);
  if (rules.slow_ms > 0) original.head += " slow=" + std::to_string(rules.slow_ms);
  if (random.Percent(rules.hostile_percent)) {
    original.head += " " + DrawHostileWords(random, pages);
  } else if (random.Percent(3)) {
    original.head += " blank";
  }
  original.head += "\n";
  return original;
}

// A cover sheet that many dossiers share.
PlannedOriginal CoverSheet(const PlanRules& rules) {
  PlannedOriginal original;
  original.fill = rules.seed ^ 0xC0FFEE;
  original.size = 4'000;
  original.head = "sohoa-null pages=1\n";
  return original;
}

void FillBatch(const PlanRules& rules, PlanRandom& random, std::uint32_t pages, PlannedBatch& batch) {
  while (pages > 0) {
    const std::uint32_t here = random.Percent(40) ? 1 : std::min(pages, 2 + random.Below(4));
    PlannedOriginal original = DrawOriginal(rules, random, here);
    if (here == 1 && random.Percent(3)) original = CoverSheet(rules);
    // The same bytes at another place are other pages.
    const bool again = !batch.originals.empty() && random.Percent(4);
    if (again) original = batch.originals[random.Below(static_cast<std::uint32_t>(batch.originals.size()))];
    original.place = static_cast<std::uint32_t>(batch.originals.size());
    original.name = "scan-" + std::to_string(original.place) + ".pnm";
    batch.originals.push_back(std::move(original));
    pages -= std::min(pages, here);
  }
}

}  // namespace

std::uint64_t PlanRandom::Next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

std::string PlannedOriginal::Bytes() const {
  std::string bytes = head;
  PlanRandom random(fill);
  while (bytes.size() < head.size() + size) {
    const std::uint64_t number = random.Next();
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  return bytes;
}

bool PlannedOriginal::refused() const {
  const NullOrders asked = orders();
  return asked.at_inspect && asked.fault == NullOrders::Fault::kUnsupported;
}

std::uint32_t PlannedOriginal::pages() const {
  const NullOrders asked = orders();
  if (refused()) return 0;
  return asked.at_inspect && asked.fault != NullOrders::Fault::kNone ? 1 : asked.pages;
}

std::string PlannedCode(std::uint32_t desk, std::uint32_t number) {
  char code[40];
  std::snprintf(code, sizeof code, "stress-%02u-%06u", desk, number);
  return code;
}

std::optional<PlannedNumber> NumberOfCode(const std::string& code) {
  PlannedNumber planned;
  if (std::sscanf(code.c_str(), "stress-%2u-%6u", &planned.desk, &planned.number) != 2) return std::nullopt;
  return planned;
}

PlannedDossier PlanDossier(const PlanRules& rules, std::uint32_t desk, std::uint32_t number) {
  PlanRandom random(rules.seed * 1'000'003 + desk * 7'919ull * 1'000'000 + number);
  random.Next();
  PlannedDossier dossier;
  dossier.head = {PlannedCode(desk, number), "1.0" + std::to_string(10'000 + random.Below(90'000)),
                  "H42." + std::to_string(10 + random.Below(20)), "Người nộp " + std::to_string(number)};
  dossier.lane = static_cast<Lane>(random.Below(3));
  const std::uint32_t few = std::min(12u, rules.most_pages);
  const std::uint32_t pages = 1 + random.Below(random.Percent(70) ? few : rules.most_pages);
  const std::uint32_t batches = random.Percent(70) ? 1 : 2 + random.Below(2);
  for (std::uint32_t i = 0; i < batches; ++i) {
    PlannedBatch batch;
    batch.id = "b" + std::to_string(i);
    batch.after_visible = random.Percent(30);
    FillBatch(rules, random, std::max(1u, pages / batches), batch);
    dossier.batches.push_back(std::move(batch));
  }
  return dossier;
}

}  // namespace sohoa
