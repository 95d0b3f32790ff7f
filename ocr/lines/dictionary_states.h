// SPDX-License-Identifier: Apache-2.0
//
// DictionaryStates: sets of dictionary positions by number, with a memory of where characters led
// from them. A beam asks the same thing many times over: at every step of a wide gap, for every
// path that ends alike, for every word that begins like the one before.
//
// One thread at a time. Borrows the dictionary.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/lines/line_dictionary.h"

namespace sohoa {

class DictionaryStates {
 public:
  static constexpr int kStart = 0;  // where a word begins

  struct Transition {
    int state;  // only where the character may stand
    LineDictionary::Outcome outcome;
  };

  explicit DictionaryStates(const LineDictionary& dictionary) : dictionary_(dictionary) {
    Forget();
  }

  // To be called between lines: states of earlier lines may become invalid.
  void Trim();
  Transition Follow(int state, int unichar);

 private:
  struct Remembered {
    int state = -1;
    int unichar = -1;
    Transition transition;
  };

  void Forget();

  const LineDictionary& dictionary_;
  std::vector<DictionaryPosition> positions_;  // of all states, one after the other
  std::vector<std::size_t> ends_;              // of each state in positions_
  std::array<Remembered, 1024> memory_;        // by a hash of the question
};

}  // namespace sohoa
