// SPDX-License-Identifier: Apache-2.0
//
// Legal bases: "Căn cứ ...;" paragraphs (Decree 30/2020 App. I.II.6); plans and letters begin
// with "Thực hiện ..." instead, and that counts where it cites a document.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "documents/fields/fields.h"

namespace sohoa {
namespace {

constexpr std::size_t kMaxLines = 80;

struct Basis {
  std::vector<TextLine> lines;
  bool base = false;  // "Căn cứ", not "Thực hiện"
};

bool BeginsBasis(const TextLine& line) { return StartsFuzzy(line.key, "can cu ", 1); }
bool BeginsExecution(const TextLine& line) { return StartsFuzzy(line.key, "thuc hien ", 1); }

bool Ends(const TextLine& line) {
  const std::string& ascii = line.text.ascii();
  const std::size_t last = ascii.find_last_not_of(" '`");
  return last != std::string::npos &&
         (ascii[last] == ';' || ascii[last] == '.' || ascii[last] == ':');
}

bool BeginsOther(const TextLine& line) {
  for (const char* start :
       {"theo de nghi", "xet de nghi", "quyet dinh", "dieu 1", "nay ", "dieu l"}) {
    if (line.key.starts_with(start)) return true;
  }
  return line.text.UpperShare() > 0.8 && line.key.size() > 5;
}

std::vector<Basis> FindBases(const FieldContext& context) {
  std::vector<Basis> bases;
  bool open = false;
  std::size_t seen = 0;
  for (std::size_t p = 0; p < context.lines.size() && p < 2; ++p) {
    for (const TextLine& line : context.lines[p]) {
      if (p == 0 && line.center_y() < context.head.bottom) continue;
      if (++seen > kMaxLines) return bases;
      if (BeginsBasis(line) || (BeginsExecution(line) && bases.empty())) {
        bases.push_back({{line}, BeginsBasis(line)});
        open = !Ends(line);
      } else if (open) {
        if (BeginsOther(line)) {
          open = false;
          continue;
        }
        bases.back().lines.push_back(line);
        open = !Ends(line) && bases.back().lines.size() < 9;
      }
    }
  }
  return bases;
}

}  // namespace

std::vector<FieldValue> BasisFields(const FieldContext& context) {
  FieldValue field = NewField(context, "legal_bases");
  double confidence = 1;
  for (const Basis& basis : FindBases(context)) {
    const std::string text = CleanText(JoinLines(basis.lines));
    const std::vector<DocumentCode> cited = FindCitedCodes(FoldedText(text));
    if (!basis.base && cited.empty()) continue;
    field.value += (field.value.empty() ? "" : "\n") + text;
    for (const DocumentCode& code : cited) {
      std::string whole = code.number + "/";
      if (!code.year.empty()) whole += code.year + "/";
      field.parts.emplace_back("citation", whole + code.notation);
    }
    for (const TextLine& line : basis.lines) confidence = std::min(confidence, line.confidence);
    AddLocation(context, basis.lines, field);
  }
  if (field.value.empty()) return {};
  field.normalized = field.value;
  field.confidence = confidence;
  if (confidence >= 0.93) field.review = ReviewState::kAutoAccepted;
  return {std::move(field)};
}

}  // namespace sohoa
