// SPDX-License-Identifier: Apache-2.0
#include "understanding_judge.h"

#include <iomanip>
#include <sstream>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <utility>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr double kAlikeSubject = 0.95;
constexpr double kAlikeOrgan = 0.8;
constexpr std::size_t kConfidenceClasses = 10;

std::string Without(std::string text, char letter) {
  text.erase(std::remove(text.begin(), text.end(), letter), text.end());
  return text;
}

std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream rest(text);
  for (std::string word; rest >> word;) words.push_back(word);
  return words;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Words of lower-case ASCII; slashes are kept, all other marks part words.
std::string Folded(std::string_view text) {
  std::string folded = FoldedKey(text);
  for (char& c : folded) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/';
    if (!kept) c = ' ';
  }
  return Joined(Words(folded));
}

std::string WithoutNoughts(const std::string& digits) { return digits.substr(std::min(digits.find_first_not_of('0'), digits.size())); }

// What a subject may or may not have in front.
std::string BareSubject(const std::string& text) {
  const std::string lower = Joined(Words(ToLower(text)));
  for (const std::string_view mark : {"v/v", "về việc", "về"}) {
    if (!lower.starts_with(mark)) continue;
    const std::string rest = lower.substr(mark.size());
    const std::size_t begin = std::min(rest.find_first_not_of(" :."), rest.size());
    if (begin > 0) return rest.substr(begin);
  }
  return lower;
}

// The words of an organ's name without the level of its place, which is often left out.
std::vector<std::string> OrganWords(std::string_view name) {
  std::string text(1, ' ');
  text.append(Folded(name)).append(1, ' ');
  constexpr std::pair<std::string_view, std::string_view> kWritten[] = {
      {" uy ban nhan dan ", " ubnd "}, {" tinh ", " "}, {" thanh pho ", " "}, {" tp ", " "}};
  for (const auto& [from, to] : kWritten) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) text.replace(at, from.size(), to);
  }
  return Words(text);
}

bool SameOrgan(const std::string& found, const std::string& wanted) {
  std::vector<std::string> a = OrganWords(found);
  std::vector<std::string> b = OrganWords(wanted);
  const std::size_t all = a.size() + b.size();
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return !a.empty() && 2.0 * static_cast<double>(common.size()) / static_cast<double>(all) >= kAlikeOrgan;
}

bool SameOrganAsPrinted(const Document& found, const FieldValue& organ, const std::string& wanted) {
  const FieldValue* above = found.Field("organ_superior");
  const std::string superior = above == nullptr ? "" : above->value + " ";
  const std::string& normalized = organ.normalized.empty() ? organ.value : organ.normalized;
  for (const std::string& name : {normalized, organ.value, superior + normalized, superior + organ.value}) {
    if (SameOrgan(name, wanted)) return true;
  }
  return false;
}

bool Same(Comparison comparison, const std::string& found, const std::string& wanted) {
  switch (comparison) {
    case Comparison::kExact:
      return Joined(Words(ToNfc(found))) == Joined(Words(wanted));
    case Comparison::kNumber:
      return WithoutNoughts(Folded(found)) == WithoutNoughts(Folded(wanted));
    case Comparison::kNotation:
      return Without(ToNfc(found), ' ') == wanted;
    case Comparison::kDate:
      return found == wanted;
    case Comparison::kMonth:
      return found.substr(0, 7) == wanted.substr(0, 7);
    case Comparison::kSubject:
      return Alikeness(Folded(BareSubject(found)), Folded(BareSubject(wanted))) >= kAlikeSubject;
    case Comparison::kOrgan:
      return SameOrgan(found, wanted);
    case Comparison::kWords:
      return Folded(found) == Folded(wanted);
  }
  return false;
}

void TakeReview(ReviewState review, Verdict& verdict) {
  verdict.accepted = review == ReviewState::kAutoAccepted || review == ReviewState::kConfirmed;
  verdict.review = review == ReviewState::kNeedsReview;
}

void TakeScore(double confidence, double score, const std::string& reason, Verdict& verdict) {
  verdict.confidence = confidence;
  verdict.score = score;
  verdict.evidence = reason.empty() || reason == "probability_too_low";
}

Verdict JudgeClass(const TrueDocument& truth, const Document* found) {
  Verdict verdict;
  verdict.class_name = truth.type.name;
  verdict.field = "type";
  verdict.wanted = truth.blank ? "" : truth.type.name;
  if (truth.blank) {
    verdict.outcome = found == nullptr ? Outcome::kRight : Outcome::kWrong;
    verdict.confidence = 1;
  }
  if (found == nullptr) return verdict;
  TakeReview(found->type.review, verdict);
  TakeScore(found->type.confidence, found->type.score, found->type.review_reason, verdict);
  verdict.found = found->type.code;
  if (truth.blank) return verdict;
  const bool named = std::find(truth.type.codes.begin(), truth.type.codes.end(), verdict.found) != truth.type.codes.end();
  verdict.outcome = named != truth.type.others ? Outcome::kRight : Outcome::kWrong;
  return verdict;
}

