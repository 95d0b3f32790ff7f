// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/word_reading.h"

#include <algorithm>

#include "core/vietnamese.h"
#include "language/letters.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostReadings = 4;
// Words that the network is as sure of are not weighed.
constexpr double kSure = 0.985;
// So many characters in place of others are tried, alone and two at a time.
constexpr std::size_t kMostOthers = 8;

// Letters of one case: anything else tells a word from what is none.
bool SameKind(char32_t a, char32_t b) {
  const PrintedLetter& first = TakeLetterApart(a);
  const PrintedLetter& second = TakeLetterApart(b);
  return first.bare != 0 && second.bare != 0 && first.upper == second.upper;
}

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
  std::vector<Range> ranges;
  std::size_t begin = 0;
  while (begin < characters_.size()) {
    if (characters_[begin].unichar == UnicharSet::kSpace) {
      ++begin;
      continue;
    }
    const Range range{begin, WordEnd(begin)};
    DecodedWord word = ReadWord(range);
    word.alternatives = OtherReadings(range, word.text);
    if (!word.text.empty()) {
      words.push_back(std::move(word));
      ranges.push_back(range);
    }
    begin = range.end;
  }
  if (prior_ != nullptr) ApplyPrior(ranges, words);
  return words;
}

void WordReading::ApplyPrior(std::span<const Range> ranges, std::vector<DecodedWord>& words) {
  std::vector<std::vector<WordVariant>> variants;
  bool open = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    variants.push_back(VariantsOf(ranges[i], words[i]));
    open = open || variants.back().size() > 1;
  }
  if (!open) return;
  const std::vector<std::size_t> chosen = prior_->Choose(variants);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (variants[i].size() > 1) Take(variants[i], chosen[i], words[i]);
  }
}

// Its texts and probabilities; what it is read as instead.
void WordReading::Take(const std::vector<WordVariant>& variants, std::size_t chosen, DecodedWord& word) {
  std::vector<WordAlternative> others;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    if (i != chosen) others.push_back({FromCodePoints(variants[i].text), variants[i].probability});
  }
  for (WordAlternative& other : word.alternatives) {
    const bool weighed = std::ranges::any_of(variants, [&other](const WordVariant& variant) { return FromCodePoints(variant.text) == other.text; });
    if (!weighed) others.push_back(std::move(other));
  }
  KeepBest(others);
  word.alternatives = std::move(others);
  const std::u32string& text = variants[chosen].text;
  word.text = FromCodePoints(text);
  word.confidence = variants[chosen].probability;
  for (std::size_t i = 0; i < text.size(); ++i) {
    DecodedCharacter& character = word.characters[i];
    const std::string letter = FromCodePoints(text.substr(i, 1));
    if (letter == character.text) continue;
    const auto same = std::ranges::find(character.alternatives, letter, &WordAlternative::text);
    if (same != character.alternatives.end()) {
      std::swap(same->text, character.text);
      std::swap(same->confidence, character.confidence);
    } else {
      character.text = letter;
    }
    KeepBest(character.alternatives);
  }
}

// The word as it is read first; then those of its variants that the prior knows.
std::vector<WordVariant> WordReading::VariantsOf(const Range& range, const DecodedWord& word) {
  std::vector<WordVariant> variants = {{ToCodePoints(word.text), word.confidence}};
  const std::u32string read = variants.front().text;
  if (word.confidence >= kSure || read.size() != range.end - range.begin || !LinePrior::MayBeJudged(read)) return variants;
  std::vector<OtherUnichar> others;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    for (const OtherUnichar& other : OtherUnichars(i)) {
      if (SameKind(TextOf(other.unichar), read[i - range.begin])) others.push_back(other);
    }
  }
  std::ranges::sort(others, [](const OtherUnichar& a, const OtherUnichar& b) { return a.probability > b.probability; });
  if (others.size() > kMostOthers) others.resize(kMostOthers);
  other_.assign(characters_.begin() + static_cast<std::ptrdiff_t>(range.begin), characters_.begin() + static_cast<std::ptrdiff_t>(range.end));
  std::vector<PathCharacter> characters = other_;
  const auto add = [&](const OtherUnichar& one, const OtherUnichar* two) {
    std::u32string text = read;
    characters = other_;
    for (const OtherUnichar* other : {&one, two}) {
      if (other == nullptr) continue;
      text[other->index - range.begin] = TextOf(other->unichar);
      characters[other->index - range.begin].unichar = other->unichar;
    }
    if (prior_->Knows(text)) variants.push_back({text, Likelihood(range, characters)});
  };
  for (std::size_t i = 0; i < others.size(); ++i) {
    add(others[i], nullptr);
    for (std::size_t j = 0; j < i; ++j) {
      if (others[i].index != others[j].index) add(others[i], &others[j]);
    }
  }
  return variants;
}

// Of a character of one code point.
char32_t WordReading::TextOf(int unichar) const {
  const std::u32string text = ToCodePoints(unichars_.Text(unichar));
  return text.size() == 1 ? text[0] : 0;
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

std::vector<WordReading::OtherUnichar> WordReading::OtherUnichars(std::size_t index) const {
  std::vector<OtherUnichar> others;
  const PathCharacter& read = characters_[index];
  const std::span<const int> own = recoder_.Codes(read.unichar);
  for (int step = borders_[index]; step < borders_[index + 1]; ++step) {
    for (const LikelyCode& likely : codes_.At(step)) {
      if (std::ranges::find(own, likely.code) != own.end()) continue;
      const int unichar = recoder_.Follow(CodeRecoder::kRoot, likely.code).unichar;
      if (unichar <= UnicharSet::kSpace || likely.code == codes_.null_code()) continue;
      const double probability = static_cast<double>(likely.probability);
      const auto same = std::ranges::find(others, unichar, &OtherUnichar::unichar);
      if (same == others.end())
        others.push_back({index, unichar, probability});
      else
        same->probability = std::max(same->probability, probability);
    }
  }
  return others;
}

std::vector<WordAlternative> WordReading::OtherCharacters(std::size_t index) const {
  std::vector<WordAlternative> others;
  for (const OtherUnichar& other : OtherUnichars(index)) Merge({unichars_.Text(other.unichar), other.probability}, others);
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
