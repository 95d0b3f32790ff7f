// SPDX-License-Identifier: Apache-2.0
//
// Answers of a gateway to registers, as whoever speaks for it may send them. Whatever they are, they answer what was asked
// and nothing else.
#include <cstdint>
#include <string>

#include "api/registry_contract.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool asks_day : {false, true}) {
    const sohoa::RegistryQuestion question{sohoa::RegistryKind::kPopulation, "051190001234", "An", asks_day ? "1990-03-08" : ""};
    const auto check = sohoa::ReadRegistryAnswer(question, "r1", text);
    if (!check) continue;
    sohoa::Require(check->request == "r1" && check->question == sohoa::DigestOf(question), "an answer is of its question");
    sohoa::Require(check->number == sohoa::RegistryAnswer::kMatch || check->number == sohoa::RegistryAnswer::kMismatch, "a number is there or not");
    sohoa::Require(check->name != sohoa::RegistryAnswer::kNotAsked, "what was asked has an answer");
    sohoa::Require((check->birth_date == sohoa::RegistryAnswer::kNotAsked) == !asks_day, "what was not asked has none");
  }
  return 0;
}
