// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/reading_vote.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <string>
#include <utility>

namespace sohoa {
namespace {

constexpr std::size_t kMostAlternatives = 4;
constexpr double kExponentOfMean = 2.0 / 3;

// Words of one reading between two places where all readings part words.
using Words = std::span<const DecodedWord>;

// What one text is on average over the readings.
struct Candidate {
  std::string text;
  double mean = 0;
  Words read;           // by the surest reading that has it as its words; empty: nobody has
  double surest = 0;    // of that reading
};

double Center(const DecodedCharacter& character) { return (character.begin_step + character.end_step) / 2.0; }

// How many words end before `step`; -1 where one stands on both sides of it.
std::ptrdiff_t WordsBefore(const LineReading& reading, double step) {
  std::ptrdiff_t before = 0;
  for (const DecodedWord& word : reading) {
    if (Center(word.characters.back()) < step)
      ++before;
    else if (Center(word.characters.front()) <= step)
      return -1;
  }
  return before;
}

// For each place the words of each reading.
std::vector<std::vector<Words>> PlacesOf(const std::vector<const LineReading*>& readings) {
  std::vector<double> gaps;
  for (const LineReading* reading : readings) {
    for (std::size_t i = 1; i < reading->size(); ++i)
      gaps.push_back((Center((*reading)[i - 1].characters.back()) + Center((*reading)[i].characters.front())) / 2);
  }
  std::ranges::sort(gaps);
  std::vector<std::vector<Words>> places;
  std::vector<std::ptrdiff_t> begin(readings.size(), 0);
  const auto add = [&](const std::vector<std::ptrdiff_t>& end) {
    if (end == begin) return;
    std::vector<Words>& place = places.emplace_back();
    for (std::size_t i = 0; i < readings.size(); ++i) place.emplace_back(readings[i]->begin() + begin[i], readings[i]->begin() + end[i]);
    begin = end;
  };
  std::vector<std::ptrdiff_t> end(readings.size());
  for (const double gap : gaps) {
    std::ranges::transform(readings, end.begin(), [gap](const LineReading* reading) { return WordsBefore(*reading, gap); });
    if (std::ranges::find(end, -1) == end.end()) add(end);
  }
  std::ranges::transform(readings, end.begin(), [](const LineReading* reading) { return std::ssize(*reading); });
  add(end);
  return places;
}

std::string TextOf(Words words) {
  std::string text;
  for (const DecodedWord& word : words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

double ProbabilityOf(Words words) {
  double probability = words.empty() ? 0 : 1;
  for (const DecodedWord& word : words) probability *= word.confidence;
  return probability;
}

// The first of them is what was read first.
std::vector<Candidate> CandidatesOf(const std::vector<Words>& place) {
  std::vector<Candidate> candidates;
  const auto find = [&](const std::string& text) -> Candidate& {
    const auto same = std::ranges::find(candidates, text, &Candidate::text);
    return same != candidates.end() ? *same : candidates.emplace_back(Candidate{text, 0, {}, 0});
  };
  const double share = 1.0 / static_cast<double>(place.size());
  for (const Words words : place) {
    if (words.empty()) continue;
    Candidate& read = find(TextOf(words));
    const double probability = ProbabilityOf(words);
    read.mean += share * probability;
    if (read.read.empty() || probability > read.surest) {
      read.read = words;
      read.surest = probability;
    }
    if (words.size() > 1) continue;
    for (const WordAlternative& other : words.front().alternatives) find(other.text).mean += share * other.confidence;
  }
  return candidates;
}

// The others share what the chosen one leaves, as before.
std::vector<WordAlternative> AlternativesOf(const std::vector<Candidate>& candidates, const Candidate& chosen, double confidence) {
  const double scale = chosen.mean < 1 ? (1 - confidence) / (1 - chosen.mean) : 0;
  std::vector<WordAlternative> alternatives;
  for (const Candidate& other : candidates) {
    if (other.text != chosen.text && other.text.find(' ') == std::string::npos)
      alternatives.push_back({other.text, std::min(1.0, other.mean * scale)});
  }
  std::ranges::stable_sort(alternatives, [](const WordAlternative& a, const WordAlternative& b) { return a.confidence > b.confidence; });
  if (alternatives.size() > kMostAlternatives) alternatives.resize(kMostAlternatives);
  return alternatives;
}

void Settle(const std::vector<Words>& place, LineReading& line) {
  const std::vector<Candidate> candidates = CandidatesOf(place);
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    const double ahead = chosen == 0 ? kFirstReadingAdvantage : 0;
    if (!candidates[i].read.empty() && candidates[i].mean > candidates[chosen].mean + ahead) chosen = i;
  }
  const Candidate& best = candidates[chosen];
  const Words words = chosen == 0 ? place.front() : best.read;
  // Of several words each is as sure as makes all of them so sure.
  const double confidence = std::pow(ConfidenceOfMean(best.mean), 1.0 / static_cast<double>(words.size()));
  for (const DecodedWord& word : words) {
    DecodedWord& settled = line.emplace_back(word);
    settled.confidence = confidence;
    if (words.size() == 1) settled.alternatives = AlternativesOf(candidates, best, confidence);
  }
}

}  // namespace

double ConfidenceOfMean(double mean) { return std::pow(std::clamp(mean, 0.0, 1.0), kExponentOfMean); }

LineReading Vote(const LineReading& first, const std::vector<LineReading>& others, double bound) {
  std::vector<const LineReading*> readings = {&first};
  for (const LineReading& other : others) readings.push_back(&other);
  LineReading line;
  for (const std::vector<Words>& place : PlacesOf(readings)) {
    const Words words = place.front();
    const bool unsure = std::ranges::any_of(words, [bound](const DecodedWord& word) { return word.confidence < bound; });
    if (unsure)
      Settle(place, line);
    else
      line.insert(line.end(), words.begin(), words.end());
  }
  return line;
}

}  // namespace sohoa
