// SPDX-License-Identifier: Apache-2.0
//
// LineReadingScores: what line_reading_bench counts of lines that were read, against what stands
// on them.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sohoa {

struct ReadWord {
  std::u32string text;
  double confidence = 0;
};

class LineReadingScores {
 public:
  // `show`: so many wrong lines of each group are printed.
  explicit LineReadingScores(int show = 0) : show_(show) {}

  void Add(const std::string& group, const std::u32string& text, const std::vector<ReadWord>& read);
  // To stdout.
  void Print() const;
  // Of each word its confidence and whether it is right. False: it cannot be written.
  bool WriteConfidences(const std::string& path) const;

 private:
  static constexpr std::size_t kClasses = 8;
  static constexpr std::size_t kRanges = 12;

  struct Group {
    int lines = 0;
    int exact = 0;
    int characters = 0;
    int wrong = 0;
    int wrong_bare = 0;  // the same without marks
    std::vector<std::string> shown;
  };
  struct Share {
    int all = 0;
    int right = 0;
    double confidence = 0;  // sum
  };

  void AddCharacters(const std::u32string& text, const std::u32string& read);
  void AddWords(const std::u32string& text, const std::vector<ReadWord>& read);

  int show_;
  std::map<std::string, Group> groups_;
  std::vector<std::string> order_;
  std::array<Share, kClasses> classes_;
  std::array<Share, kRanges> ranges_;
  int inserted_ = 0;
  double brier_ = 0;
  std::vector<std::pair<double, bool>> confidences_;
};

}  // namespace sohoa
