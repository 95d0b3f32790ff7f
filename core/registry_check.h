// SPDX-License-Identifier: Apache-2.0
//
// What a document says of a person or an enterprise, as a question to the register of the State that has them (the
// national population database, CSDL quốc gia về dân cư; the business register, đăng ký kinh doanh), and what was
// answered. An answer says whether each thing that was asked is as the register has it, and nothing that the register
// has besides (docs/REGISTRIES.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/sha256.h"

namespace sohoa {

// Stable on disk.
enum class RegistryKind : std::uint8_t { kPopulation = 0, kEnterprise = 1 };
inline constexpr std::uint8_t kRegistryKinds = 2;
std::string_view RegistryKindName(RegistryKind kind);  // "population" "enterprise"
// As it stands in FieldValidation::rule: "population_registry" "enterprise_registry".
std::string_view RegistryRuleName(RegistryKind kind);

// Personal data: never in a log, an event or an audit record.
struct RegistryQuestion {
  RegistryKind kind = RegistryKind::kPopulation;
  std::string number;      // số định danh cá nhân, twelve digits; mã số thuế or mã số doanh nghiệp, 10 or 13
  std::string name;        // NFC
  std::string birth_date;  // ISO 8601, a whole day; empty = not asked
  bool operator==(const RegistryQuestion&) const = default;
};

// Names a question without saying it: equal for equal questions.
Sha256 DigestOf(const RegistryQuestion& question);

// Stable on disk.
enum class RegistryAnswer : std::uint8_t {
  kNotAsked = 0,
  kMatch = 1,     // of a number: the register has it
  kMismatch = 2,  // of a number: the register does not have it
  kUnknown = 3,   // the register does not say, or could not be asked
};

struct RegistryCheck {
  RegistryKind kind = RegistryKind::kPopulation;
  Sha256 question;  // DigestOf()
  RegistryAnswer number = RegistryAnswer::kUnknown;
  RegistryAnswer name = RegistryAnswer::kNotAsked;
  RegistryAnswer birth_date = RegistryAnswer::kNotAsked;
  std::int64_t at_unix_ms = 0;
  std::int64_t expires_unix_ms = 0;  // from then on it is no answer any more
  std::string system;   // who answered: "https://truc.tinh.gov.vn"
  std::string request;  // under which it stands in that system's log
  std::string by;       // who asked: "system" "person:an"
  bool operator==(const RegistryCheck&) const = default;
};

// "pass", "fail" or "unknown" of the number with all that was asked of it. A number whose name is another one's may be
// the one that is wrong, so that it fails with it.
enum class RegistryVerdict : std::uint8_t { kPass = 0, kFail = 1, kUnknown = 2 };
RegistryVerdict VerdictOf(RegistryAnswer answer);
RegistryVerdict VerdictOf(const RegistryCheck& check);
std::string_view RegistryVerdictName(RegistryVerdict verdict);

}  // namespace sohoa
