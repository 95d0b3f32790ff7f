// SPDX-License-Identifier: Apache-2.0
//
// Days as papers write them.
#pragma once

#include <string>

namespace sohoa {

struct SampleDay {
  int year = 2020;
  int month = 1;
  int day = 1;
  auto operator<=>(const SampleDay&) const = default;
};

// "ngày 04 tháng 10 năm 2018": days under ten and months 1 and 2 are padded (Decree 30/2020 App.
// I).
std::string Spoken(const SampleDay& day);
// "04/10/2018".
std::string Slashed(const SampleDay& day);
// "2018-10-04".
std::string Iso(const SampleDay& day);
// The same day of the calendar `days` later, or earlier.
SampleDay After(const SampleDay& day, int days);
// "05", "17": numbers under ten have a nought in front.
std::string Padded(int number);

}  // namespace sohoa
