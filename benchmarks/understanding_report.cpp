// SPDX-License-Identifier: Apache-2.0
#include "understanding_report.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace sohoa {
namespace {

using Choice = std::function<bool(const Verdict&)>;

void PrintLine(const std::string& class_name, const std::string& field, const std::vector<Verdict>& verdicts, const Choice& choice) {
  std::vector<Verdict> chosen;
  std::copy_if(verdicts.begin(), verdicts.end(), std::back_inserter(chosen), choice);
  if (chosen.empty()) return;
  const Score score = ScoreOf(chosen);
  const auto share = [&score](std::size_t part) { return 100.0 * static_cast<double>(part) / static_cast<double>(score.count); };
  std::printf("%-6s %-18s %6.1f %6.1f %8.1f %7.1f %7.2f %6.3f %5zu\n", class_name.c_str(), field.c_str(), share(score.right),
              share(score.wrong), share(score.missing), share(score.review), share(score.silent), score.calibration_error, score.count);
}

// In the order in which they come up first.
std::vector<std::string> Names(const std::vector<Verdict>& verdicts, std::string Verdict::* member) {
  std::vector<std::string> names;
  for (const Verdict& verdict : verdicts) {
    if (std::find(names.begin(), names.end(), verdict.*member) == names.end()) names.push_back(verdict.*member);
  }
  return names;
}

}  // namespace

void PrintScores(const std::vector<Verdict>& verdicts) {
  std::printf("%-6s %-18s %6s %6s %8s %7s %7s %6s %5s\n", "class", "field, in %", "right", "wrong", "missing", "review", "silent", "ECE", "n");
  const std::vector<std::string> fields = Names(verdicts, &Verdict::field);
  for (const std::string& field : fields) {
    PrintLine("all", field, verdicts, [&](const Verdict& verdict) { return verdict.field == field; });
  }
  // The month is a part of the date and would count twice.
  PrintLine("all", "together", verdicts, [](const Verdict& verdict) { return verdict.field != "issued_month"; });
  for (const std::string& name : Names(verdicts, &Verdict::class_name)) {
    for (const std::string& field : fields) {
      PrintLine(name, field, verdicts, [&](const Verdict& verdict) { return verdict.class_name == name && verdict.field == field; });
    }
  }
}

}  // namespace sohoa
