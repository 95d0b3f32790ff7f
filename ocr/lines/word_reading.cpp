// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/word_reading.h"

#include <algorithm>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostReadings = 4;

bool MoreConfident(const WordAlternative& left, const WordAlternative& right) {
  return left.confidence > right.confidence;
}

void KeepBest(std::vector<WordAlternative>& alternatives) {
  std::ranges::stable_sort(alternatives, MoreConfident);
  if (alternatives.size() > kMostReadings) alternatives.resize(kMostReadings);
}

// Adds a reading, or raises the one that is there.
void Merge(WordAlternative reading, std::vector<WordAlternative>& readings) {
  const auto same = std::ranges::find(readings, reading.text, &WordAlternative::text);
  if (same == readings.end()) {
    readings.push_back(std::move(reading));
  } else {
    same->confidence = std::max(same->confidence, reading.confidence);
  }
}

}  // namespace

std::vector<DecodedWord> WordReading::Read() {
  std::vector<DecodedWord> words;
  const int best = beam_.Best();
  if (best < 0) return words;
  ReadPath(beam_, best, 0, codes_.steps(), path_, characters_);
  SetBorders();
  std::size_t begin = 0;
  while (begin < characters_.size()) {
    if (characters_[begin].unichar == UnicharSet::kSpace) {
      ++begin;
      continue;
    }
    const Range range{begin, WordEnd(begin)};
    DecodedWord word = ReadWord(range);
    word.alternatives = OtherReadings(range, word.text);
    if (!word.text.empty()) words.push_back(std::move(word));
    begin = range.end;
  }
  return words;
}

// Midway between where one code ends and the next begins.
void WordReading::SetBorders() {
  borders_.assign(1, 0);
  for (std::size_t i = 0; i + 1 < characters_.size(); ++i) {
    borders_.push_back((characters_[i].end_step + characters_[i + 1].first_step) / 2);
  }
  borders_.push_back(codes_.steps());
}

// A word ends at a space, where the dictionary began another, and outside the dictionary around
// every character of a script without spaces.
std::size_t WordReading::WordEnd(std::size_t begin) const {
  std::size_t end = begin + 1;
  for (; end < characters_.size(); ++end) {
    const PathCharacter& character = characters_[end];
    const BeamNode& node = beam_.Node(character.node);
    if (character.unichar == UnicharSet::kSpace || node.starts_word) break;
    if (node.source == WordSource::kNetwork &&
        (unichars_.IsUnspaced(character.unichar) ||
         unichars_.IsUnspaced(characters_[end - 1].unichar))) {
      break;
    }
  }
  return end;
}

double WordReading::CharacterConfidence(const PathCharacter& read) const {
  if (confidence_ == WordConfidence::kLeastStep) return ConfidenceOf(read.certainty);
  double highest = 0;
  const int code = recoder_.Codes(read.unichar).front();
  for (int step = read.first_step; step < read.end_step; ++step) {
    highest = std::max(highest, ProbabilityOf(codes_, step, code));
  }
  return highest;
}

double WordReading::Likelihood(const Range& range, std::span<const PathCharacter> characters) {
  labels_.clear();
  const auto add = [this](const PathCharacter& character) {
    const std::span<const int> codes = recoder_.Codes(character.unichar);
    labels_.insert(labels_.end(), codes.begin(), codes.end());
  };
  if (range.begin > 0) add(characters_[range.begin - 1]);
  for (const PathCharacter& character : characters) add(character);
  if (range.end < characters_.size()) add(characters_[range.end]);
  const int begin = range.begin > 0 ? characters_[range.begin - 1].first_step : 0;
  const int end = range.end < characters_.size() ? characters_[range.end].end_step : codes_.steps();
  return likelihood_.Of(codes_, begin, end, labels_);
}

DecodedWord WordReading::ReadWord(const Range& range) {
  DecodedWord word;
  float certainty = SpaceCertainty(range);
  for (std::size_t i = range.begin; i < range.end; ++i) {
    certainty = std::min(certainty, characters_[i].certainty);
    AddCharacter(i, word);
  }
  word.confidence = confidence_ == WordConfidence::kLeastStep
                        ? ConfidenceOf(certainty)
                        : Likelihood(range, std::span(characters_).subspan(range.begin, range.end - range.begin));
  word.in_dictionary = beam_.Node(characters_[range.end - 1].node).source == WordSource::kWord;
  return word;
}

// Spaces next to a word that are not sure make the word unsure, for it may be longer. There are
// several where the network saw nulls between them.
float WordReading::SpaceCertainty(const Range& range) const {
  float certainty = 0;
  for (std::size_t i = range.begin; i > 0 && characters_[i - 1].unichar == UnicharSet::kSpace;
       --i) {
    certainty = std::min(certainty, characters_[i - 1].certainty);
  }
  if (range.end < characters_.size() && characters_[range.end].unichar == UnicharSet::kSpace) {
    certainty = std::min(certainty, characters_[range.end].certainty);
  }
  return certainty;
}