Verdict JudgeField(const TrueDocument& truth, const TrueField& field, const Document* found) {
  Verdict verdict;
  verdict.class_name = truth.type.name;
  verdict.field = field.name;
  verdict.wanted = field.wanted;
  const FieldValue* value = found == nullptr ? nullptr : found->Field(field.code);
  if (value == nullptr) return verdict;
  TakeReview(value->review, verdict);
  TakeScore(value->confidence, value->score, value->review_reason, verdict);
  verdict.page = value->locations.empty() ? 0 : value->locations.front().page;
  verdict.found = value->normalized.empty() ? value->value : value->normalized;
  if (verdict.found.empty()) return verdict;
  const bool right = field.comparison == Comparison::kOrgan ? SameOrganAsPrinted(*found, *value, field.wanted)
                                                            : Same(field.comparison, verdict.found, field.wanted);
  // A date that says itself that a part of it was not read gives nothing wrong.
  const bool part = field.comparison == Comparison::kDate && verdict.found.find('X') != std::string::npos;
  if (right || !part) verdict.outcome = right ? Outcome::kRight : Outcome::kWrong;
  return verdict;
}

struct CommonBlock {
  std::size_t in_a = 0;
  std::size_t in_b = 0;
  std::size_t size = 0;
};

// The longest one; of equals the first in `a`, then in `b`.
CommonBlock LongestCommon(std::string_view a, std::string_view b) {
  CommonBlock best;
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> lengths(b.size() + 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      lengths[j + 1] = a[i] == b[j] ? previous[j] + 1 : 0;
      const std::size_t size = lengths[j + 1];
      if (size > best.size) best = {i + 1 - size, j + 1 - size, size};
    }
    std::swap(previous, lengths);
  }
  return best;
}

std::size_t CommonLetters(std::string_view a, std::string_view b) {
  const CommonBlock block = LongestCommon(a, b);
  if (block.size == 0) return 0;
  return block.size + CommonLetters(a.substr(0, block.in_a), b.substr(0, block.in_b)) +
         CommonLetters(a.substr(block.in_a + block.size), b.substr(block.in_b + block.size));
}

double CalibrationError(const std::vector<Verdict>& verdicts) {
  struct Class {
    double confidence = 0;
    double right = 0;
  };
  std::array<Class, kConfidenceClasses> classes;
  double given = 0;
  for (const Verdict& verdict : verdicts) {
    if (verdict.outcome == Outcome::kMissing) continue;
    const auto place = static_cast<std::size_t>(std::clamp(verdict.confidence, 0.0, 1.0) * kConfidenceClasses);
    Class& of_it = classes[std::min(place, kConfidenceClasses - 1)];
    of_it.confidence += verdict.confidence;
    of_it.right += verdict.outcome == Outcome::kRight ? 1 : 0;
    ++given;
  }
  double error = 0;
  for (const Class& one : classes) error += std::abs(one.confidence - one.right);
  return given == 0 ? 0 : error / given;
}

}  // namespace

double Alikeness(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) return 1;
  return 2.0 * static_cast<double>(CommonLetters(a, b)) / static_cast<double>(a.size() + b.size());
}

std::vector<Verdict> Judge(const TrueDocument& truth, const Document* found) {
  std::vector<Verdict> verdicts;
  if (!truth.type_in_doubt) verdicts.push_back(JudgeClass(truth, found));
  for (const TrueField& field : truth.fields) verdicts.push_back(JudgeField(truth, field, found));
  return verdicts;
}

Score ScoreOf(const std::vector<Verdict>& verdicts) {
  Score score;
  for (const Verdict& verdict : verdicts) {
    ++score.count;
    score.right += verdict.outcome == Outcome::kRight ? 1 : 0;
    score.wrong += verdict.outcome == Outcome::kWrong ? 1 : 0;
    score.missing += verdict.outcome == Outcome::kMissing ? 1 : 0;
    score.silent += verdict.silent() ? 1 : 0;
    score.review += verdict.review ? 1 : 0;
  }
  score.calibration_error = CalibrationError(verdicts);
  return score;
}

std::vector<std::string> FloorsMissed(const std::vector<Verdict>& verdicts, const Floors& floors) {
  std::vector<std::string> missed;
  for (const auto& [name, floor] : floors) {
    std::vector<Verdict> chosen;
    for (const Verdict& verdict : verdicts) {
      // The month is a part of the date and would count twice.
      const bool of_fields = name == "fields" && verdict.field != "type" && verdict.field != "issued_month";
      if (of_fields || name == "silent" || verdict.field == name) chosen.push_back(verdict);
    }
    const Score score = ScoreOf(chosen);
    const bool silent = name == "silent";
    const double share = score.count == 0 ? -1 : 100.0 * static_cast<double>(silent ? score.silent : score.right) / static_cast<double>(score.count);
    if (share >= 0 && (silent ? share <= floor : share >= floor)) continue;
    std::ostringstream line;
    line << name << ": " << (share < 0 ? "nothing was judged" : "") << std::setprecision(4);
    if (share >= 0) line << share << " %, and " << (silent ? "at most " : "at least ") << floor << " % is asked for";
    missed.push_back(line.str());
  }
  return missed;
}

}  // namespace sohoa
