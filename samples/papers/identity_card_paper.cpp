// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/vietnamese.h"
#include "samples/papers/form_parts.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

// Check digit of ICAO Doc 9303: weights 7, 3, 1.
char ZoneCheck(std::string_view text) {
  constexpr std::array kWeights = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
    sum += value * kWeights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

std::string Filled(std::string text, std::size_t length) {
  text.resize(length, '<');
  return text;
}

std::string ZoneDay(const SampleDay& day) {
  return Padded(day.year % 100) + Padded(day.month) + Padded(day.day);
}

void Zone(const SamplePerson& person, const SampleDay& expiry, CardPaper& card) {
  const std::string number = person.identity.substr(3);
  const std::string first =
      Filled("IDVNM" + number + ZoneCheck(number) + person.identity + "<<", 29);
  const std::string birth = ZoneDay(person.birth);
  const std::string end = ZoneDay(expiry);
  const std::string second = Filled(
      birth + ZoneCheck(birth) + (person.male ? "M" : "F") + end + ZoneCheck(end) + "VNM", 29);
  const std::string upper = Filled(first, 30);
  const std::string composite =
      upper.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11);
  card.zone[0] = upper;
  card.zone[1] = second + ZoneCheck(composite);
  std::string name;
  for (const char c : FoldedKey(person.name)) {
    if (c == ' ') {
      name += name.find('<') == std::string::npos ? "<<" : "<";
    } else if (c >= 'a' && c <= 'z') {
      name += static_cast<char>(c - 'a' + 'A');
    }
  }
  card.zone[2] = Filled(name.substr(0, 30), 30);
}

}  // namespace

CardPaper IdentityCardOf(SampleContent& content) {
  CardPaper card;
  const SamplePerson person = content.Person(1964, 2005);
  card.truth.class_code = "D07";
  const SampleDay issued = content.Day(2021, 2024);
  SampleDay expiry = person.birth;
  for (const int age : {25, 40, 60}) {
    expiry.year = person.birth.year + age;
    if (expiry.year > issued.year + 2) break;
  }
  card.title = "CĂN CƯỚC CÔNG DÂN";
  card.title_english = "Citizen Identity Card";
  card.scale = content.Chance(50) ? 1.6 : 1.8;
  card.number = person.identity;
  card.name = ToUpper(person.name);
  card.birth = Slashed(person.birth);
  card.sex = person.Sex();
  card.hometown = person.home.commune + ", " + person.home.district + ", " +
                  std::string(person.home.province.name);
  card.home = person.home.hamlet + ", " + card.hometown;
  card.expiry = Slashed(expiry);
  card.issued = Slashed(issued);
  card.officer = content.Name(true);
  if (content.Chance(70)) {
    card.qr = person.identity + "|" + content.Digits(9) + "|" + person.name + "|" +
              OnlyDigits(card.birth) + "|" + card.sex + "|" + card.home + "|" +
              OnlyDigits(card.issued);
  }
  Zone(person, expiry, card);
  card.truth.fields = {{"identity_number", card.number, card.number},
                       {"subject_name", card.name, person.name},
                       {"birth_date", card.birth, Iso(person.birth)},
                       {"sex", card.sex, card.sex},
                       {"nationality", "Việt Nam", "Việt Nam"},
                       {"hometown", card.hometown, card.hometown},
                       {"address", card.home, card.home},
                       {"identity_issued_date", card.issued, Iso(issued)},
                       {"expiry_date", card.expiry, Iso(expiry)}};
  return card;
}

}  // namespace sohoa
