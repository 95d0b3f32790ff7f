// SPDX-License-Identifier: Apache-2.0
#include "samples/content/sample_day.h"

#include <chrono>

namespace sohoa {

std::string Padded(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string Spoken(const SampleDay& day) {
  const std::string month = day.month < 3 ? Padded(day.month) : std::to_string(day.month);
  return "ngày " + Padded(day.day) + " tháng " + month + " năm " + std::to_string(day.year);
}

std::string Slashed(const SampleDay& day) {
  return Padded(day.day) + "/" + Padded(day.month) + "/" + std::to_string(day.year);
}

std::string Iso(const SampleDay& day) {
  return std::to_string(day.year) + "-" + Padded(day.month) + "-" + Padded(day.day);
}

SampleDay After(const SampleDay& day, int days) {
  using namespace std::chrono;
  const sys_days from = year(day.year) / month(static_cast<unsigned>(day.month)) /
                        std::chrono::day(static_cast<unsigned>(day.day));
  const year_month_day to(from + std::chrono::days(days));
  return {static_cast<int>(to.year()), static_cast<int>(static_cast<unsigned>(to.month())),
          static_cast<int>(static_cast<unsigned>(to.day()))};
}

}  // namespace sohoa