void WordReading::AddCharacter(std::size_t index, DecodedWord& word) const {
  const PathCharacter& read = characters_[index];
  const std::string& text = unichars_.Text(read.unichar);
  if (unichars_.MayCombine(read.unichar) && !word.characters.empty()) {
    DecodedCharacter& before = word.characters.back();
    std::string joined = ToNfc(before.text + text);
    if (joined != before.text + text) {
      // A mark of its own has become part of the letter before it.
      word.text.resize(word.text.size() - before.text.size());
      word.text += joined;
      before.text = std::move(joined);
      before.end_step = borders_[index + 1];
      before.confidence = std::min(before.confidence, CharacterConfidence(read));
      before.alternatives.clear();
      return;
    }
  }
  DecodedCharacter& character = word.characters.emplace_back();
  character.text = text;
  character.begin_step = borders_[index];
  character.end_step = borders_[index + 1];
  character.confidence = CharacterConfidence(read);
  character.alternatives = OtherCharacters(index);
  word.text += text;
}

std::vector<WordAlternative> WordReading::OtherCharacters(std::size_t index) const {
  std::vector<WordAlternative> others;
  const PathCharacter& read = characters_[index];
  const std::span<const int> own = recoder_.Codes(read.unichar);
  for (int step = borders_[index]; step < borders_[index + 1]; ++step) {
    for (const LikelyCode& likely : codes_.At(step)) {
      if (std::ranges::find(own, likely.code) != own.end()) continue;
      const int unichar = recoder_.Follow(CodeRecoder::kRoot, likely.code).unichar;
      if (unichar <= UnicharSet::kSpace || likely.code == codes_.null_code()) continue;
      Merge({unichars_.Text(unichar), static_cast<double>(likely.probability)}, others);
    }
  }
  KeepBest(others);
  return others;
}

std::vector<WordAlternative> WordReading::OtherReadings(const Range& range,
                                                        const std::string& text) {
  std::vector<WordAlternative> readings;
  const bool last_word = range.end == characters_.size();
  // Where the space behind the word begins, paths that differ in the word end alike.
  const int step = last_word ? codes_.steps() - 1 : characters_[range.end].first_step;
  const auto [begin, end] = beam_.Reached(step);
  seen_.clear();
  for (int node = begin; node < end; ++node) {
    // Paths to one text, inside the dictionary and outside, are read once.
    if (std::ranges::find(seen_, beam_.Node(node).text_key) != seen_.end()) continue;
    const bool ended =
        last_word ? beam_.MayEnd(node)
                  : beam_.Node(node).unichar == UnicharSet::kSpace && !beam_.Node(node).duplicate;
    if (!ended) continue;
    seen_.push_back(beam_.Node(node).text_key);
    WordAlternative reading;
    if (ReadOther(node, range, step + 1, reading) && reading.text != text) {
      Merge(std::move(reading), readings);
    }
  }
  KeepBest(readings);
  return readings;
}

// The path's characters between the two spaces around the word; false where it has none there.
bool WordReading::ReadOther(int node, const Range& range, int end_step, WordAlternative& reading) {
  const bool first_word = range.begin == 0;
  ReadPath(beam_, node, first_word ? 0 : characters_[range.begin - 1].first_step, end_step, path_,
           other_);
  if (range.end < characters_.size()) other_.pop_back();  // the space behind
  if (!first_word) {
    if (other_.empty() || other_.front().unichar != UnicharSet::kSpace) return false;
    other_.erase(other_.begin());
  }
  if (SpellsSame(range)) return false;
  float certainty = 0;
  bool may_combine = false;
  for (const PathCharacter& character : other_) {
    if (character.unichar == UnicharSet::kSpace) return false;
    reading.text += unichars_.Text(character.unichar);
    may_combine = may_combine || unichars_.MayCombine(character.unichar);
    certainty = std::min(certainty, character.certainty);
  }
  if (may_combine) reading.text = ToNfc(reading.text);
  reading.confidence =
      confidence_ == WordConfidence::kLeastStep ? ConfidenceOf(certainty) : Likelihood(range, other_);
  return !reading.text.empty();
}

// Most paths in the beam differ elsewhere.
bool WordReading::SpellsSame(const Range& range) const {
  const std::span word(characters_.data() + range.begin, range.end - range.begin);
  return std::ranges::equal(word, other_, {}, &PathCharacter::unichar, &PathCharacter::unichar);
}

}  // namespace sohoa
