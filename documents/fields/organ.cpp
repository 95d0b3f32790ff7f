// SPDX-License-Identifier: Apache-2.0
//
// Who issued a document: box 2 of the head, where the superior organ stands above the one that
// issues (Decree 30/2020 App. I.II.2).
#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/fields/place_spellings.h"
#include "documents/gazetteer.h"
#include "documents/set_phrases.h"

namespace sohoa {
namespace {

// Lines of the head's left column that make one organ's name.
struct OrganUnit {
  std::vector<TextLine> lines;
  std::string Key() const {
    std::string key;
    for (const TextLine& line : lines) key += (key.empty() ? "" : " ") + line.key;
    return key;
  }
};

bool IsCommittee(const std::string& key) {
  return StartsFuzzy(key, "uy ban nhan dan", 1) || key.starts_with("ubnd") ||
         StartsFuzzy(key, "hoi dong nhan dan", 1) || key.starts_with("hdnd");
}

bool NamesAPlace(const std::string& key) {
  return key.find(" tinh ") != std::string::npos || key.find(" thanh pho ") != std::string::npos ||
         key.find(" tp ") != std::string::npos || key.find(" huyen ") != std::string::npos ||
         key.find(" quan ") != std::string::npos || key.find(" xa ") != std::string::npos ||
         key.find(" phuong ") != std::string::npos || key.find(" thi tran ") != std::string::npos ||
         ProvinceExactlyIn(key);
}

// One word alone is no organ ("PHONG" under "CÔNG AN PHƯỜNG NGỌC").
bool BeginsUnit(const TextLine& line) {
  if (line.key.find(' ') == std::string::npos) return false;
  return StartsOrganName(line.key) || !UnglueAgencyName(line.key).empty();
}

// "TỈNHAN GIANG".
bool GluedPlace(const TextLine& line) {
  return StartsPlaceName(WordsKey(UnglueAgencyName(line.key)));
}

// Of two organs that issue together, the first: "BỘ KHOA HỌC VÀ CÔNG NGHỆ -".
bool EndsInDash(const OrganUnit& unit) { return unit.lines.back().text.ascii().ends_with(" -"); }

std::vector<OrganUnit> GroupUnits(const std::vector<TextLine>& lines) {
  std::vector<OrganUnit> units;
  for (const TextLine& line : lines) {
    const bool starts = BeginsUnit(line);
    // "ỦY BAN NHÂN DÂN" over "TỈNH ...", and the second line of a long name.
    const bool goes_on =
        !units.empty() && (!starts || StartsPlaceName(line.key) || GluedPlace(line) || EndsInDash(units.back())) &&
        !(IsCommittee(units.back().Key()) && NamesAPlace(units.back().Key()) && starts);
    if (goes_on) {
      units.back().lines.push_back(line);
    } else {
      units.push_back({{line}});
    }
  }
  return units;
}

// "BỘ CÔNG AN- BỘ Y TẾ": a hyphen that stands between two names lost a space.
std::string Printed(const OrganUnit& unit) {
  std::string printed = CleanText(JoinLines(unit.lines));
  for (std::size_t at = printed.find("- "); at != std::string::npos; at = printed.find("- ", at + 2)) {
    if (at > 0 && printed[at - 1] != ' ' && printed[at - 1] != '-') printed.insert(at++, 1, ' ');
  }
  return printed;
}

void ReplaceFront(std::string& text, std::string_view from, std::string_view to) {
  if (text.starts_with(from)) text = std::string(to) + text.substr(from.size());
}

// A word that is no syllable: "TỈNHAN", "SỞYTẾ".
bool LostSpaces(const std::string& printed) {
  std::istringstream words(printed);
  for (std::string word; words >> word;) {
    if (!WordsKey(word).empty() && !IsVietnameseSyllable(ToLower(word))) return true;
  }
  return false;
}

// "thành phố Giaan": a name that lost its space, and no list has it. Abbreviations are all capitals, or have
// other signs; provinces have names of other languages ("Đắk Lắk").
bool HasGluedName(const std::string& normalized) {
  if (ProvinceExactlyIn(normalized)) return false;
  std::istringstream words(normalized);
  for (std::string word; words >> word;) {
    const FoldedText folded(word);
    const bool letters = folded.ascii().find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (letters && folded.UpperShare() < 1 && !IsVietnameseSyllable(ToLower(word))) return true;
  }
  return false;
}

// "UBND tỉnh Quảng Ngãi" of "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI".
std::string Normalized(const OrganUnit& unit) {
  const std::string printed = Printed(unit);
  std::string name = LostSpaces(printed) ? UnglueAgencyName(printed) : std::string();
  if (name.empty()) name = WithSetPhrases(ProperAgencyName(WithSetPhrases(printed)));
  ReplaceFront(name, "Ủy ban nhân dân", "UBND");
  ReplaceFront(name, "Hội đồng nhân dân", "HĐND");
  return name;
}

// The place of a name: what follows the level in "UBND tỉnh Kiên Giang", with the level where
// it is not a province: a department of a province is called by the province's bare name.
std::string PlaceOf(const std::string& normalized) {
  const std::string_view province = ProvinceIn(normalized);
  if (!province.empty() && normalized.find("huyện") == std::string::npos &&
      normalized.find("xã") == std::string::npos &&
      normalized.find("phường") == std::string::npos) {
    return std::string(province);
  }
  if (normalized.starts_with("UBND ")) return normalized.substr(5);
  return {};
}

double Confidence(const std::vector<OrganUnit>& units) {
  double sum = 0;
  double count = 0;
  for (const OrganUnit& unit : units) {
    for (const TextLine& line : unit.lines) {
      sum += line.confidence;
      ++count;
    }
  }
  return count == 0 ? 0 : sum / count;
}

// "Sở Y tế" under "UBND tỉnh Kiên Giang" is "Sở Y tế Kiên Giang".
std::string IssuerWithPlace(const std::vector<OrganUnit>& units) {
  std::string name = Normalized(units.back());
  if (NamesAPlace(" " + WordsKey(name) + " ")) return name;
  for (std::size_t i = units.size() - 1; i-- > 0;) {
    const std::string superior = Normalized(units[i]);
    std::string place = PlaceOf(superior);
    // A room of a department that names its province, known to a list or not.
    if (place.empty() && !IsCommittee(WordsKey(superior)) && NamesAPlace(" " + WordsKey(superior) + " ")) return name + " " + superior;
    if (place.empty()) continue;
    // "Thanh tra" of a department carries the department's name; a board of a province the
    // level of the place: "Ban Chỉ đạo 138 tỉnh Quảng Ngãi".
    if (!IsCommittee(WordsKey(superior))) return name + " " + superior;
    if (name == "Văn phòng") return name + " " + superior;
    const bool department = name.starts_with("Sở ");
    if (!department && superior.starts_with("UBND ")) place = superior.substr(5);
    // Departments are called by the bare name of their province, known to a list or not.
    if (department && place.starts_with("tỉnh ")) place.erase(0, std::string_view("tỉnh ").size());
    if (department && place.starts_with("thành phố "))
      place.erase(0, std::string_view("thành phố ").size());
    const std::size_t dash = name.find(" - ");
    if (dash == std::string::npos || DashInKnownName(name, dash)) return name + " " + place;
    return name.substr(0, dash) + " " + place + name.substr(dash);
  }
  return name;
}

// The organ that the notation, the authority line or the signature names, where the head has none.
FieldValue FromOtherPlaces(const FieldContext& context) {
  for (const ParentCitation& citation : FindParentCitations(context)) {
    const FuzzyMatch of = FindFuzzy(citation.line.text.ascii(), " cua ", 0);
    if (!of.found) continue;
    const std::string name =
        ProperAgencyName(CleanText(citation.line.text.Original(of.end, citation.line.text.size())));
    if (!IsCommittee(WordsKey(name))) continue;
    FieldValue field = NewField(context, "organ_name");
    field.value = name;
    field.normalized = name;
    ReplaceFront(field.normalized, "Ủy ban nhân dân", "UBND");
    field.source_kind = "inferred";
    field.confidence = 0.6;
    AddLocation(context, citation.line, field);
    return field;
  }
  for (const TextLine& line : context.closing.position_lines) {
    if (!line.key.starts_with("tm ")) continue;
    FieldValue field = NewField(context, "organ_name");
    field.value = ProperAgencyName(CleanText(line.text.Original(3, line.text.size())));
    field.normalized = field.value;
    ReplaceFront(field.normalized, "Ủy ban nhân dân", "UBND");
    if (context.head.date_line && context.head.date && IsCommittee(WordsKey(field.value))) {
      const std::string_view province =
          ProvinceIn(context.head.date_line->text.Original(0, context.head.date->begin));
      if (!province.empty()) field.normalized += " tỉnh " + std::string(province);
    }
    field.source_kind = "inferred";
    field.confidence = 0.5;
    AddLocation(context, line, field);
    return field;
  }
  return NullField(context, "organ_name", "not_found");
}

// Puts the names of places right that the rest of the document spells otherwise. False where it does, or as often.
bool SpeltAsElsewhere(const FieldContext& context, FieldValue& organ) {
  bool same = true;
  for (const std::string& name : PlaceNamesIn(organ.normalized)) {
    const PlaceSpelling spelling = SpellingInDocument(context, name);
    if (!spelling.opposed) continue;
    same = false;
    if (spelling.name == name) continue;
    organ.alternatives.push_back({organ.value, organ.normalized, 0.3});
    organ.normalized.replace(organ.normalized.rfind(name), name.size(), spelling.name);
  }
  if (!same) Check(organ, "place_spelt_as_elsewhere", false);
  return same;
}

bool NotationNames(const FieldContext& context, const std::string& name) {
  for (const std::string& part : NotationParts(context.head.code.notation)) {
    if (KindOfAbbreviation(part) == nullptr && AbbreviatesName(part, name)) return true;
  }
  return false;
}

}  // namespace

std::string PrintedOrgan(const PageHead& head) { return JoinLines(head.organ_lines); }

std::vector<FieldValue> OrganFields(const FieldContext& context) {
  const std::vector<OrganUnit> units = GroupUnits(context.head.organ_lines);
  if (units.empty()) return {FromOtherPlaces(context)};
  FieldValue organ = NewField(context, "organ_name");
  organ.value = Printed(units.back());
  organ.normalized = IssuerWithPlace(units);
  AddLocation(context, units.back().lines, organ);
  const bool same_place = SpeltAsElsewhere(context, organ);
  const bool known = StartsOrganName(WordsKey(organ.normalized));
  const bool matches = NotationNames(context, Printed(units.back()));
  organ.confidence = Confidence(units) * (known ? 1 : 0.7);
  Check(organ, "known_organ_word", known);
  if (!context.head.code.empty()) Check(organ, "issuer_matches_notation", matches);
  const bool placed = NamesAPlace(" " + WordsKey(organ.normalized) + " ");
  const bool accept = known && matches && placed && same_place && !HasGluedName(organ.normalized) && units.size() <= 2 && organ.confidence > 0.5;
  organ.review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
  std::vector<FieldValue> fields = {std::move(organ)};
  if (units.size() > 1) {
    FieldValue superior = NewField(context, "organ_superior");
    for (std::size_t i = 0; i + 1 < units.size(); ++i) {
      superior.value += (superior.value.empty() ? "" : ", ") + Printed(units[i]);
      superior.normalized += (superior.normalized.empty() ? "" : ", ") + Normalized(units[i]);
      AddLocation(context, units[i].lines, superior);
    }
    superior.confidence = Confidence({units.begin(), units.end() - 1});
    const bool sure = superior.confidence > 0.8 && !ProvinceIn(superior.normalized).empty();
    superior.review = sure ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
    fields.push_back(std::move(superior));
  }
  return fields;
}

}  // namespace sohoa
