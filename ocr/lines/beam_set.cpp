// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/beam_set.h"

namespace sohoa {

BeamNode* BeamSet::Claim(int beam, const BeamNode& identity, float score) {
  Beam& kept = beams_[static_cast<std::size_t>(beam)];
  if ((filled_ & Bit(beam)) == 0) {
    filled_ |= Bit(beam);
    kept.count = 0;
  }
  BeamNode* const nodes = kept.nodes.data();
  const int width = WidthOf(beam);
  int place = 0;
  while (place < kept.count &&
         !(nodes[place].text_key == identity.text_key && nodes[place].code == identity.code &&
           nodes[place].source == identity.source &&
           nodes[place].opens_dictionary == identity.opens_dictionary)) {
    ++place;
  }
  if (place < kept.count) {
    if (score <= nodes[place].score) return nullptr;
  } else if (kept.count == width) {
    place = kept.worst;
  } else {
    ++kept.count;
  }
  BeamNode& claimed = nodes[place];
  claimed.text_key = identity.text_key;
  claimed.code = identity.code;
  claimed.source = identity.source;
  claimed.opens_dictionary = identity.opens_dictionary;
  claimed.score = score;
  if (kept.count == width) {
    kept.worst = 0;
    for (int i = 1; i < width; ++i) {
      if (nodes[i].score < nodes[kept.worst].score) kept.worst = i;
    }
    kept.lowest = nodes[kept.worst].score;
  }
  return &claimed;
}

}  // namespace sohoa
