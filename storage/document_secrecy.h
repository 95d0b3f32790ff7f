// SPDX-License-Identifier: Apache-2.0
//
// How secret a document is, by its field `secrecy` (docs/ACCESS.md). Search and every other way to read
// ask here, so that none of them shows what another hides. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "core/document.h"
#include "core/dossier.h"
#include "storage/search_index.h"

namespace sohoa {

inline constexpr std::string_view kSecrecyField = "secrecy";

// "MẬT" "tối mật" "Tuyệt Mật", with marks or without; "KHÔNG MẬT" where a person decided that it is not secret.
// None: no known degree, so that nobody may see what bears it.
std::optional<Secrecy> SecrecyOfName(std::string_view name);
// "none" "mat" "toi-mat" "tuyet-mat": how commands and JSON write it.
std::string_view SecrecyName(Secrecy degree);
std::optional<Secrecy> ParseSecrecy(std::string_view name);

// What stands in a field `secrecy`, or was read there before a person emptied it: emptying a value takes no
// secrecy away. Empty: nothing ever did.
std::string_view DegreeText(const FieldValue& field);

// The highest of its fields; none = not known, for nobody.
std::optional<Secrecy> DegreeOf(const Document& document);
// The highest of its documents.
std::optional<Secrecy> DegreeOf(const Dossier& dossier);

}  // namespace sohoa
