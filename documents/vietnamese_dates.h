// SPDX-License-Identifier: Apache-2.0
//
// Dates as documents write them: "Ninh Bình, ngày 04 tháng 10 năm 2018", "23/4/2018"
// (Decree 30/2020 App. I.II.4: days below 10 and months 1 and 2 are padded; both are read).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "documents/folded_text.h"

namespace sohoa {

// Parts that were not read are 0.
struct ReadDate {
  int year = 0;
  int month = 0;
  int day = 0;
  std::size_t begin = 0;  // of "ngày", code points of the text
  std::size_t end = 0;
  std::size_t day_begin = 0;
  std::size_t day_end = 0;
  std::size_t month_begin = 0;
  std::size_t month_end = 0;
  bool day_written = false;   // something stood where the day belongs
  bool day_repaired = false;  // letters were taken for digits
  bool month_repaired = false;
  bool day_padded = false;  // two digits

  // ISO 8601, or EDTF with XX for what was not read: "2018-04-XX". Empty without a year.
  std::string Edtf() const;
  bool complete() const;
};

// The first "ngày ... tháng ... năm ..." of the text, with year 0 where only the words were
// read; nullopt where they are not there.
std::optional<ReadDate> FindDatePhrase(const FoldedText& text);
// The first date in the text, as a phrase or as "23/4/2018".
std::optional<ReadDate> FindAnyDate(const FoldedText& text);

}  // namespace sohoa
