// SPDX-License-Identifier: Apache-2.0
//
// Legal bases: "Căn cứ ...;" paragraphs (Decree 30/2020 App. I.II.6); plans and letters begin
// with "Thực hiện ..." instead, and that counts where it cites a document. The parts of the field
// are the references, each begun by "citation": the number or the law's name, then its kind, date
// and issuer.
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vietnamese.h"
#include "documents/citations.h"
#include "documents/fields/fields.h"
#include "documents/set_phrases.h"

namespace sohoa {
namespace {

constexpr std::size_t kMaxLines = 80;

struct Basis {
  std::vector<TextLine> lines;
  bool base = false;  // "Căn cứ", not "Thực hiện"
};

bool BeginsBasis(const TextLine& line) { return StartsFuzzy(line.key, "can cu ", 1); }
bool BeginsExecution(const TextLine& line) { return StartsFuzzy(line.key, "thuc hien ", 1); }

// "Theo đề nghị của ... tại Tờ trình số 64/TTr-NV" closes the bases and is one where it cites.
bool BeginsProposal(const TextLine& line) { return StartsFuzzy(line.key, "theo de nghi ", 1); }

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
      const bool begins = BeginsBasis(line) || (BeginsExecution(line) && bases.empty()) ||
                          (BeginsProposal(line) && !bases.empty());
      if (begins) {
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

// Years that other places of the document give a malformed citation: "61/NĐ-CP" where it also
// cites 61/2018/NĐ-CP. Empty where none does, or two differ.
std::string YearElsewhere(const FieldContext& context, const Citation& citation) {
  std::string year;
  for (const std::vector<TextLine>& lines : context.lines) {
    for (const TextLine& line : lines) {
      for (const DocumentCode& code : FindCitedCodes(line.text)) {
        const bool same = code.number == citation.number && code.notation == citation.notation;
        if (!same || code.year.empty()) continue;
        if (!year.empty() && year != code.year) return {};
        year = code.year;
      }
    }
  }
  return year;
}

// "Luật Vĩên chức" is no name: a word in it is no syllable.
bool IsVietnamese(const std::string& name) {
  std::istringstream words(name);
  for (std::string word; words >> word;) {
    while (word.ends_with(',')) word.pop_back();
    if (!word.empty() && !IsVietnameseSyllable(ToLower(word))) return false;
  }
  return true;
}

// One reference: "citation" and what is known of it. False where it is malformed.
bool AddCitation(const FieldContext& context, Citation citation, FieldValue& field) {
  bool well_formed = true;
  std::string as_cited;
  if (LacksItsYear(citation)) {
    well_formed = false;
    const std::string year = YearElsewhere(context, citation);
    if (!year.empty()) {
      as_cited = citation.reference;
      citation.reference = citation.number + "/" + year + "/" + citation.notation;
    }
  }
  if (citation.number.empty()) {
    citation.reference = WithSetPhrases(citation.reference);
    well_formed = well_formed && IsVietnamese(citation.reference);
  }
  field.normalized += (field.normalized.empty() ? "" : "; ") + citation.reference;
  AddPart(field, "citation", citation.reference);
  AddPart(field, "as_cited", as_cited);
  AddPart(field, "kind", citation.kind);
  AddPart(field, "date", citation.date);
  AddPart(field, citation.issuer_printed ? "issuer" : "issuer_by_notation", citation.issuer);
  return well_formed;
}

}  // namespace

std::vector<FieldValue> BasisFields(const FieldContext& context) {
  FieldValue field = NewField(context, "legal_bases");
  double confidence = 1;
  bool well_formed = true;
  for (const Basis& basis : FindBases(context)) {
    const std::string text = CleanText(JoinLines(basis.lines));
    std::vector<Citation> cited = FindCitations(FoldedText(text));
    if (!basis.base && cited.empty()) continue;
    field.value += (field.value.empty() ? "" : "\n") + text;
    for (Citation& citation : cited) {
      well_formed = AddCitation(context, std::move(citation), field) && well_formed;
    }
    for (const TextLine& line : basis.lines) confidence = std::min(confidence, line.confidence);
    AddLocation(context, basis.lines, field);
  }
  if (field.value.empty()) return {};
  // Bases that cite nothing by name or number ("Căn cứ tình hình thực tế") are their own text.
  if (field.normalized.empty()) field.normalized = field.value;
  Check(field, "citation_form", well_formed);
  field.confidence = confidence;
  if (confidence >= 0.93 && well_formed) field.review = ReviewState::kAutoAccepted;
  return {std::move(field)};
}

}  // namespace sohoa
