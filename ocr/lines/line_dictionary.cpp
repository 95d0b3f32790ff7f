// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_dictionary.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

constexpr int kNumbers = 1;
// Graphs of real models reach a handful; damaged ones must not let this grow without end.
constexpr std::size_t kMostPositions = 64;

constexpr WordSource SourceOf(int graph) {
  return graph == kNumbers ? WordSource::kNumber : WordSource::kWord;
}

Status LoadGraph(const TrainedData& model, ModelPart part, int unichars,
                 std::optional<Dawg>& graph) {
  const std::string_view bytes = model.Part(part);
  if (bytes.empty()) return {};
  Result<Dawg> parsed = Dawg::Parse(bytes, unichars);
  if (!parsed) return parsed.status();
  graph = *std::move(parsed);
  return {};
}

// The edge behind `edge`, which is Dawg::kNoEdge before the first.
int Advance(const Dawg& graph, int edge, int letter) {
  return edge == Dawg::kNoEdge ? graph.First(letter) : graph.Next(edge, letter);
}

}  // namespace

struct LineDictionary::Walk {
  int unichar;
  std::vector<DictionaryPosition>& reached;
  std::size_t begin;  // of this walk's positions in `reached`
  Outcome outcome;

  void Reach(const DictionaryPosition& position, WordSource source, bool may_end) {
    outcome.source = std::max(outcome.source, source);
    outcome.may_end = outcome.may_end || may_end;
    const auto first = reached.begin() + static_cast<std::ptrdiff_t>(begin);
    if (std::find(first, reached.end(), position) != reached.end()) return;
    if (reached.size() - begin < kMostPositions) reached.push_back(position);
  }
};

Result<std::optional<LineDictionary>> LineDictionary::Load(const TrainedData& model,
                                                           const UnicharSet& unichars) {
  LineDictionary dictionary;
  const int size = unichars.size();
  for (const auto& [part, graph] :
       {std::pair{ModelPart::kPunctuationDawg, &dictionary.punctuation_},
        std::pair{ModelPart::kWordDawg, &dictionary.graphs_[0]},
        std::pair{ModelPart::kNumberDawg, &dictionary.graphs_[kNumbers]}}) {
    if (Status status = LoadGraph(model, part, size, *graph); !status.ok()) return status;
  }
  if (!dictionary.punctuation_ && !dictionary.graphs_[0] && !dictionary.graphs_[kNumbers]) {
    return std::optional<LineDictionary>();
  }
  for (int id = 0; id < size; ++id) dictionary.digits_.push_back(unichars.IsDigit(id));
  dictionary.SetStart();
  return std::optional<LineDictionary>(std::move(dictionary));
}

// A word without punctuation is a pattern too, so that words need no start of their own where the
// patterns have it.
void LineDictionary::SetStart() {
  bool patterns_allow_bare_words = false;
  if (punctuation_) {
    DictionaryPosition position;
    position.in_pattern = true;
    start_.push_back(position);
    const int bare = punctuation_->First(Dawg::kPattern);
    patterns_allow_bare_words = bare != Dawg::kNoEdge && punctuation_->EndsWord(bare);
  }
  if (patterns_allow_bare_words) return;
  for (int graph = 0; graph <= kNumbers; ++graph) {
    if (!graphs_[static_cast<std::size_t>(graph)]) continue;
    DictionaryPosition position;
    position.graph = static_cast<std::int8_t>(graph);
    start_.push_back(position);
  }
}

int LineDictionary::LetterFor(int graph, int unichar) const {
  return graph == kNumbers && digits_[static_cast<std::size_t>(unichar)] ? Dawg::kPattern : unichar;
}

LineDictionary::Outcome LineDictionary::Follow(std::span<const DictionaryPosition> positions,
                                               int unichar,
                                               std::vector<DictionaryPosition>& reached) const {
  Walk walk{unichar, reached, reached.size(), {}};
  // The pattern letter is no character of a text.
  if (unichar == Dawg::kPattern || static_cast<std::size_t>(unichar) >= digits_.size()) return {};
  for (const DictionaryPosition& position : positions) {
    if (position.graph == DictionaryPosition::kNoGraph) {
      BeginWord(position, walk);
    } else {
      ContinueWord(position, walk);
    }
  }
  return walk.outcome;
}

void LineDictionary::BeginWord(const DictionaryPosition& at, Walk& walk) const {
  const int word_slot = Advance(*punctuation_, at.punctuation_edge, Dawg::kPattern);
  if (word_slot != Dawg::kNoEdge) {
    for (int graph = 0; graph <= kNumbers; ++graph) {
      const std::optional<Dawg>& words = graphs_[static_cast<std::size_t>(graph)];
      if (!words) continue;
      const int edge = words->First(LetterFor(graph, walk.unichar));
      if (edge == Dawg::kNoEdge) continue;
      walk.Reach({edge, word_slot, static_cast<std::int8_t>(graph), true, false}, SourceOf(graph),
                 words->EndsWord(edge) && punctuation_->EndsWord(word_slot));
    }
  }
  const int mark = Advance(*punctuation_, at.punctuation_edge, walk.unichar);
  if (mark != Dawg::kNoEdge) {
    walk.Reach({Dawg::kNoEdge, mark, DictionaryPosition::kNoGraph, true, false},
               WordSource::kPunctuation, punctuation_->EndsWord(mark));
  }
}

void LineDictionary::ContinueWord(const DictionaryPosition& at, Walk& walk) const {
  const Dawg& words = *graphs_[static_cast<std::size_t>(at.graph)];
  const WordSource source = SourceOf(at.graph);
  if (at.in_pattern && words.EndsWord(at.word_edge)) {
    const int mark = Advance(*punctuation_, at.punctuation_edge, walk.unichar);
    if (mark != Dawg::kNoEdge) {
      walk.Reach({at.word_edge, mark, at.graph, true, true}, source, punctuation_->EndsWord(mark));
    }
  }
  if (at.after_word) return;
  const int edge = Advance(words, at.word_edge, LetterFor(at.graph, walk.unichar));
  if (edge == Dawg::kNoEdge) return;
  const bool pattern_may_end = !at.in_pattern || punctuation_->EndsWord(at.punctuation_edge);
  walk.Reach({edge, at.punctuation_edge, at.graph, at.in_pattern, false}, source,
             words.EndsWord(edge) && pattern_may_end);
}

}  // namespace sohoa
