// SPDX-License-Identifier: Apache-2.0
#include "storage/document_secrecy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/index_entry.h"

namespace sohoa {
namespace {

constexpr std::array<std::pair<std::string_view, Secrecy>, 4> kStampedDegrees = {{{"khong mat", Secrecy::kNone},
                                                                                 {"mat", Secrecy::kSecret},
                                                                                 {"toi mat", Secrecy::kTopSecret},
                                                                                 {"tuyet mat", Secrecy::kUltraSecret}}};
constexpr std::array<std::string_view, 4> kDegreeNames = {"none", "mat", "toi-mat", "tuyet-mat"};

// None is above all degrees.
std::optional<Secrecy> Higher(const std::optional<Secrecy>& one, const std::optional<Secrecy>& other) {
  if (!one || !other) return std::nullopt;
  return std::max(*one, *other);
}

}  // namespace

std::optional<Secrecy> SecrecyOfName(std::string_view name) {
  const std::string folded = FilterValue(name);
  for (const auto& [written, degree] : kStampedDegrees) {
    if (written == folded) return degree;
  }
  return std::nullopt;
}

std::string_view SecrecyName(Secrecy degree) { return kDegreeNames[static_cast<std::size_t>(degree) % kDegreeNames.size()]; }

std::optional<Secrecy> ParseSecrecy(std::string_view name) {
  const auto found = std::find(kDegreeNames.begin(), kDegreeNames.end(), name);
  if (found == kDegreeNames.end()) return std::nullopt;
  return static_cast<Secrecy>(found - kDegreeNames.begin());
}

std::string_view DegreeText(const FieldValue& field) {
  for (const std::string* text : {&field.value, &field.normalized, &field.reading.value, &field.reading.normalized}) {
    if (!text->empty()) return *text;
  }
  return {};
}

std::optional<Secrecy> DegreeOf(const Document& document) {
  std::optional<Secrecy> degree = Secrecy::kNone;
  for (const FieldValue& field : document.fields) {
    if (field.code != kSecrecyField) continue;
    if (const std::string_view text = DegreeText(field); !text.empty()) degree = Higher(degree, SecrecyOfName(text));
    // The two say the same, unless somebody wrote otherwise.
    if (!field.value.empty() && !field.normalized.empty()) degree = Higher(degree, SecrecyOfName(field.normalized));
  }
  return degree;
}

std::optional<Secrecy> DegreeOf(const Dossier& dossier) {
  std::optional<Secrecy> degree = Secrecy::kNone;
  for (const Document& document : dossier.documents) degree = Higher(degree, DegreeOf(document));
  return degree;
}

}  // namespace sohoa
