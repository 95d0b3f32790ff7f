// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sohoa {

// The digit that a letter is taken for where only a digit can stand ("O" 0, "l" 1, "S" 5);
// anything else as it is.
inline char DigitFor(char c) {
  switch (c) {
    case 'O':
    case 'o':
    case 'Q':
    case 'q':
    case 'D':
    case 'd':
      return '0';
    case 'I':
    case 'i':
    case 'L':
    case 'l':
    case '|':
      return '1';
    case 'Z':
    case 'z':
      return '2';
    case 'S':
    case 's':
      return '5';
    case 'G':
    case 'g':
      return '6';
    case 'B':
    case 'b':
      return '8';
    default:
      return c;
  }
}

}  // namespace sohoa
