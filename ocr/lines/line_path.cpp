// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_path.h"

#include <algorithm>
#include <cstddef>

namespace sohoa {
namespace {

// Nulls count for the character behind them; those in front of a space, and the last of the line,
// for the one before. `pending` is the least certainty of the nulls seen since.
void BeginCharacter(const BeamNode& node, int index, int first_step, float& pending,
                    std::vector<PathCharacter>& characters) {
  const bool is_space = node.unichar == UnicharSet::kSpace;
  if (is_space && !characters.empty() && node.source != WordSource::kNone) {
    characters.back().certainty = std::min(characters.back().certainty, pending);
    pending = 0;
  }
  PathCharacter& character = characters.emplace_back();
  character.unichar = node.unichar;
  character.node = index;
  character.first_step = first_step;
  character.end_step = first_step + 1;
  // A space that opens the dictionary is judged by itself.
  const bool alone = is_space && node.source == WordSource::kNone;
  character.certainty = alone ? node.certainty : std::min(pending, node.certainty);
  pending = 0;
}

void LengthenCharacter(const BeamNode& node, PathCharacter& character) {
  ++character.end_step;
  const bool alone = node.unichar == UnicharSet::kSpace && node.source == WordSource::kNone;
  character.certainty = alone ? node.certainty : std::min(character.certainty, node.certainty);
}

}  // namespace

void ReadPath(const LineBeam& beam, int node, int begin_step, int end_step, std::vector<int>& path,
              std::vector<PathCharacter>& characters) {
  characters.clear();
  path.clear();
  for (int step = end_step; step > begin_step && node >= 0; --step) {
    path.push_back(node);
    node = beam.Node(node).previous;
  }
  int step = end_step - static_cast<int>(path.size());
  float pending = 0;
  for (std::size_t i = path.size(); i-- > 0; ++step) {
    const BeamNode& at = beam.Node(path[i]);
    if (at.unichar == UnicharSet::kNone) {
      pending = std::min(pending, at.certainty);
    } else if (at.duplicate && !characters.empty() && characters.back().end_step == step) {
      LengthenCharacter(at, characters.back());
    } else {
      BeginCharacter(at, path[i], step, pending, characters);
    }
  }
  if (!characters.empty())
    characters.back().certainty = std::min(characters.back().certainty, pending);
}

double ConfidenceOf(float certainty) {
  // Tesseract multiplies by 7 to make certainties comparable with those of its older engine, and
  // gives a percentage of 100 + 5 times that.
  return std::clamp(1.0 + static_cast<double>(certainty) * 7.0 * 5.0 / 100.0, 0.0, 1.0);
}

}  // namespace sohoa
