// SPDX-License-Identifier: Apache-2.0
//
// SampleContent: what a drawn paper says. Everything follows from the seed, so that another seed
// gives another paper of the same class; all names, places, numbers and sentences are invented
// here, apart from the names of provinces, ministries and laws. One thread at a time per object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "samples/content/place_names.h"
#include "samples/content/sample_day.h"
#include "samples/random.h"

namespace sohoa {

struct SamplePlace {
  ProvinceName province;
  std::string district;  // "huyện Vân Khê"
  std::string commune;   // "xã Thượng Lãm"
  std::string hamlet;    // "thôn 3"

  // "tỉnh Ninh Bình".
  std::string Province() const;
  // "xã Thượng Lãm, huyện Vân Khê, tỉnh Ninh Bình".
  std::string Home() const { return commune + ", " + district + ", " + Province(); }
  std::string Address() const { return hamlet + ", " + Home(); }
};

struct SamplePerson {
  std::string name;
  bool male = true;
  SampleDay birth;
  std::string identity;  // twelve digits that fit province, sex and year of birth
  std::string ethnicity;
  SamplePlace home;
  std::string Sex() const { return male ? "Nam" : "Nữ"; }
};

// Who signs: the lines over the name, and the signer's own position as it is normalized.
struct SampleSigning {
  std::vector<std::string> lines;
  std::string position;
};

enum class AgencyKind : std::uint8_t {
  kProvince,    // Ủy ban nhân dân tỉnh
  kDistrict,    // Ủy ban nhân dân huyện
  kCommune,     // Ủy ban nhân dân xã
  kDepartment,  // sở
  kDivision,    // phòng of a district
  kOffice,      // văn phòng Ủy ban nhân dân tỉnh
  kMinistry,
  kProvinceCouncil,  // Hội đồng nhân dân tỉnh
  kDistrictCouncil,
};

struct SampleAgency {
  AgencyKind kind = AgencyKind::kProvince;
  SamplePlace place;
  std::vector<std::string> superior;  // lines, upper case; empty where there is none
  std::vector<std::string> issuer;    // lines, upper case
  std::string superior_normalized;    // "UBND tỉnh Ninh Bình"
  std::string normalized;             // "Sở Y tế Ninh Bình"
  std::string name;                   // in a sentence: "Sở Y tế tỉnh Ninh Bình"
  std::string notation;               // "SYT"
  std::string seat;                   // "Ninh Bình", in front of the date
  std::string body;                   // behind TM.: "ỦY BAN NHÂN DÂN"; empty for a single head
  std::string head;                   // "Giám đốc"
  std::string deputy;                 // "Phó Giám đốc"
};

struct SampleBasis {
  std::string text;       // "Căn cứ Luật ...;"
  std::string reference;  // "Luật Đất đai", "61/2018/NĐ-CP"
};

class SampleContent {
 public:
  explicit SampleContent(std::uint64_t seed) : random_(seed) {}

  SampleRandom& random() { return random_; }
  bool Chance(int percent) { return random_.Below(100) < percent; }
  int Between(int low, int high) { return low + random_.Below(high - low + 1); }
  template <typename List>
  std::string Pick(const List& list) {
    return std::string(
        list[static_cast<std::size_t>(random_.Below(static_cast<int>(std::size(list))))]);
  }
  std::string Pick(std::initializer_list<std::string_view> list) {
    return std::string(list.begin()[random_.Below(static_cast<int>(list.size()))]);
  }
  std::string Digits(int count);  // the first is no nought

  // places.cpp
  SamplePlace Place();
  std::string PlaceName();  // two syllables

  // persons.cpp
  std::string Name(bool male);
  SamplePerson Person(int born_from, int born_to);
  std::string Phone();
  std::string Email(std::string_view name);
  std::string TaxCode();  // ten digits, the last one checks
  std::string CompanyName();

  // agencies.cpp
  SampleAgency Agency(AgencyKind kind) { return Agency(kind, Place()); }
  SampleAgency Agency(AgencyKind kind, const SamplePlace& place);
  SampleAgency AnyAgency(std::initializer_list<AgencyKind> kinds);
  SampleSigning Signing(const SampleAgency& agency);

  // sentences.cpp
  SampleDay Day(int first_year, int last_year);
  std::string Topic();  // "bảo vệ và phát triển rừng"
  // A sentence of a pool with its slots filled: {topic} {place} {year} {date} {percent} {count}
  // {person} {organ}.
  std::string Fill(std::string_view pattern, const SampleAgency& agency, const SampleDay& day,
                   std::string_view topic);
  std::string Task(const SampleAgency& agency, const SampleDay& day, std::string_view topic);
  std::string Finding(const SampleAgency& agency, const SampleDay& day, std::string_view topic);
  std::vector<SampleBasis> Bases(const SampleAgency& agency, const SampleDay& day,
                                 std::size_t count);

  // numbers.cpp
  std::int64_t Money(std::int64_t low, std::int64_t high);  // round to thousands
  std::string DossierCode(const SamplePlace& place, const SampleDay& day);
  std::string ProcedureCode();

 private:
  SampleRandom random_;
};

// "1.024.000".
std::string Figures(std::int64_t amount);
// "một triệu không trăm hai mươi bốn nghìn đồng", the first letter as written here.
std::string InWords(std::int64_t amount);
// "năm hai nghìn không trăm mười tám" and the like: a number without its unit.
std::string NumberInWords(std::int64_t number);
// The first letter upper case.
std::string Sentence(std::string_view text);

}  // namespace sohoa
